/**
 * To the first and to the last place of the text, selecting up to there, and writing on below it. The browser's own keys
 * stop short of it in a long document: at the beginning of the last block, which it has not laid out while nobody looks.
 */

import { type Editor, Extension } from '@tiptap/core';
import type { Node as Block } from '@tiptap/pm/model';
import { type Command, Selection, TextSelection } from '@tiptap/pm/state';

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

/** What somebody goes on with who writes below it: text, a list, a quote. Not a table, an image, code, a callout. */
function goesOn({ type }: Block): boolean {
  return /^(paragraph|heading|blockquote|\w+List)$/.test(type.name);
}

/** The caret to where writing goes on below the text: to its end, or into a new paragraph. */
export const writeBelow: Command = ({ doc, schema, tr }, dispatch) => {
  if (doc.lastChild && goesOn(doc.lastChild)) tr.setSelection(Selection.atEnd(doc));
  else {
    tr.insert(doc.content.size, schema.nodes.paragraph?.create() ?? []);
    tr.setSelection(Selection.atEnd(tr.doc));
  }
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Not within a toggle that is closed: there the browser knows the last place that shows. */
function isSeen(node: Node): boolean {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.checkVisibility() ?? true;
}
