/**
 * Whether the block of a position and all that stands around it are the same in two documents, so that its nodes on the
 * page can stay when the one is shown in place of the other: an input method composes in them. Pure.
 */

import type { Node } from '@tiptap/pm/model';

/** @param position in `old`, and @param place where that is in `next`; undefined for nowhere. */
export function isUntouched(old: Node, position: number, next: Node, place: number | undefined): boolean {
  if (place === undefined) return false;
  const [$old, $new] = [old.resolve(position), next.resolve(place)];
  if ($old.depth !== $new.depth || $old.parentOffset !== $new.parentOffset) return false;
  for (let depth = 1; depth < $old.depth; depth++) if (!$old.node(depth).sameMarkup($new.node(depth))) return false;
  return $old.parent.eq($new.parent);
}
