// @vitest-environment happy-dom
/** One catalogue: what the keys do, what the list of shortcuts says, what a search finds. */

import { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import { ACTS, type Act, type Desk } from '../../../web/editor/acts.ts';
import { actsByKey, keyName, textKeys } from '../../../web/editor/keys.ts';
import { allShortcuts, shortcutSections } from '../../../web/editor/panels/shortcut-list.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { Suggest } from '../../../web/editor/suggest/suggest.ts';
import { found } from '../../../web/lib/word-search.ts';
import { text } from '../../../web/ui/text.ts';

const desks: (Desk & { readonly opened: string[] })[] = [];
afterEach(() => {
  for (const { editor } of desks.splice(0)) editor.destroy();
});

/** An editor with the keys of the page, and a note of which panels were asked for. */
function deskWith(html: string) {
  const opened: string[] = [];
  const editor = new Editor({
    extensions: [...schemaExtensions(), Suggest, textKeys(() => desk)],
    content: html,
    injectCSS: false,
    enableCoreExtensions: { delete: false },
  });
  const desk = {
    editor,
    opened,
    open: (panel: string) => opened.push(panel),
    focusToolbar: () => opened.push('bar'),
    say: () => undefined,
  };
  desks.push(desk);
  return desk;
}

function presses({ editor }: Desk, keys: string): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const event = new KeyboardEvent('keydown', {
    key: key.length === 1 ? key.toLowerCase() : key,
    ctrlKey: parts.includes('Mod'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
  });
  return editor.view.someProp('handleKeyDown', (handle) => handle(editor.view, event)) === true;
}

describe('the catalogue', () => {
  it('has each act once, and a key for one act alone unless the first may leave it to the next', () => {
    expect(new Set(ACTS.map(({ id }) => id)).size).toBe(ACTS.length);
    const shared = [...actsByKey(ACTS)].filter(([, acts]) => acts.length > 1);
    expect(shared.map(([key, acts]) => [key, acts.map(({ id }) => id)])).toEqual([
      ['Mod-k', ['link', 'finder']],
      ['Mod-Enter', ['toggleTask', 'turnToggle']],
    ]);
  });

  it('has every key of the promise', () => {
    const keys = new Set(ACTS.flatMap((act) => act.keys));
    const promised = ['Mod+B', 'Mod+I', 'Mod+U', 'Mod+E', 'Mod+K', 'Mod+F', 'Mod+Z', 'Mod+S', 'Alt+F10', '?'];
    const blocks = ['Mod+Alt+0', 'Mod+Alt+1', 'Mod+Alt+2', 'Mod+Alt+3', 'Mod+Alt+4', 'Mod+Shift+7', 'Mod+Shift+8'];
    const more = ['Mod+Shift+9', 'Tab', 'Shift+Tab', 'Mod+Enter', 'Mod+Alt+ArrowUp', 'Mod+Alt+ArrowDown'];
    for (const key of [...promised, ...blocks, ...more, 'Mod+Shift+H', 'Mod+Shift+S']) expect(keys).toContain(key);
  });

  it('spells keys as ProseMirror does', () => {
    expect(['Mod+Shift+8', 'Mod+B', 'Alt+F10', '?'].map(keyName)).toEqual(['Mod-Shift-8', 'Mod-b', 'Alt-F10', '?']);
  });

  it('lists every key there is, also for a search', () => {
    const listed = allShortcuts().flatMap(({ id }) => id);
    for (const { id } of ACTS.filter(({ keys }) => keys.length > 0)) expect(listed).toContain(id);
    const [section] = shortcutSections('todo');
    expect(section?.heading).toBe(text.sections.lists);
    expect(shortcutSections('zzz')).toEqual([]);
  });
});

describe('keys in the text', () => {
  const inText = (act: Act) => act.scope === 'text' && act.section !== 'page' && !act.id.toLowerCase().includes('link');
  // The key of a toggle is that of a task, where there is one.
  const cases = ACTS.filter((act) => inText(act) && act.keys.length > 0 && act.id !== 'turnToggle');
  it.each(cases.map((act) => [act.id, act] as const))('%s: each of its keys does it', (_id, act) => {
    for (const keys of act.keys) {
      const desk = deskWith('<ul data-type="taskList"><li data-type="taskItem"><p>one</p></li></ul>');
      desk.editor.commands.setTextSelection({ from: 3, to: 6 });
      const expected = deskWith(desk.editor.getHTML());
      expected.editor.commands.setTextSelection({ from: 3, to: 6 });
      act.run(expected);
      expect(presses(desk, keys), keys).toBe(true);
      expect(desk.editor.getHTML()).toBe(expected.editor.getHTML());
    }
  });

  it('Mod+K opens the form for a link where there is something to link, and is left to the page elsewhere', () => {
    const desk = deskWith('<p>words</p>');
    expect(presses(desk, 'Mod+K')).toBe(false);
    desk.editor.commands.selectAll();
    expect(presses(desk, 'Mod+K')).toBe(true);
    expect(desk.opened).toEqual(['link']);
  });

  it('Tab stays in a list, deep or not, and is nobody’s in a paragraph', () => {
    const desk = deskWith('<ul><li><p>one</p></li><li><p>two</p></li></ul>');
    desk.editor.commands.setTextSelection(4);
    expect(presses(desk, 'Tab')).toBe(true);
    expect(desk.editor.getHTML()).not.toContain('<p>one</p><ul');
    desk.editor.commands.setTextSelection(12);
    expect([presses(desk, 'Tab'), desk.editor.getHTML().match(/<ul\b/g)?.length]).toEqual([true, 2]);
    expect([presses(desk, 'Shift+Tab'), desk.editor.getHTML().match(/<ul\b/g)?.length]).toEqual([true, 1]);
    expect(presses(deskWith('<p>one</p>'), 'Tab')).toBe(false);
  });
});

describe('finding by name', () => {
  const named = (...labels: string[]) => labels.map((label) => ({ label }));

  it('puts the beginning of the name before the beginning of a word, and that before its middle', () => {
    const labels = found(named('Subtitle', 'Page title', 'Title', 'Other'), 'tit').map(({ label }) => label);
    expect(labels).toEqual(['Title', 'Page title', 'Subtitle']);
  });

  it('needs every word, and minds neither case nor accents', () => {
    expect(found(named('Émile Zola', 'Emil Nolde'), 'EMI zo').map(({ label }) => label)).toEqual(['Émile Zola']);
  });

  it('finds by other words, too', () => {
    expect(found([{ label: 'Task list', alsoCalled: 'todo' }], 'to do')).toEqual([]);
    expect(found([{ label: 'Task list', alsoCalled: 'todo' }], 'todo')).toHaveLength(1);
  });
});
