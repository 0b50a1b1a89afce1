/**
 * What is going to happen in a world, written down before it begins: who does what when. Every step has its own seed, so
 * that leaving one out changes nothing about the others; that is what makes a failing script shrink.
 */

import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';
import { type ActName, NEMESES, WORK } from './acts.ts';
import { type RareLimits, rareLimits } from './rare.ts';

export interface Step {
  readonly atMs: number;
  readonly act: ActName;
  /** Whose page it is about, where it is about one. */
  readonly who: string;
  readonly seed: number;
}

export interface Cast {
  readonly editors: number;
  readonly readers: number;
  readonly documents: number;
  /** Whether a token speaks for everybody, or everybody is a browser that the server tells from others. */
  readonly hasTokens: boolean;
  /** Whether most of them write with the product's own editor. */
  readonly hasEditors: boolean;
  /** How many of those who may write have a second tab. */
  readonly secondTabs: number;
}

export interface Script {
  readonly cast: Cast;
  readonly steps: readonly Step[];
  /** When the last step is over. */
  readonly endsAtMs: number;
  /** Whether the world goes on long enough for replicas to be compared by their hashes. */
  readonly isLong: boolean;
  /** Whether something of what is stored is damaged in the end. */
  readonly isDamaged: boolean;
  /** What is otherwise than usual, so that rare branches are taken. */
  readonly rare: RareLimits;
}

/** From (included) and to (not included). */
type Span = readonly [number, number];

export interface Size {
  readonly name: string;
  /** Of a hundred worlds so many are like this. */
  readonly share: number;
  readonly editors: Span;
  readonly work: Span;
  readonly nemeses: Span;
  readonly ms: Span;
}

export const PEOPLE = ['ann', 'bob', 'cem', 'dora', 'eli', 'fay'] as const;

/** Most mistakes need few people and few steps, and a small world is soon over; some need many of both. */
export const SIZES: readonly Size[] = [
  { name: 'small', share: 76, editors: [2, 4], work: [2, 10], nemeses: [1, 5], ms: [1_000, 10_000] },
  { name: 'middle', share: 22, editors: [2, 5], work: [6, 30], nemeses: [0, 8], ms: [3_000, 23_000] },
  { name: 'large', share: 2, editors: [3, 6], work: [30, 70], nemeses: [4, 16], ms: [10_000, 60_000] },
];

const SEED_END = 2 ** 32;

/** As often as their share of a hundred. */
const SIZES_BY_SHARE = SIZES.flatMap((one) => Array.from({ length: one.share }, () => one));

/** @param only the size that it has in any case. */
export function scriptFor(seed: number, only?: Size): Script {
  const random = seededRandom(seed);
  const usual = random.pick(SIZES_BY_SHARE);
  const size = only ?? usual;
  const cast: Cast = {
    editors: within(random, size.editors),
    readers: random.chance(0.3) ? 1 : 0,
    documents: random.chance(0.2) ? 2 : 1,
    hasTokens: random.chance(0.6),
    hasEditors: random.chance(0.25),
    secondTabs: random.chance(0.2) ? 1 + random.below(2) : 0,
  };
  const people = pagesOf(cast).map(({ name }) => name);
  const endsAtMs = within(random, size.ms);
  const steps = [
    ...many(random, within(random, size.work), endsAtMs, people, WORK),
    ...many(random, within(random, size.nemeses), endsAtMs, people, NEMESES),
  ];
  steps.sort((one, other) => one.atMs - other.atMs);
  return {
    cast,
    steps,
    endsAtMs,
    isLong: random.chance(0.05),
    isDamaged: random.chance(0.25),
    rare: random.chance(0.4) ? rareLimits(random) : {},
  };
}

/** The same world, in which this happens as well, some times, to people who follow from the seed. */
export function scriptWith(act: ActName, seed: number, only?: Size): Script {
  const script = scriptFor(seed, only);
  const random = seededRandom(~seed);
  const people = pagesOf(script.cast).map(({ name }) => name);
  const more = many(random, 1 + random.below(2), script.endsAtMs, people, new Map([[act, 1]]));
  return { ...script, steps: [...script.steps, ...more].sort((one, other) => one.atMs - other.atMs) };
}

/** A page each: those who may write first, then readers, then second tabs, which are for those who may write. */
export function pagesOf({
  editors,
  readers,
  secondTabs,
}: Cast): readonly { name: string; person: string; isReader: boolean }[] {
  const first = PEOPLE.slice(0, editors + readers).map((person, index) => ({
    name: person,
    person,
    isReader: index >= editors,
  }));
  const second = PEOPLE.slice(0, Math.min(secondTabs, editors)).map((person) => ({
    name: `${person}'s second tab`,
    person,
    isReader: false,
  }));
  return [...first, ...second];
}

function within(random: SeededRandom, [from, end]: Span): number {
  return from + random.below(end - from);
}

function many(
  random: SeededRandom,
  count: number,
  endsAtMs: number,
  people: readonly string[],
  weights: ReadonlyMap<ActName, number>,
): Step[] {
  const names = [...weights].flatMap(([name, weight]) => Array.from({ length: weight }, () => name));
  return Array.from({ length: count }, () => ({
    atMs: Math.floor(random.next() * endsAtMs),
    act: random.pick(names),
    who: random.pick(people),
    seed: random.below(SEED_END),
  }));
}
