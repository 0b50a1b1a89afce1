/**
 * To the first and to the last place of the text, and selecting up to there. The browser's own keys stop short of it in a
 * long document: at the beginning of the last block, which it has not laid out while nobody looks at it.
 */

import { type Editor, Extension } from '@tiptap/core';
import { Selection, TextSelection } from '@tiptap/pm/state';

export const DocumentEnds = Extension.create({
  name: 'documentEnds',
  addKeyboardShortcuts: () => ({
    'Mod-Home': ({ editor }) => goToEnd(editor, 'first', false),
    'Mod-End': ({ editor }) => goToEnd(editor, 'last', false),
    'Shift-Mod-Home': ({ editor }) => goToEnd(editor, 'first', true),
    'Shift-Mod-End': ({ editor }) => goToEnd(editor, 'last', true),
    // On a Mac.
    'Meta-ArrowUp': ({ editor }) => goToEnd(editor, 'first', false),
    'Meta-ArrowDown': ({ editor }) => goToEnd(editor, 'last', false),
    'Shift-Meta-ArrowUp': ({ editor }) => goToEnd(editor, 'first', true),
    'Shift-Meta-ArrowDown': ({ editor }) => goToEnd(editor, 'last', true),
  }),
});

function goToEnd({ state, view }: Editor, place: 'first' | 'last', extend: boolean): boolean {
  const { doc, selection, tr } = state;
  const end = place === 'first' ? Selection.atStart(doc) : Selection.atEnd(doc);
  if (!isSeen(view.domAtPos(end.head).node)) return false;
  view.dispatch(tr.setSelection(extend ? TextSelection.between(selection.$anchor, end.$head) : end).scrollIntoView());
  return true;
}

/** Not within a toggle that is closed: there the browser knows the last place that shows. */
function isSeen(node: Node): boolean {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.checkVisibility() ?? true;
}
