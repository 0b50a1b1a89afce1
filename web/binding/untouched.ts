/**
 * Whether the block of a position and all that stands around it are the same in two documents, and the page keeps its
 * nodes when the one is shown in place of the other: an input method composes in them. Pure.
 */

import type { Node, ResolvedPos } from '@tiptap/pm/model';

/** @param position in `old`, and @param place where that is in `next`; undefined for nowhere. */
export function isUntouched(old: Node, position: number, next: Node, place: number | undefined): boolean {
  if (place === undefined) return false;
  const [$old, $new] = [old.resolve(position), next.resolve(place)];
  if ($old.depth !== $new.depth || $old.parentOffset !== $new.parentOffset) return false;
  for (let depth = 0; depth < $old.depth; depth++) if (!isKept($old, $new, depth)) return false;
  return $old.parent.eq($new.parent);
}

/**
 * Whether what contains the position at this depth stays on the page. ProseMirror draws from the beginning, and a block
 * that has no nodes yet takes those of the next one of its kind: where more stands before than did, that may be ours,
 * unless all from there on is as it was.
 */
function isKept($old: ResolvedPos, $new: ResolvedPos, depth: number): boolean {
  const [before, after] = [$old.node(depth), $new.node(depth)];
  if (!before.sameMarkup(after)) return false;
  const [from, to] = [$old.index(depth), $new.index(depth)];
  if (to <= from) return true;
  if (before.childCount - from !== after.childCount - to) return false;
  for (let i = from; i < before.childCount; i++) if (!before.child(i).eq(after.child(i + to - from))) return false;
  return true;
}
