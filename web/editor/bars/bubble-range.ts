/** Which selections are text that can be dressed up. */

import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';

/** The selected text; null where nothing, a whole node or code is selected, and where a finger does the selecting. */
export function bubbleRange({ state, isEditable }: Editor): { readonly from: number; readonly to: number } | null {
  const { selection } = state;
  const isText = selection instanceof TextSelection && !selection.empty;
  if (!isEditable || !isText || matchMedia('(pointer: coarse)').matches) return null;
  const { from, to, $from } = selection;
  if ($from.parent.type.spec.code === true || state.doc.textBetween(from, to, ' ').trim() === '') return null;
  return { from, to };
}
