/** Which children of a node differ between two versions of it, by identity: ProseMirror shares what did not change. */

import type { Node } from '@tiptap/pm/model';
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

/** Whether these are the children of a node, by identity. */
export function areChildren(nodes: readonly Node[], parent: Node): boolean {
  return areaBetween(nodes, parent.content.content) === null;
}
