/**
 * Which stretch of which client's clock an update covers, read without building a document. State vectors are kept
 * from these, so that the server never needs a resident Y.Doc.
 *
 * What always holds: a range never covers a Skip (a hole that a merge left), so a vector advanced by ranges may say
 * less than the document holds, never more. Saying less costs a repeated transfer; saying more would lose text.
 */

import * as Y from 'yjs';

export interface ClockRange {
  readonly client: number;
  /** First clock inside. */
  readonly from: number;
  /** First clock after. */
  readonly to: number;
}

export interface CheckedUpdate {
  readonly bytes: Uint8Array;
  readonly ranges: readonly ClockRange[];
}

/** Yjs client ids and clocks are unsigned integers; beyond 2^53 arithmetic on them is wrong. */
const CLOCK_MAX = Number.MAX_SAFE_INTEGER;

/**
 * Reads a V1 update once, completely.
 *
 * @throws Error when the bytes are not an update, hold a struct that covers nothing, or clients out of order.
 */
export function checkUpdate(bytes: Uint8Array): CheckedUpdate {
  const { structs, ds } = Y.decodeUpdate(bytes);
  for (const deletions of ds.clients.values()) {
    for (const { clock, len } of deletions) requireSpan(clock, len);
  }
  return { bytes, ranges: rangesOf(structs) };
}

function rangesOf(structs: ReadonlyArray<Y.Item | Y.GC | Y.Skip>): ClockRange[] {
  const ranges: { client: number; from: number; to: number }[] = [];
  let lastClient = Number.POSITIVE_INFINITY;
  for (const struct of structs) {
    const { id, length } = struct;
    requireSpan(id.clock, length);
    // Yjs writes higher clients first, and `mergeUpdates` loops for ever over an update that does not (yjs #687).
    if (id.client > lastClient) throw new Error('clients out of order');
    lastClient = id.client;
    if (struct instanceof Y.Skip) continue;
    const last = ranges.at(-1);
    if (last?.client === id.client && last.to === id.clock) last.to += length;
    else ranges.push({ client: id.client, from: id.clock, to: id.clock + length });
  }
  return ranges;
}

function requireSpan(clock: number, length: number): void {
  if (!(length > 0 && clock >= 0 && clock + length <= CLOCK_MAX))
    throw new Error('a struct or deletion covers nothing');
}

/** Client id -> first clock not known. */
export type StateVector = Map<number, number>;

/** Advances `vector` over what is contiguous with it. @returns false when a range begins beyond it: something is missing. */
export function advance(vector: StateVector, ranges: readonly ClockRange[]): boolean {
  let contiguous = true;
  for (const { client, from, to } of ranges) {
    const known = vector.get(client) ?? 0;
    if (from > known) contiguous = false;
    else if (to > known) vector.set(client, to);
  }
  return contiguous;
}
