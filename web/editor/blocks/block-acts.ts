/** What can be done to the blocks of the selection as a whole. None moves the focus. */

import type { Editor } from '@tiptap/core';
import { blockAddress } from '../../binding/collaboration.ts';
import { movedRange } from './move-block.ts';

/** Behind themselves, once more. */
export function duplicateBlock({ state, view, isEditable }: Editor): boolean {
  const range = movedRange(state);
  if (range === null || !isEditable) return false;
  const { start, end } = range;
  view.dispatch(state.tr.insert(end, state.doc.slice(start, end).content).scrollIntoView());
  return true;
}

export function deleteBlock({ state, view, isEditable }: Editor): boolean {
  const range = movedRange(state);
  if (range === null || !isEditable) return false;
  view.dispatch(state.tr.deleteRange(range.start, range.end).scrollIntoView());
  return true;
}

/** The address of the first of them on this page; null while there is none. */
export function blockLink(editor: Editor): string | null {
  const range = movedRange(editor.state);
  const address = range && blockAddress(editor, firstTextIn(editor, range.start));
  return address === null ? null : `${location.origin}${location.pathname}#b=${encodeURIComponent(address)}`;
}

/** The place before the first character of a block, or of the first block in it. */
function firstTextIn({ state }: Editor, start: number): number {
  let position = start;
  for (let node = state.doc.nodeAt(start); node && !node.isTextblock && !node.isLeaf; node = node.firstChild)
    position++;
  return state.doc.nodeAt(position)?.isTextblock ? position + 1 : position;
}
