/**
 * Where a place in a block is that was moved away since: carets, links and comments follow it, and so does what somebody
 * typed there meanwhile. Reads only.
 */

import * as Y from 'yjs';
import { MOVE_ORIGINS_MAX } from '../limits.ts';
import { idAt, lastIndexIn, type Move, movesOf } from './moved-from.ts';

/** An earlier place of a block that lives. */
export interface KnownMove extends Move {
  /** Id of the living marker. */
  readonly target: Y.ID;
}

/** Deleted items that are passed in search of something that was copied. */
const PASSED_MAX = 10_000;

export function knownMoves(markers: Iterable<Y.Map<unknown>>): KnownMove[] {
  const known: KnownMove[] = [];
  for (const marker of markers) {
    const target = marker._item?.id;
    if (target) for (const move of movesOf(marker)) known.push({ ...move, target });
  }
  return known;
}

/**
 * The character or marker that stands now where `id` stood before its block was moved; undefined when `id` lives, was
 * deleted for another reason, or is not known here.
 */
export function movedPlace(doc: Y.Doc, id: Y.ID, moves: readonly KnownMove[]): Y.ID | undefined {
  let place: Y.ID | undefined;
  for (let step = 0; step < MOVE_ORIGINS_MAX && moves.length > 0; step++) {
    const next = copyOf(doc, place ?? id, moves);
    // A copy may be listed by somebody whose other writes have not arrived here.
    if (!next || Y.getState(doc.store, next.client) <= next.clock) return place;
    place = next;
  }
  return place;
}

/** The copy of a deleted thing, or of the nearest before it in its block that was copied. */
function copyOf({ store }: Y.Doc, id: Y.ID, moves: readonly KnownMove[]): Y.ID | undefined {
  if (Y.getState(store, id.client) <= id.clock) return undefined;
  const found: unknown = Y.getItem(store, id);
  let item = found instanceof Y.Item ? found : null;
  let length = item ? id.clock - item.id.clock + 1 : 0;
  const passed = new Set<KnownMove>();
  for (let count = 0; item?.deleted && count < PASSED_MAX; count++) {
    for (const move of moves) {
      const copy = passed.has(move) ? undefined : copyWithin(item.id, length, move);
      if (copy) return copy;
      if (move.end && holds(item.id, length, move.end)) passed.add(move);
    }
    item = item.left;
    length = item?.length ?? 0;
  }
  return undefined;
}

/** The copy of the last of some ids that was copied, unless the end of the block lies behind that. */
function copyWithin(start: Y.ID, length: number, { marker, from, to, end, target }: KnownMove): Y.ID | undefined {
  const index = lastIndexIn(from, start, length);
  const original = index === undefined ? (holds(start, length, marker) ? marker : undefined) : idAt(from, index);
  if (!original || (end && holds(start, length, end) && end.clock > original.clock)) return undefined;
  return index === undefined ? target : idAt(to, index);
}

/** Whether an id is one of a range. */
export function holds(start: Y.ID, length: number, { client, clock }: Y.ID): boolean {
  return start.client === client && start.clock <= clock && clock < start.clock + length;
}
