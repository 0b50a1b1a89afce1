/**
 * Two rows of pieces -> where they differ, as a reader would say it: word by word, but not a scatter of words that both
 * have by chance. Pure.
 */

import { type Effort, editScript, type Run } from './edit-script.ts';
import type { Piece } from './version-blocks.ts';

/** `[oldFrom, oldTo)` became `[nextFrom, nextTo)`; between two of them, and around them, everything is the same. */
export interface Hunk {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly nextFrom: number;
  readonly nextTo: number;
}

export interface Hunks {
  readonly hunks: readonly Hunk[];
  /** False where the rows differ too much to say more than that one became the other. */
  readonly isWhole: boolean;
}

/** Hunks between two rows, by what must be equal. */
export function hunksBetween(old: readonly string[], next: readonly string[], effort: Effort): Hunks {
  const numbers = new Map<string, number>();
  const numberOf = (said: string): number => {
    const known = numbers.get(said);
    if (known === undefined) numbers.set(said, numbers.size);
    return known ?? numbers.size - 1;
  };
  const { runs, isWhole } = editScript(old.map(numberOf), next.map(numberOf), effort);
  return { hunks: besideRuns(runs, old.length, next.length), isWhole };
}

/** Of blocks that are not the same through and through. */
export function wordHunks(old: readonly Piece[], next: readonly Piece[], effort: Effort): Hunks {
  const { hunks, isWhole } = hunksBetween(old.map(saidBy), next.map(saidBy), effort);
  const ended = hunks.flatMap((hunk, i) => endedBefore(hunk, hunks[i + 1], old, next));
  const anchored = ended.flatMap((hunk) => anchoredBehind(hunk, old, next));
  return { hunks: joinedOverChance(settled(anchored, old, next), old, next), isWhole };
}

function saidBy({ says }: Piece): string {
  return says;
}

function besideRuns(runs: readonly Run[], oldLength: number, nextLength: number): Hunk[] {
  const hunks: Hunk[] = [];
  let [oldFrom, nextFrom] = [0, 0];
  for (const { old, next, length } of [...runs, { old: oldLength, next: nextLength, length: 0 }]) {
    if (oldFrom < old || nextFrom < next) hunks.push({ oldFrom, oldTo: old, nextFrom, nextTo: next });
    [oldFrom, nextFrom] = [old + length, next + length];
  }
  return hunks;
}

/**
 * "¶one" -> "¶new ¶one": which of the two beginnings is the old one? The one that what stayed goes on from, so that the
 * other block is new as a whole, and not one that took over the beginning of another.
 */
function anchoredBehind(hunk: Hunk, old: readonly Piece[], next: readonly Piece[]): readonly Hunk[] {
  const { oldFrom, oldTo, nextFrom, nextTo } = hunk;
  if (oldFrom === 0 || nextFrom === 0 || !old[oldFrom - 1]?.isStart || !next[nextFrom - 1]?.isStart) return [hunk];
  if (old[oldTo]?.isStart !== false || next[nextTo]?.isStart !== false) return [hunk];
  const [removed, added] = [lastStart(old, oldFrom, oldTo), lastStart(next, nextFrom, nextTo)];
  if (removed === -1 && added !== -1 && next[added]?.says === old[oldFrom - 1]?.says) {
    return [
      { oldFrom: oldFrom - 1, oldTo: oldFrom - 1, nextFrom: nextFrom - 1, nextTo: added },
      { oldFrom, oldTo, nextFrom: added + 1, nextTo },
    ].filter(isAny);
  }
  if (added === -1 && removed !== -1 && old[removed]?.says === next[nextFrom - 1]?.says) {
    return [
      { oldFrom: oldFrom - 1, oldTo: removed, nextFrom: nextFrom - 1, nextTo: nextFrom - 1 },
      { oldFrom: removed + 1, oldTo, nextFrom, nextTo },
    ].filter(isAny);
  }
  return [hunk];
}

/** "¶one." -> "¶two. ¶new.": the full stop that stayed is that of the block which stayed, and not that of the last one. */
function endedBefore(hunk: Hunk, after: Hunk | undefined, old: readonly Piece[], next: readonly Piece[]): Hunk[] {
  const { oldFrom, oldTo, nextFrom, nextTo } = hunk;
  const length = restOfBlock(next, nextTo);
  const isRest = length === restOfBlock(old, oldTo) && nextTo + length <= (after?.nextFrom ?? next.length);
  if (length === 0 || !isRest) return [hunk];
  const [removed, added] = [firstStart(old, oldFrom, oldTo), firstStart(next, nextFrom, nextTo)];
  const endsSo = (pieces: readonly Piece[], from: number, end: number): boolean =>
    end - length >= from &&
    pieces.slice(end - length, end).every(({ says }, i) => says === (next[nextTo + i] as Piece).says);
  if (removed === -1 && added !== -1 && endsSo(next, nextFrom, added)) {
    return [
      { oldFrom, oldTo, nextFrom, nextTo: added - length },
      { oldFrom: oldTo + length, oldTo: oldTo + length, nextFrom: added, nextTo: nextTo + length },
    ].filter(isAny);
  }
  if (added === -1 && removed !== -1 && endsSo(old, oldFrom, removed)) {
    return [
      { oldFrom, oldTo: removed - length, nextFrom, nextTo },
      { oldFrom: removed, oldTo: oldTo + length, nextFrom: nextTo + length, nextTo: nextTo + length },
    ].filter(isAny);
  }
  return [hunk];
}

/** Pieces up to the next block; none where that begins at once. */
function restOfBlock(pieces: readonly Piece[], from: number): number {
  let end = from;
  while (pieces[end]?.isStart === false) end++;
  return end - from;
}

function firstStart(pieces: readonly Piece[], from: number, to: number): number {
  for (let i = from; i < to; i++) if (pieces[i]?.isStart) return i;
  return -1;
}

function isAny({ oldFrom, oldTo, nextFrom, nextTo }: Hunk): boolean {
  return oldFrom < oldTo || nextFrom < nextTo;
}

function lastStart(pieces: readonly Piece[], from: number, to: number): number {
  for (let i = to - 1; i >= from; i--) if (pieces[i]?.isStart) return i;
  return -1;
}

/**
 * "One." -> "One. Two.": was " Two." put in, or ". Two"? What was only put in, or only taken out, may lie further on where it begins
 * as what follows it: it lies where a person would have written it.
 */
function settled(hunks: readonly Hunk[], old: readonly Piece[], next: readonly Piece[]): Hunk[] {
  const all: Hunk[] = [];
  hunks.forEach((hunk, i) => {
    const isInsertion = hunk.oldFrom === hunk.oldTo;
    const isDeletion = hunk.nextFrom === hunk.nextTo;
    const [before, after] = [all.at(-1), hunks[i + 1]];
    let by = 0;
    if (isInsertion && !isDeletion) {
      by = bestShift(next, hunk.nextFrom, hunk.nextTo, before?.nextTo ?? 0, after?.nextFrom ?? next.length);
    } else if (isDeletion && !isInsertion) {
      by = bestShift(old, hunk.oldFrom, hunk.oldTo, before?.oldTo ?? 0, after?.oldFrom ?? old.length);
    }
    const { oldFrom, oldTo, nextFrom, nextTo } = hunk;
    all.push({ oldFrom: oldFrom + by, oldTo: oldTo + by, nextFrom: nextFrom + by, nextTo: nextTo + by });
  });
  return all;
}

/** How far `[from, to)` is to be shifted, between `first` and `end`; what it passes by on one side it takes up on the other. */
function bestShift(pieces: readonly Piece[], from: number, to: number, first: number, end: number): number {
  const isSame = (one: number, other: number): boolean =>
    pieces[one]?.isStart === false && pieces[one].says === pieces[other]?.says;
  let [best, shift] = [fitness(pieces, from, to), 0];
  const consider = (by: number): void => {
    const fits = fitness(pieces, from + by, to + by);
    if (fits > best) [best, shift] = [fits, by];
  };
  for (let by = 0; to + by < end && isSame(from + by, to + by); by++) consider(by + 1);
  for (let by = 0; from + by > first && isSame(from + by - 1, to + by - 1); by--) consider(by - 1);
  return shift;
}

/** A whole block; the end of one; whole words with the space behind them. */
function fitness(pieces: readonly Piece[], from: number, to: number): number {
  const [before, first, after] = [pieces[from - 1], pieces[from], pieces[to]];
  if (first?.isStart) return 3;
  if (after === undefined || after.isStart) return 2;
  return before === undefined || before.isStart || before.says.trim() === '' ? 1 : 0;
}

/** What a hunk takes out and puts in, in characters. */
interface Weight {
  readonly removed: number;
  readonly added: number;
}

function weightOf({ oldFrom, oldTo, nextFrom, nextTo }: Hunk, old: readonly Piece[], next: readonly Piece[]): Weight {
  return { removed: charactersIn(old, oldFrom, oldTo), added: charactersIn(next, nextFrom, nextTo) };
}

function charactersIn(pieces: readonly Piece[], from: number, to: number): number {
  let characters = 0;
  for (let i = from; i < to; i++) characters += (pieces[i] as Piece).to - (pieces[i] as Piece).from;
  return characters;
}

/**
 * Two hunks of one block with next to nothing between them are one: a new sentence that happens to have an "and" where
 * the old one had it too is a new sentence. (As the clean-up of diff-match-patch does; that only replaced words are
 * joined is ours: two words put in around one that stayed are two.)
 */
function joinedOverChance(hunks: readonly Hunk[], old: readonly Piece[], next: readonly Piece[]): Hunk[] {
  const joined: Hunk[] = [];
  let weight: Weight = { removed: 0, added: 0 };
  for (const hunk of hunks) {
    const before = joined.at(-1);
    const own = weightOf(hunk, old, next);
    const between = before && next.slice(before.nextTo, hunk.nextFrom);
    if (before && between && isChance(between, weight, own)) {
      joined[joined.length - 1] = { ...before, oldTo: hunk.oldTo, nextTo: hunk.nextTo };
      const chance = charactersIn(between, 0, between.length);
      weight = { removed: weight.removed + chance + own.removed, added: weight.added + chance + own.added };
    } else {
      joined.push(hunk);
      weight = own;
    }
  }
  return joined;
}

function isChance(between: readonly Piece[], one: Weight, other: Weight): boolean {
  if (between.some(({ isStart }) => isStart)) return false;
  const areReplaced = [one, other].every(({ removed, added }) => removed > 0 && added > 0);
  const isSpace = between.every(({ says }) => says.trim() === '');
  const isOneSided = (one.removed === 0 && other.removed === 0) || (one.added === 0 && other.added === 0);
  if (!areReplaced && !(isSpace && !isOneSided)) return false;
  const characters = charactersIn(between, 0, between.length);
  return characters <= Math.min(Math.max(one.removed, one.added), Math.max(other.removed, other.added));
}
