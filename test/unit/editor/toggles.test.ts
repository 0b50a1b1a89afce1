// @vitest-environment happy-dom
/** Toggles: what their button says, the key that turns them, and that what is looked for in a closed one is seen. */

import { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import { details } from '../../../web/editor/blocks/block-commands.ts';
import { FindMarks } from '../../../web/editor/find/find-marks.ts';
import { FindSession, NO_QUERY } from '../../../web/editor/find/find-session.ts';
import { turnToggleAtCaret } from '../../../web/editor/nodes/toggles.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { text } from '../../../web/ui/text.ts';
import { ManualClock } from '../../support/clock.ts';
import { manualEnvironment } from '../../support/manual-environment.ts';
import { pressesKey } from '../../support/typed-into.ts';

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

const toggle = (summary: string, ...content: string[]) =>
  `<details><summary>${summary}</summary><div data-type="detailsContent">${content.join('')}</div></details>`;

function editorWith(html: string) {
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: [...schemaExtensions(), FindMarks],
    content: html,
    injectCSS: false,
    enableCoreExtensions: { delete: false },
  });
  editors.push(editor);
  /** From the outside in: whether each is open, by its button, and by what it hides. */
  const open = () =>
    [...editor.view.dom.querySelectorAll('.details')].map((element) => [
      element.querySelector(':scope > button')?.getAttribute('aria-expanded'),
      !element.querySelector('[data-type="detailsContent"]')?.hasAttribute('hidden'),
    ]);
  return { editor, open };
}

const OPEN = ['true', true];
const CLOSED = ['false', false];

describe('a toggle', () => {
  it('has a button with a name in the language of the page', () => {
    const { editor, open } = editorWith(toggle('more', '<p>hidden</p>'));
    const button = editor.view.dom.querySelector('button');
    expect([button?.getAttribute('aria-label'), open()]).toEqual([text.blocks.toggle, [CLOSED]]);
  });

  it('is opened and closed by key; the caret does not stay behind in what is hidden', () => {
    const { editor, open } = editorWith(toggle('more', '<p>hidden</p>'));
    editor.commands.setTextSelection(3);
    expect([turnToggleAtCaret(editor), open()]).toEqual([true, [OPEN]]);
    editor.view.dispatch(editor.state.tr.setMeta('addToHistory', false));
    const inside = editor.state.doc.content.size - 4;
    editor.commands.setTextSelection(inside);
    expect([turnToggleAtCaret(editor), open()]).toEqual([true, [CLOSED]]);
    const { $from } = editor.state.selection;
    expect([$from.parent.type.name, $from.parentOffset]).toEqual(['detailsSummary', 4]);
  });

  it('is open where it is made, with what was written inside', () => {
    const { editor, open } = editorWith('<p>words</p>');
    expect([details.run(editor), open()]).toEqual([true, [OPEN]]);
    expect(editor.view.dom.querySelector('[data-type="detailsContent"]')?.textContent).toBe('words');
    expect(editor.state.selection.$from.parent.type.name).toBe('detailsSummary');
  });

  it('leaves Backspace in its summary to the browser, which knows where a character begins', () => {
    const { editor } = editorWith(toggle('more 😀', '<p>hidden</p>'));
    editor.commands.setTextSelection(2 + 'more 😀'.length);
    expect([pressesKey(editor, 'Backspace'), editor.getText()]).toEqual([false, expect.stringContaining('more 😀')]);
    editor.commands.setTextSelection(2);
    expect([pressesKey(editor, 'Backspace'), editor.getHTML()]).toEqual([true, '<p>more 😀</p><p>hidden</p>']);
  });

  it('is none outside', () => {
    expect(turnToggleAtCaret(editorWith('<p>words</p>').editor)).toBe(false);
  });

  it('opens, with those around it, where a search finds something in it', () => {
    const { editor, open } = editorWith(
      toggle('outer', toggle('inner', '<p>hidden</p>')) + toggle('other', '<p>x</p>'),
    );
    const session = new FindSession(editor, manualEnvironment(new ManualClock(), 0), {
      startWorker: () => {
        throw new Error('no pattern is looked for');
      },
      separateUndo: () => undefined,
    });
    session.search({ ...NO_QUERY, text: 'hidden' });
    expect(open()).toEqual([OPEN, OPEN, CLOSED]);
    session.close();
  });
});
