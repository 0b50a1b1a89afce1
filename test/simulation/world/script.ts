/**
 * What is going to happen in a world, written down before it begins: who does what when. Every step has its own seed, so
 * that leaving one out changes nothing about the others; that is what makes a failing script shrink.
 */

import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';
import { type ActName, NEMESES, WORK } from './acts.ts';

export interface Step {
  readonly number: number;
  readonly atMs: number;
  readonly act: ActName;
  readonly seed: number;
}

export interface Cast {
  readonly editors: number;
  readonly readers: number;
  readonly documents: number;
  /** Whether a token speaks for everybody, or everybody is a browser that the server tells from others. */
  readonly hasTokens: boolean;
}

export interface Script {
  readonly cast: Cast;
  readonly steps: readonly Step[];
  /** When the last step is over. */
  readonly endsAtMs: number;
  /** Whether the world goes on long enough for replicas to be compared by their hashes. */
  readonly isLong: boolean;
}

const SEED_END = 2 ** 32;

export function scriptFor(seed: number): Script {
  const random = seededRandom(seed);
  const cast: Cast = {
    editors: 2 + random.below(3),
    readers: random.chance(0.3) ? 1 : 0,
    documents: random.chance(0.2) ? 2 : 1,
    hasTokens: random.chance(0.6),
  };
  const endsAtMs = 3_000 + random.below(20_000);
  const steps = [
    ...many(random, 6 + random.below(24), endsAtMs, WORK),
    ...many(random, random.below(8), endsAtMs, NEMESES),
  ];
  steps.sort((one, other) => one.atMs - other.atMs);
  return {
    cast,
    steps: steps.map((step, number) => ({ ...step, number })),
    endsAtMs,
    isLong: random.chance(0.05),
  };
}

function many(random: SeededRandom, count: number, endsAtMs: number, weights: ReadonlyMap<ActName, number>): Step[] {
  const names = [...weights].flatMap(([name, weight]) => Array.from({ length: weight }, () => name));
  return Array.from({ length: count }, () => ({
    number: 0,
    atMs: Math.floor(random.next() * endsAtMs),
    act: random.pick(names),
    seed: random.below(SEED_END),
  }));
}
