/**
 * How a document begins, as HTML: what a reader sees before the program has come that shows the document itself. Only
 * blocks that the editor draws as large as they are drawn here, up to the first that it draws otherwise (an image, a
 * formula, a table, a fold), so that nothing jumps when the editor takes their place.
 */

import { FIRST_TEXT_CHARACTERS_MAX } from '../api-limits.ts';
import { toHtml } from './html.ts';
import type { TreeNode } from './tree.ts';

const DRAWN_ALIKE: ReadonlySet<string> = new Set([
  ...['paragraph', 'heading', 'bulletList', 'orderedList', 'taskList', 'listItem', 'taskItem', 'blockquote'],
  ...['text', 'hardBreak', 'mention'],
]);

/** Without a letter in it the editor gives a block the height of a line. */
const EMPTY_BLOCK = /<(p|h[1-4])><\/\1>/g;

/** @returns whole blocks, of some screens at most; empty where there is nothing to read. */
export function firstText(doc: TreeNode): string {
  const blocks: string[] = [];
  let characters = 0;
  let hasLetters = false;
  for (const block of doc.content ?? []) {
    const html = isDrawnAlike(block) ? toHtml({ type: 'doc', content: [block] }) : null;
    if (html === null || characters + html.length > FIRST_TEXT_CHARACTERS_MAX) break;
    characters += html.length;
    hasLetters ||= hasText(block);
    blocks.push(html.replace(EMPTY_BLOCK, '<$1><br></$1>'));
  }
  return hasLetters ? blocks.join('') : '';
}

function isDrawnAlike(node: TreeNode): boolean {
  return DRAWN_ALIKE.has(node.type) && (node.content ?? []).every(isDrawnAlike);
}

function hasText(node: TreeNode): boolean {
  return node.type === 'text' || (node.content ?? []).some(hasText);
}
