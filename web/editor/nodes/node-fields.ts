/**
 * To the fields that stand within a block, by a command: in code Tab indents, and of an image they are shown only while
 * it is selected.
 */

import type { Editor } from '@tiptap/core';
import { NodeSelection } from '@tiptap/pm/state';

const FIELDS = { image: '.picture-tools input', codeBlock: '.code-language' } as const;

/** @returns false where the caret is in no such block. */
export function goToField({ state, view, isEditable }: Editor, type: keyof typeof FIELDS): boolean {
  const { selection } = state;
  const isSelected = selection instanceof NodeSelection && selection.node.type.name === type;
  if (!isEditable || (!isSelected && selection.$from.parent.type.name !== type)) return false;
  const position = isSelected ? selection.from : selection.$from.before();
  if (type === 'image') view.dispatch(state.tr.setSelection(NodeSelection.create(state.doc, position)));
  const block = view.nodeDOM(position);
  // The menu that was asked gives the focus back to the text in this very turn.
  requestAnimationFrame(() => {
    if (block instanceof HTMLElement) block.querySelector<HTMLElement>(FIELDS[type])?.focus();
  });
  return true;
}
