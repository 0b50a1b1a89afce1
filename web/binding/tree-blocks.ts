/**
 * The blocks of a ProseMirror tree: the nodes that have a marker each in the flat text, and where they stand.
 * Pure; knows ProseMirror, not Yjs.
 */

import type { Fragment, Node } from '@tiptap/pm/model';
import { flatBlocks } from '../../server/contract/document/flat-blocks.ts';
import { flatten } from '../../server/contract/document/flatten.ts';
import { TABLE } from '../../server/contract/document/node-types.ts';
import type { MarkerKeys } from '../../server/contract/document/tokens.ts';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { type DiffBlock, diffBlock } from '../../server/contract/document/writing/diff.ts';

/** Whether a node stands for levels of paths and not for a block of its own. */
export function isContainer(node: Node): boolean {
  return node.isBlock && !node.isTextblock && !node.isLeaf && node.type.name !== TABLE;
}

/** Whether a node has one child, and that is a textblock. */
export function holdsOneTextblock({ content }: Node): boolean {
  return content.childCount === 1 && content.content[0]?.isTextblock === true;
}

const counts = new WeakMap<Node, number>();

/** How many blocks a node is or holds. */
export function blockCount(node: Node): number {
  // Nearly every item of a list: without a look into a table of nodes.
  if (!isContainer(node) || holdsOneTextblock(node)) return 1;
  let count = counts.get(node);
  if (count === undefined) {
    count = 0;
    count = blocksBefore(node, node.childCount);
    counts.set(node, count);
  }
  return count;
}

/** How many blocks stand before the child with this index. */
export function blocksBefore(parent: Node, childIndex: number): number {
  const children = parent.content.content;
  let count = 0;
  for (let i = 0; i < childIndex; i++) count += blockCount(children[i] as Node);
  return count;
}

/** Calls `visit` for each block of some nodes, with the position before it. */
export function forEachBlock(nodes: Fragment, start: number, visit: (node: Node, position: number) => void): void {
  nodes.forEach((node, offset) => {
    if (isContainer(node)) forEachBlock(node.content, start + offset + 1, visit);
    else visit(node, start + offset);
  });
}

export interface PlacedBlock {
  readonly node: Node;
  /** Position before the node. */
  readonly position: number;
}

export function placedBlocks(nodes: Fragment, start: number): PlacedBlock[] {
  const blocks: PlacedBlock[] = [];
  forEachBlock(nodes, start, (node, position) => blocks.push({ node, position }));
  return blocks;
}

/** The block with this index in a document, found without visiting the ones before it one by one. */
export function blockAtIndex(doc: Node, index: number): PlacedBlock | undefined {
  let rest = index;
  let position = 0;
  let children = doc.content.content;
  for (let i = 0; i < children.length; ) {
    const child = children[i] as Node;
    const count = blockCount(child);
    if (rest >= count) {
      rest -= count;
      position += child.nodeSize;
      i++;
    } else if (isContainer(child)) {
      children = child.content.content;
      position += 1;
      i = 0;
    } else {
      return { node: child, position };
    }
  }
  return undefined;
}

/** A position in a document as the index of its block and an offset in it; between blocks, of the block before. */
export function blockPlaceAt(doc: Node, position: number): { readonly index: number; readonly offset: number } {
  let index = 0;
  let start = 0;
  let children = doc.content.content;
  for (let i = 0; i < children.length; ) {
    const child = children[i] as Node;
    if (position >= start + child.nodeSize) {
      index += blockCount(child);
      start += child.nodeSize;
      i++;
    } else if (isContainer(child) && position > start) {
      children = child.content.content;
      start += 1;
      i = 0;
    } else {
      return { index, offset: child.isTextblock ? Math.max(0, position - start - 1) : 0 };
    }
  }
  return { index: Math.max(0, index - 1), offset: Number.MAX_SAFE_INTEGER };
}

/** The blocks of neighbouring nodes as they are written, with the paths they have behind `previous`. */
export function flatBlocksOf(
  nodes: readonly Node[],
  previous: Node | undefined,
  currentTableKeys: (id: string) => MarkerKeys | undefined = () => undefined,
): DiffBlock[] {
  const trees = nodes.map((node) => node.toJSON() as TreeNode);
  const { tokens } = flatten(trees, { previous: previous && lastBranch(previous), currentTableKeys });
  return flatBlocks(tokens).map(({ marker, inline }) => diffBlock(marker?.keys ?? {}, inline));
}

/** Only the last child of each level: that is all a path depends on. */
function lastBranch(node: Node): TreeNode {
  const last = isContainer(node) ? node.lastChild : null;
  return { type: node.type.name, content: last ? [lastBranch(last)] : [] };
}
