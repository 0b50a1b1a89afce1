// @vitest-environment happy-dom
/** What can be typed and what the list of shortcuts says of it: each sign that the editor has a rule for stands there. */

import { Editor, getExtensionField, type InputRule } from '@tiptap/core';
import { afterEach, expect, it } from 'vitest';
import { allShortcuts } from '../../../web/editor/panels/shortcut-list.ts';
import { words } from '../../../web/editor/panels/shortcut-words.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { keysText } from '../../../web/ui/keys.ts';
import { pressesKey } from '../../support/typed-into.ts';

/** What is typed for each line of the list; nothing for those that open a menu. */
const EXAMPLES: Readonly<Record<keyof typeof words.typed, readonly string[]>> = {
  heading: ['# ', '#### '],
  bulletList: ['- ', '* ', '+ '],
  orderedList: ['1. '],
  taskList: ['[ ] ', '[x] '],
  blockquote: ['> '],
  codeBlock: ['``` ', '~~~ '],
  rule: ['---', '*** ', '___ '],
  bold: ['**bold**', '__bold__'],
  italic: ['*italic*', '_italic_'],
  strike: ['~~struck~~'],
  code: ['`code`'],
  highlight: ['==highlighted=='],
  link: ['[words](https://example.org)'],
  address: ['https://example.org '],
  formula: ['$$ '],
  inlineFormula: ['$x^2$'],
  insert: [],
  mention: [],
  emoji: [],
};

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

function newEditor(): Editor {
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: schemaExtensions(),
    injectCSS: false,
    enableCoreExtensions: { delete: false },
  });
  editors.push(editor);
  return editor;
}

/** With the name of the extension that each is of. */
function inputRulesOf(editor: Editor): readonly (readonly [name: string, rule: InputRule])[] {
  const { nodes, marks } = editor.schema;
  return editor.extensionManager.extensions.flatMap((extension) => {
    const { name, options, storage } = extension;
    const context = { name, options, storage, editor, type: nodes[name] ?? marks[name] };
    const rules = getExtensionField<(() => InputRule[]) | undefined>(extension, 'addInputRules', context)?.() ?? [];
    return rules.map((rule) => [name, rule] as const);
  });
}

function fits({ find }: InputRule, typed: string): boolean {
  return typeof find === 'function' ? find(typed) !== null : find.test(typed);
}

it('every sign that the editor makes something of is in the list, and every line of the list is true', () => {
  const rules = inputRulesOf(newEditor());
  expect(rules.length).toBeGreaterThan(15);
  const typed = Object.values(EXAMPLES).flat();
  const unlisted = rules.filter(([, rule]) => !typed.some((example) => fits(rule, example)));
  expect(unlisted.map(([name, { find }]) => `${name}: ${find}`)).toEqual([]);
  expect(typed.filter((example) => !rules.some(([, rule]) => fits(rule, example)))).toEqual([]);
  const listed = allShortcuts().flatMap(({ keys }) => keys);
  for (const line of Object.values(words.typed)) expect(listed).toContain(line);
});

it('Shift+Enter begins a line in the same paragraph, and the list says so', () => {
  const editor = newEditor();
  expect(pressesKey(editor, 'Enter', { shiftKey: true })).toBe(true);
  expect(editor.getHTML()).toContain('<br>');
  const listed = allShortcuts().filter(({ keys }) => keys.includes(keysText('Shift+Enter')));
  expect(listed.map(({ label }) => label)).toEqual([words.lineBreak]);
});
