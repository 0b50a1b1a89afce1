/**
 * Frames of every kind, broken in the ways that frames break, against the strict check. What the check lets pass is
 * applied, merged, encoded and loaded again as the server and its clients would: nothing may throw, hang or differ.
 */

import * as Y from 'yjs';
import { encodeUpdate } from '../../server/contract/protocol.ts';
import { receive } from '../../server/socket/session.ts';
import { randomUpdates } from '../support/random-updates.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';

export interface FrameFuzzResult {
  readonly frames: number;
  readonly refused: number;
  readonly accepted: number;
  /** Accepted and then not loadable: the worker excises such a record, see R17. */
  readonly poison: readonly string[];
  /** Accepted by the check although Yjs cannot read it: a hole in the gate. */
  readonly unreadable: readonly string[];
  readonly longestCheckMs: number;
}

/** Updates per seed before new ones are made. */
const UPDATES_A_ROUND = 40;

/**
 * @param count frames to try.
 * @param onProgress told the number done, now and then.
 */
export function fuzzFrames(
  count: number,
  seed: number,
  onProgress: (done: number) => void = () => {},
): FrameFuzzResult {
  const random = seededRandom(seed);
  const poison: string[] = [];
  const unreadable: string[] = [];
  let refused = 0;
  let longestCheckMs = 0;
  let updates: Uint8Array[] = [];
  for (let n = 0; n < count; n += 1) {
    if (n % (UPDATES_A_ROUND * 10) === 0) {
      updates = randomUpdates(random, UPDATES_A_ROUND);
      onProgress(n);
    }
    const frame = mutate(encodeUpdate(random.pick(updates)), updates, random);
    const startedAt = performance.now();
    const command = receive(frame, 'editor');
    longestCheckMs = Math.max(longestCheckMs, performance.now() - startedAt);
    if (command.kind === 'refuse') refused += 1;
    if (command.kind !== 'append') continue;
    const fault = faultOf(command.update.bytes, updates);
    if (fault === 'unreadable') unreadable.push(Buffer.from(frame).toString('hex'));
    if (fault === 'poison') poison.push(Buffer.from(frame).toString('hex'));
  }
  return { frames: count, refused, accepted: count - refused, poison, unreadable, longestCheckMs };
}

function faultOf(update: Uint8Array, base: readonly Uint8Array[]): 'unreadable' | 'poison' | null {
  try {
    Y.decodeUpdate(update);
    Y.mergeUpdates([update, base[0] ?? update]);
    Y.diffUpdate(update, Uint8Array.of(0));
  } catch {
    return 'unreadable';
  }
  try {
    const doc = new Y.Doc();
    for (const known of base) Y.applyUpdate(doc, known);
    Y.applyUpdate(doc, update);
    const again = new Y.Doc();
    Y.applyUpdate(again, Y.encodeStateAsUpdate(doc));
    return Buffer.compare(Y.encodeStateVector(doc), Y.encodeStateVector(again)) === 0 ? null : 'poison';
  } catch {
    return 'poison';
  }
}

type Mutation = (frame: Uint8Array, updates: readonly Uint8Array[], random: SeededRandom) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  (frame) => frame,
  (frame, _updates, random) => frame.slice(0, random.below(frame.length + 1)),
  (frame, _updates, random) => withByte(frame, random.below(frame.length), random.below(256)),
  (frame, _updates, random) => withByte(frame, random.below(Math.min(12, frame.length)), random.below(256)),
  (frame, _updates, random) => spliced(frame, random.below(frame.length), 1, []),
  (frame, _updates, random) => spliced(frame, random.below(frame.length), 0, [random.below(256)]),
  // A number spelled longer than it needs to be.
  (frame, _updates, random) => {
    const at = random.below(frame.length);
    return spliced(frame, at, 1, [(frame[at] ?? 0) | 0x80, 0]);
  },
  // Numbers at the edges of what they may be.
  (frame, _updates, random) =>
    spliced(frame, random.below(frame.length), 1, random.pick([[0], [0x7f], [0xff, 0xff, 0xff, 0xff, 0x0f], HUGE])),
  // A part of another update in the middle.
  (frame, updates, random) => {
    const other = random.pick(updates);
    const from = random.below(other.length);
    return spliced(frame, random.below(frame.length), random.below(4), other.slice(from, from + random.below(16)));
  },
  // The body alone is broken, the envelope fits.
  (_frame, updates, random) => {
    const update = random.pick(updates);
    return encodeUpdate(withByte(update, random.below(update.length), random.below(256)));
  },
];

/** 2^53 - 1. */
const HUGE = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f];

function mutate(frame: Uint8Array, updates: readonly Uint8Array[], random: SeededRandom): Uint8Array {
  let mutated = frame;
  for (let times = 1 + random.below(3); times > 0 && mutated.length > 0; times -= 1) {
    mutated = random.pick(MUTATIONS)(mutated, updates, random);
  }
  return mutated;
}

function withByte(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const changed = bytes.slice();
  changed[at] = value;
  return changed;
}

function spliced(bytes: Uint8Array, at: number, remove: number, insert: ArrayLike<number>): Uint8Array {
  return Uint8Array.from([...bytes.slice(0, at), ...Array.from(insert), ...bytes.slice(at + remove)]);
}
