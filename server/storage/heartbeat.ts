/**
 * How a thread that works on documents shows that it gets on: before each step it says how many bytes the step is about,
 * and which record, in memory that both sides see. A long document has many steps; a step that does not end is what hangs.
 *
 * What always holds: a record is named only while nothing but that record is being taken in.
 */

import type { Sequence } from './document-log.ts';

/** Called before each step; `record` when it takes in this one record and does nothing else. */
export type Beat = (bytes: number, record?: Sequence) => void;

export const NO_BEAT: Beat = () => {};

const STEP = 0;
const BYTES = 1;
const RECORD = 2;
const SLOTS = 3;

/** Where no record is meant. */
const NONE = -1n;

export interface Pulse {
  /** Changes with each step. */
  readonly step: bigint;
  readonly bytes: number;
  readonly record: Sequence | null;
}

export function createHeart(): SharedArrayBuffer {
  return new SharedArrayBuffer(SLOTS * BigInt64Array.BYTES_PER_ELEMENT);
}

export function beatOf(heart: SharedArrayBuffer): Beat {
  const slots = new BigInt64Array(heart);
  return (bytes, record) => {
    Atomics.store(slots, BYTES, BigInt(bytes));
    Atomics.store(slots, RECORD, record === undefined ? NONE : BigInt(record));
    Atomics.add(slots, STEP, 1n);
  };
}

export function pulseOf(heart: SharedArrayBuffer): Pulse {
  const slots = new BigInt64Array(heart);
  const record = Atomics.load(slots, RECORD);
  return {
    step: Atomics.load(slots, STEP),
    bytes: Number(Atomics.load(slots, BYTES)),
    record: record === NONE ? null : Number(record),
  };
}
