/**
 * From an index in a flat text to a position in the tree, and back. Within a textblock both count the same: one
 * character, atom or line break is one. Between blocks the flat text has only the place of the next marker.
 */

import { TABLE } from './node-types.ts';
import type { RenderedBlock } from './rendered.ts';

export interface FlatPlace {
  readonly root: string;
  readonly index: number;
  readonly block: RenderedBlock;
}

/** The blocks of each root text, in order. */
export function blocksByRoot(blocks: readonly RenderedBlock[]): Map<string, RenderedBlock[]> {
  const byRoot = new Map<string, RenderedBlock[]>();
  for (const block of blocks) {
    const sameRoot = byRoot.get(block.root);
    if (sameRoot) sameRoot.push(block);
    else byRoot.set(block.root, [block]);
  }
  return byRoot;
}

/**
 * The position of an index in one root text, given the blocks of that text. The index of a marker is the end of the
 * block before it; after a leaf it is the position behind the leaf. Undefined only without any block.
 */
export function positionOfIndex(blocksOfRoot: readonly RenderedBlock[], index: number): number | undefined {
  let at = lastIndexWhere(blocksOfRoot, (block) => block.from <= index);
  // Paragraphs that only the view has are no place for text that has one.
  while (at > 0 && isEmptyImplicit(blocksOfRoot[at] as RenderedBlock)) at--;
  const block = blocksOfRoot[Math.max(at, 0)];
  if (!block) return undefined;
  if (isAtomic(block)) return block.position + block.size;
  return block.position + 1 + Math.min(Math.max(index - block.from, 0), block.to - block.from);
}

/** The place in the flat texts of a position in the tree, given all blocks. Undefined only without any block. */
export function placeOfPosition(blocks: readonly RenderedBlock[], position: number): FlatPlace | undefined {
  let at = Math.max(
    lastIndexWhere(blocks, (block) => block.position <= position),
    0,
  );
  for (let table = tableAround(blocks, at); table >= 0; table = tableAround(blocks, at)) {
    const { position: start, size } = blocks[table] as RenderedBlock;
    if (start + size > position) break;
    at = table;
  }
  const block = blocks[at];
  return block && { root: block.root, index: indexIn(block, position), block };
}

function indexIn(block: RenderedBlock, position: number): number {
  if (position <= block.position) return block.index;
  if (isAtomic(block)) return block.from;
  return Math.min(block.from + position - block.position - 1, block.to);
}

/** The table whose cell a block stands in, as an index of blocks; -1 in the body. */
function tableAround(blocks: readonly RenderedBlock[], at: number): number {
  const position = blocks[at]?.position ?? 0;
  for (let i = at - 1; i >= 0; i--) {
    const block = blocks[i] as RenderedBlock;
    if (block.type === TABLE && block.position + block.size > position) return i;
  }
  return -1;
}

/** A leaf or a table: it has no characters of its own. */
function isAtomic(block: RenderedBlock): boolean {
  return block.type === TABLE || block.size === 1;
}

function isEmptyImplicit(block: RenderedBlock): boolean {
  return block.marker === null && block.from === block.to;
}

/** Binary search: the last index for which a condition that turns false once still holds; -1 for none. */
function lastIndexWhere<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
