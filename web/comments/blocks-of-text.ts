/** The blocks of a text that something can be said about, one by one, wherever they stand. Pure. */

import type { Node } from '@tiptap/pm/model';
import type { TextRange } from './anchors.ts';

/**
 * In the order of the text: the content of each paragraph, heading or code that has some, and each block without words.
 *
 * @param isOpen whether to look for blocks in a node.
 */
export function textBlocks(doc: Node, isOpen: (node: Node, position: number) => boolean): readonly TextRange[] {
  const blocks: TextRange[] = [];
  doc.descendants((node, position) => {
    if (node.isTextblock) {
      const from = position + 1;
      if (node.content.size > 0) blocks.push({ from, to: from + node.content.size });
      return false;
    }
    if (node.isLeaf) blocks.push({ from: position, to: position + node.nodeSize });
    return isOpen(node, position);
  });
  return blocks;
}

/** The places of the first and the last of the blocks that a range is in; where it is in none, of the one behind it. */
export function placesOf(blocks: readonly TextRange[], { from, to }: TextRange): readonly [number, number] {
  const end = blocks.length - 1;
  const found = blocks.findIndex((block) => block.to > from || (from === to && block.to === from));
  const first = found < 0 ? end : found;
  const last = blocks.findLastIndex((block) => block.from < to);
  return [first, Math.max(first, last)];
}

/** Null where there are no such places. */
export function stretchOf(blocks: readonly TextRange[], first: number, last: number): TextRange | null {
  const [start, end] = [blocks[first], blocks[last]];
  return start === undefined || end === undefined ? null : { from: start.from, to: end.to };
}
