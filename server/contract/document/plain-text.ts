/**
 * Tree -> plain text: for search, word counts, list previews and `.txt` downloads. One line a block, list items with
 * their sign, cells of a row parted by tabs.
 */

import { mentionText } from './mention-text.ts';
import type { TreeNode } from './tree.ts';

/** Without a newline at the end. */
export function toPlainText(doc: TreeNode): string {
  return blockLines(doc).join('\n');
}

/** The characters of one textblock; a hard break is a newline. */
export function inlineText(textblock: TreeNode): string {
  return (textblock.content ?? []).map(nodeText).join('');
}

function nodeText(node: TreeNode): string {
  switch (node.type) {
    case 'text':
      return node.text ?? '';
    case 'hardBreak':
      return '\n';
    case 'mention':
      return mentionText(node.attrs ?? {});
    case 'inlineMath':
      return String(node.attrs?.latex ?? '');
    case 'emoji':
      return `:${node.attrs?.name ?? ''}:`;
    default:
      return '';
  }
}

function blockLines(node: TreeNode): string[] {
  switch (node.type) {
    case 'horizontalRule':
      return ['---'];
    case 'blockMath':
      return [String(node.attrs?.latex ?? '')];
    case 'bulletList':
    case 'orderedList':
    case 'taskList':
      return (node.content ?? []).flatMap((item, i) => itemLines(node, item, i));
    case 'tableRow':
      return [(node.content ?? []).map((cell) => blockLines(cell).join(' ').replace(/\s+/g, ' ')).join('\t')];
    default:
      return isContainer(node) ? (node.content ?? []).flatMap(blockLines) : inlineText(node).split('\n');
  }
}

function itemLines(list: TreeNode, item: TreeNode, index: number): string[] {
  const sign = itemSign(list, item, index);
  const indent = ' '.repeat(sign.length);
  return (item.content ?? []).flatMap(blockLines).map((line, i) => (i === 0 ? sign : indent) + line);
}

function itemSign(list: TreeNode, item: TreeNode, index: number): string {
  if (list.type === 'taskList') return item.attrs?.checked === true ? '[x] ' : '[ ] ';
  if (list.type === 'bulletList') return '- ';
  const start = list.attrs?.start;
  return `${(typeof start === 'number' ? start : 1) + index}. `;
}

const CONTAINERS: ReadonlySet<string> = new Set([
  'doc',
  'blockquote',
  'callout',
  'details',
  'detailsContent',
  'table',
  'tableCell',
  'tableHeader',
  'listItem',
  'taskItem',
]);

function isContainer(node: TreeNode): boolean {
  return CONTAINERS.has(node.type);
}
