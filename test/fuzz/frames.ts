/**
 * Frames of every kind, broken in the ways that frames break, each judged. One round is a document that two people wrote,
 * and some hundred frames against it; it follows from the seed and its number alone, so any part can be run again.
 */

import * as Y from 'yjs';
import { encodeEntries } from '../../server/contract/presence-entries.ts';
import { randomUpdates } from '../support/random-updates.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';
import { before, judge, type Verdict } from './frame-judge.ts';
import { mutatedFrame } from './mutations.ts';

export interface FrameFuzzResult {
  readonly countByVerdict: Readonly<Record<Verdict, number>>;
  /** Frames that must not be, each with the document that it came to, in hexadecimal digits. */
  readonly faults: readonly string[];
  /** The strict check is what the server's main loop does. */
  readonly longestCheckMs: number;
}

export const FRAMES_A_ROUND = 500;

/** Edits before the document of a round is complete. */
const EDITS = 40;

const FAULTS: ReadonlySet<Verdict> = new Set(['unreadable', 'poison']);

/** Rounds from `first` to, without, `end`. @param onRound told the number of the round that begins. */
export function fuzzFrames(
  first: number,
  end: number,
  seed: number,
  onRound: (round: number) => void = () => {},
): FrameFuzzResult {
  const countByVerdict = { refused: 0, accepted: 0, 'set-aside': 0, unreadable: 0, poison: 0 };
  const faults: string[] = [];
  let longestCheckMs = 0;
  for (let round = first; round < end; round += 1) {
    onRound(round);
    const random = seededRandom(seed * 1_000_003 + round);
    const updates = randomUpdates(random, EDITS);
    const document = before(updates);
    const bodies = [...updates, Y.encodeStateVectorFromUpdate(document.state), someEntries(random)];
    for (let n = 0; n < FRAMES_A_ROUND; n += 1) {
      const frame = mutatedFrame(bodies, random);
      const verdict = judge(frame, document, (ms) => {
        longestCheckMs = Math.max(longestCheckMs, ms);
      });
      countByVerdict[verdict] += 1;
      if (FAULTS.has(verdict))
        faults.push([document.state, frame].map((bytes) => Buffer.from(bytes).toString('hex')).join('\n'));
    }
  }
  return { countByVerdict, faults, longestCheckMs };
}

function someEntries(random: SeededRandom): Uint8Array {
  return encodeEntries(
    Array.from({ length: 1 + random.below(3) }, () => ({
      client: random.below(2 ** 32),
      clock: random.below(1_000),
      state: random.pick(['null', '{}', '{"user":{"name":"Ann"}}']),
    })),
  );
}
