/** Tab and Shift+Tab in lists: an item becomes a part of the one above, and back. */

import type { Editor } from '@tiptap/core';
import type {} from '@tiptap/extension-list';

/**
 * True in every list, also where the item is as deep as it can be: there Tab must not leave the text by surprise. False
 * elsewhere: a table, a code block and the page have other uses for the key.
 */
export function indent(editor: Editor, direction: 'in' | 'out'): boolean {
  const item = itemAround(editor);
  if (item === null || !editor.isEditable) return false;
  if (direction === 'in') editor.commands.sinkListItem(item);
  else editor.commands.liftListItem(item);
  return true;
}

/** The kind of list item the caret stands in; null in none, or in a table within one. */
function itemAround({ state }: Editor): string | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const { name } = $from.node(depth).type;
    if (name === 'listItem' || name === 'taskItem') return name;
    if (name === 'tableCell' || name === 'tableHeader' || name === 'codeBlock') return null;
  }
  return null;
}
