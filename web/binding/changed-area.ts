/** Which children of a node differ between two versions of it, by identity: ProseMirror shares what did not change. */

import { Fragment, type Node } from '@tiptap/pm/model';
import { type Area, areaBetween } from './lists.ts';

/** Null when they are the same objects. */
export function changedArea(old: Node, next: Node): Area | null {
  return old === next ? null : areaBetween(old.content.content, next.content.content);
}

export function childrenOf(parent: Node, from: number, to: number): readonly Node[] {
  return parent.content.content.slice(from, to);
}

/** How far into the content of a node its child with this index begins. */
export function offsetOfChild(parent: Node, index: number): number {
  const children = parent.content.content;
  let offset = 0;
  for (let i = 0; i < index; i++) offset += (children[i] as Node).nodeSize;
  return offset;
}

/** The node with these children: itself if it has them. */
export function withChildren(parent: Node, nodes: readonly Node[]): Node {
  const { content } = parent;
  const area = areaBetween(content.content, nodes);
  if (!area) return parent;
  const { from, oldTo, newTo } = area;
  // Without adding up the sizes of all others.
  const isOne = oldTo === from + 1 && newTo === from + 1;
  return parent.copy(isOne ? content.replaceChild(from, nodes[from] as Node) : Fragment.from(nodes));
}
