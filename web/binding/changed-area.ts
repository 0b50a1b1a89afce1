/** Which children of a node differ between two versions of it, by identity: ProseMirror shares what did not change. */

import type { Node } from '@tiptap/pm/model';

/** Children of the two documents that are not the same objects: `[from, oldTo)` and `[from, newTo)`. */
export interface Area {
  readonly from: number;
  readonly oldTo: number;
  readonly newTo: number;
  /** Position before the first of them, in both documents. */
  readonly position: number;
}

export function changedArea(old: Node, next: Node): Area | null {
  const shorter = Math.min(old.childCount, next.childCount);
  let from = 0;
  let position = 0;
  while (from < shorter && old.child(from) === next.child(from)) position += old.child(from++).nodeSize;
  if (from === old.childCount && from === next.childCount) return null;
  let tail = 0;
  while (tail < shorter - from && old.child(old.childCount - 1 - tail) === next.child(next.childCount - 1 - tail))
    tail++;
  return { from, oldTo: old.childCount - tail, newTo: next.childCount - tail, position };
}

export function childrenOf(parent: Node, from: number, to: number): Node[] {
  return Array.from({ length: to - from }, (_, i) => parent.child(from + i));
}
