/**
 * Ways in which a frame breaks. Half of them know how frames are built: they change a number where one stands, or a part
 * of a body, and put a fitting envelope around it, so that what is broken lies deep inside.
 */

import * as encoding from 'lib0/encoding';
import { encodeAwareness, encodeSyncStep1, encodeSyncStep2, encodeUpdate } from '../../server/contract/protocol.ts';
import type { SeededRandom } from '../support/seeded-random.ts';

const ENVELOPES = [encodeUpdate, encodeUpdate, encodeUpdate, encodeSyncStep2, encodeSyncStep1, encodeAwareness];

type Mutation = (bytes: Uint8Array, others: readonly Uint8Array[], random: SeededRandom) => Uint8Array;

/** Numbers at the edges of what they may be. */
const EDGES = [0, 1, 2, 3, 127, 128, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER];

const MUTATIONS: readonly Mutation[] = [
  (bytes) => bytes,
  (bytes, _others, random) => bytes.slice(0, random.below(bytes.length + 1)),
  (bytes, _others, random) => spliced(bytes, random.below(bytes.length), 1, [random.below(256)]),
  (bytes, _others, random) => spliced(bytes, random.below(Math.min(12, bytes.length)), 1, [random.below(256)]),
  (bytes, _others, random) => spliced(bytes, random.below(bytes.length), 1, []),
  (bytes, _others, random) => spliced(bytes, random.below(bytes.length), 0, [random.below(256)]),
  // A number spelled longer than it needs to be.
  (bytes, _others, random) => {
    const at = random.below(bytes.length);
    return spliced(bytes, at, 1, [(bytes[at] ?? 0) | 0x80, 0]);
  },
  // Another number where one stands.
  (bytes, _others, random) => {
    const at = random.below(bytes.length);
    return spliced(bytes, at, numberLength(bytes, at), varUint(random.pick(EDGES)));
  },
  // A number that is one more, or one less.
  (bytes, _others, random) => {
    const at = random.below(bytes.length);
    const value = bytes[at] ?? 0;
    return value > 0x7e ? bytes : spliced(bytes, at, 1, [random.chance(0.5) ? value + 1 : Math.max(0, value - 1)]);
  },
  // One bit of a struct's first byte: its content, its origins, its key.
  (bytes, _others, random) => {
    const at = random.below(bytes.length);
    return spliced(bytes, at, 1, [(bytes[at] ?? 0) ^ (1 << random.below(8))]);
  },
  // A part of another in the middle.
  (bytes, others, random) => {
    const other = random.pick(others);
    const from = random.below(other.length);
    return spliced(bytes, random.below(bytes.length), random.below(4), other.slice(from, from + random.below(16)));
  },
  // A part of itself once more.
  (bytes, _others, random) => {
    const from = random.below(bytes.length);
    return spliced(bytes, from, 0, bytes.slice(from, from + random.below(24)));
  },
];

/** A frame of some kind, broken one to three times: inside its envelope, or as a whole. */
export function mutatedFrame(bodies: readonly Uint8Array[], random: SeededRandom): Uint8Array {
  const envelope = random.pick(ENVELOPES);
  const body = random.pick(bodies);
  const times = 1 + random.below(3);
  return random.chance(0.7)
    ? envelope(mutated(body, bodies, random, times))
    : mutated(envelope(body), bodies, random, times);
}

function mutated(bytes: Uint8Array, others: readonly Uint8Array[], random: SeededRandom, times: number): Uint8Array {
  let changed = bytes;
  for (let n = 0; n < times && changed.length > 0; n += 1) changed = random.pick(MUTATIONS)(changed, others, random);
  return changed;
}

function numberLength(bytes: Uint8Array, at: number): number {
  let length = 1;
  while ((bytes[at + length - 1] ?? 0) >= 0x80) length += 1;
  return length;
}

function varUint(value: number): Uint8Array {
  return encoding.encode((encoder) => encoding.writeVarUint(encoder, value));
}

function spliced(bytes: Uint8Array, at: number, remove: number, insert: ArrayLike<number>): Uint8Array {
  const changed = new Uint8Array(bytes.length - Math.min(remove, bytes.length - at) + insert.length);
  changed.set(bytes.subarray(0, at));
  changed.set(insert, at);
  changed.set(bytes.subarray(at + remove), at + insert.length);
  return changed;
}
