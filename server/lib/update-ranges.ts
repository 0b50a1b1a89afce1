/**
 * Which stretch of which client's clock an update covers. State vectors are kept from these, so that the server never
 * needs a resident Y.Doc.
 *
 * What always holds: a range never covers a Skip (a hole that a merge left), so a vector advanced by ranges may say
 * less than the document holds, never more. Saying less costs a repeated transfer; saying more would lose text.
 */

export interface ClockRange {
  readonly client: number;
  /** First clock inside. */
  readonly from: number;
  /** First clock after. */
  readonly to: number;
}

/** What an update covers. */
export interface UpdateRanges {
  /** Structs it brings. */
  readonly ranges: readonly ClockRange[];
  /** Structs it says are deleted. */
  readonly deletions: readonly ClockRange[];
}

/** A struct of somebody else that an update builds on, and with it all of theirs before. */
export interface ClockReference {
  readonly client: number;
  readonly clock: number;
}

/** An update that has passed the strict check, with what was learned on the way. */
export interface CheckedUpdate extends UpdateRanges {
  /** The farthest struct of each other client that it builds on; it may bring some of them itself. */
  readonly references: readonly ClockReference[];
  readonly bytes: Uint8Array;
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

/** Whether everything an update builds on is there. To be asked once `vector` has been advanced over the update itself. */
export function hasReferences(vector: StateVector, references: readonly ClockReference[]): boolean {
  for (const { client, clock } of references) if ((vector.get(client) ?? 0) <= clock) return false;
  return true;
}

/** Takes over every entry of `other` that is farther. */
export function raise(vector: StateVector, other: StateVector): void {
  for (const [client, clock] of other) if (clock > (vector.get(client) ?? 0)) vector.set(client, clock);
}
