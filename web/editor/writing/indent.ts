/** Tab and Shift+Tab: in lists an item becomes a part of the one above, and back; in code lines go in and out. */

import type { Editor } from '@tiptap/core';
import type {} from '@tiptap/extension-list';
import { indentCode } from './code-lines.ts';

/**
 * True in every list and in code, also where an item is as deep as it can be: there Tab must not leave the text by
 * surprise. False elsewhere: a table and the page have other uses for the key.
 */
export function indent(editor: Editor, direction: 'in' | 'out'): boolean {
  const item = itemAround(editor);
  if (item === null || !editor.isEditable) return indentCode(editor, direction);
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
