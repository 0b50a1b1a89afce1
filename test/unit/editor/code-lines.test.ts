// @vitest-environment happy-dom
/** Tab, Shift+Tab and Enter in code: whole lines, and nothing of them is written anew. */

import { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { indent } from '../../../web/editor/writing/indent.ts';
import { pressesKey } from '../../support/typed-into.ts';

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

/** An editor with this code; what stands between `[` and `]` is selected, or the caret is at `|`. */
function editorWith(marked: string): Editor {
  const code = marked.replace(/[[\]|]/g, '');
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: schemaExtensions(),
    content: { type: 'doc', content: [{ type: 'codeBlock', content: [{ type: 'text', text: code }] }] },
    injectCSS: false,
    enableCoreExtensions: { delete: false },
  });
  editors.push(editor);
  const from = marked.search(/[[|]/) + 1;
  const end = marked.indexOf(']');
  editor.commands.setTextSelection({ from, to: end === -1 ? from : end });
  return editor;
}

/** Written like that. */
function shown({ state: { doc, selection } }: Editor): string {
  const code = doc.textContent;
  const [from, to] = [selection.from - 1, selection.to - 1];
  return from === to
    ? `${code.slice(0, from)}|${code.slice(from)}`
    : `${code.slice(0, from)}[${code.slice(from, to)}]${code.slice(to)}`;
}

describe('in code', () => {
  it.each([
    ['in', 'a|b', 'a  |b'],
    ['in', 'a[b\nc]d\ne', '  a[b\n  c]d\ne'],
    ['in', 'a[b\n\nc\n]d', '  a[b\n\n  c\n]d'],
    ['out', '    a|b', '  a|b'],
    ['out', '\ta|b', 'a|b'],
    ['out', 'ab|', 'ab|'],
    ['out', 'x\n[  ]y', 'x\n|y'],
    ['out', '  a[b\n c]d\n  e', 'a[b\nc]d\n  e'],
  ] as const)('Tab %s: %j', (direction, before, after) => {
    const editor = editorWith(before);
    expect([indent(editor, direction), shown(editor)]).toEqual([true, after]);
  });

  it('Tab leaves the characters of the lines where they are', () => {
    const editor = editorWith('a[b\nc]d');
    const steps: unknown[] = [];
    editor.on('transaction', ({ transaction }) => steps.push(...transaction.steps.map((step) => step.toJSON())));
    indent(editor, 'in');
    expect(JSON.stringify(steps)).not.toMatch(/[abcd]"/);
  });

  it.each([
    ['  a|', '  a\n  |'],
    ['\ta|b', '\ta\n\t|b'],
    ['  |a', '  \n  |a'],
    ['x\n  |', 'x\n\n|'],
    ['  a[b]c', '  a\n  |c'],
  ])('Enter keeps the indentation: %j', (before, after) => {
    const editor = editorWith(before);
    expect([pressesKey(editor, 'Enter'), shown(editor)]).toEqual([true, after]);
  });

  it('the third Enter in a row leads out of it', () => {
    const editor = editorWith('  a|');
    for (let i = 0; i < 3; i++) pressesKey(editor, 'Enter');
    expect(editor.getHTML()).toMatch(/<code> {2}a<\/code><\/pre><p><\/p>$/);
  });
});
