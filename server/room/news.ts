/**
 * What an update brings that is not here, and whether that builds on something missing (R21). Whoever comes back hands over
 * what waits in their document for something that nobody may have any more, beside what is their own: what is here already,
 * with its gap, is no news, and the gap not theirs to close.
 */

import * as Y from 'yjs';
import {
  advance,
  type CheckedUpdate,
  type ClockRange,
  type ClockReference,
  hasReferences,
  type StateVector,
} from '../lib/update-ranges.ts';

type IsHere = (range: ClockRange) => boolean;

/**
 * Advances `vector` over an update.
 *
 * @param isHere whether a stretch is here already, although what comes before it may not be.
 * @returns whether everything is here that its news builds on.
 */
export function takeIn(vector: StateVector, update: CheckedUpdate, isHere: IsHere): boolean {
  const { ranges, references } = update;
  if (advance(vector, ranges) && hasReferences(vector, references)) return true;
  if (!ranges.some(isHere)) return false;
  const news = newsIn(update.bytes, isHere);
  return advance(vector, news.map(rangeOf)) && hasReferences(vector, news.flatMap(referencesOf));
}

function newsIn(bytes: Uint8Array, isHere: IsHere) {
  return Y.decodeUpdate(bytes).structs.filter((struct) => !(struct instanceof Y.Skip || isHere(rangeOf(struct))));
}

function rangeOf({ id, length }: { readonly id: Y.ID; readonly length: number }): ClockRange {
  return { client: id.client, from: id.clock, to: id.clock + length };
}

function referencesOf(struct: object): ClockReference[] {
  if (!(struct instanceof Y.Item)) return [];
  const { id, origin, rightOrigin, parent } = struct;
  const isOthers = (other: unknown): other is Y.ID => other instanceof Y.ID && other.client !== id.client;
  return [origin, rightOrigin, parent].filter(isOthers);
}
