/**
 * A change inside a container, cut down to the children it touched: a key in a list of thousands of items is compared
 * with the items beside it and not with all of them. Pure; knows ProseMirror, not Yjs.
 */

import { Fragment, type Node } from '@tiptap/pm/model';
import { changedArea, childrenOf } from './changed-area.ts';
import { blockCount, blocksBefore, isContainer } from './tree-blocks.ts';

export interface InnerChange {
  /** Both versions of the container with what changed and the child behind it, which may have to say more now. */
  readonly old: Node;
  readonly next: Node;
  /** So many blocks of these two stand before what changed: the paths behind them depend on them. */
  readonly lead: number;
  /** So many blocks of the whole container stand before what changed. */
  readonly skipped: number;
}

/** Null where the containers themselves differ, or are none. */
export function innerChange(old: Node, next: Node): InnerChange | null {
  const area = isContainer(old) && old.sameMarkup(next) ? changedArea(old, next) : null;
  if (!area) return null;
  const { from, oldTo, newTo } = area;
  const isOne = oldTo === from + 1 && newTo === from + 1;
  const inner = isOne ? innerChange(old.child(from), next.child(from)) : null;
  const before = inner?.lead || from === 0 ? [] : [old.child(from - 1)];
  const lead = before[0] ? blockCount(before[0]) : (inner?.lead ?? 0);
  // Nothing in front of it that a path could depend on: as if it were the first.
  if (before[0] && lead === 0) return null;
  const behind = inner ? 0 : 1;
  return {
    old: cut(old, before, inner ? [inner.old] : childrenOf(old, from, oldTo + behind)),
    next: cut(next, before, inner ? [inner.next] : childrenOf(next, from, newTo + behind)),
    lead,
    skipped: blocksBefore(old, from) + (inner?.skipped ?? 0),
  };
}

function cut(container: Node, before: readonly Node[], nodes: readonly Node[]): Node {
  return container.copy(Fragment.from([...before, ...nodes]));
}
