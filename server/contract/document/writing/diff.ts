/**
 * Two versions of a row of blocks, aligned: which block is still which, and which characters stayed. Pure.
 *
 * Characters are matched across block borders, so that splitting, joining, converting and moving blocks in and out of
 * containers keep every character. Whole blocks are paired first; what is left between two pairs is matched from its
 * start and from its end and never in the middle: a character-wise match of two unlike texts would scatter letters.
 */

import { REPLACEMENT } from '../inline.ts';
import { KEY } from '../names.ts';
import type { InlineToken, MarkerKeys } from '../tokens.ts';
import { tokensEqual } from '../tokens.ts';
import { jsonEqual } from '../tree.ts';
import { type Joined, joined, type Kept, keptEnds } from './kept-ends.ts';

export interface DiffBlock {
  readonly keys: MarkerKeys;
  readonly tokens: readonly InlineToken[];
  /** The characters, one U+FFFC for each atom. */
  readonly text: string;
  /** Where known: blocks with the same identity are the same block, and no others are. */
  readonly identity?: object | undefined;
}

export interface Place {
  readonly block: number;
  readonly offset: number;
}

/** Characters that stayed, inside one block on either side. */
export interface Span {
  readonly old: Place;
  readonly new: Place;
  readonly length: number;
}

export interface Alignment {
  /** For each new block the old one it is, or -1. Ascending. */
  readonly pairs: readonly number[];
  readonly spans: readonly Span[];
}

/** Larger tables of possible pairs are not searched for the best ones: each block takes the next that fits. */
const PAIRINGS_MAX = 1_000_000;

/**
 * @param hint where the change began in the old version, to choose among equally good cuts ("aa|" or "a|a"?)
 */
export function align(old: readonly DiffBlock[], next: readonly DiffBlock[], hint?: Place): Alignment {
  const pairs: number[] = new Array(next.length).fill(-1);
  const spans: Span[] = [];
  for (const gap of gapsBetween(anchors(old, next), old, next)) alignGap(old, next, gap, hint, pairs, spans);
  return { pairs, spans };
}

export function diffBlock(keys: MarkerKeys, tokens: readonly InlineToken[]): DiffBlock {
  const text = tokens.map((token) => (token.kind === 'text' ? token.text : REPLACEMENT)).join('');
  return { keys, tokens, text };
}

// ------------------------------------------------------------------------------------------------------ whole blocks

type Anchor = readonly [old: number, next: number];

/** `[oldFrom, oldTo)` against `[nextFrom, nextTo)`. */
interface Gap {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly nextFrom: number;
  readonly nextTo: number;
}

function anchors(old: readonly DiffBlock[], next: readonly DiffBlock[]): Anchor[] {
  return next.some(({ identity }) => identity) ? sameIdentity(old, next) : sameContent(old, next);
}

function sameIdentity(old: readonly DiffBlock[], next: readonly DiffBlock[]): Anchor[] {
  const found: Anchor[] = [];
  const indexes = new Map(next.map(({ identity }, i) => [identity, i]));
  old.forEach(({ identity }, i) => {
    const j = identity && indexes.get(identity);
    if (j !== undefined && j > (found.at(-1)?.[1] ?? -1)) found.push([i, j]);
  });
  return found;
}

function sameContent(old: readonly DiffBlock[], next: readonly DiffBlock[]): Anchor[] {
  const shorter = Math.min(old.length, next.length);
  let head = 0;
  while (head < shorter && same(old[head], next[head])) head++;
  let tail = 0;
  while (tail < shorter - head && same(old.at(-1 - tail), next.at(-1 - tail))) tail++;
  const found: Anchor[] = [];
  for (let i = 0; i < head; i++) found.push([i, i]);
  found.push(
    ...sameText(old, next, { oldFrom: head, oldTo: old.length - tail, nextFrom: head, nextTo: next.length - tail }),
  );
  for (let i = tail; i > 0; i--) found.push([old.length - i, next.length - i]);
  return found;
}

/** A table is paired with itself alone: its marker carries what others do to its rows and columns meanwhile. */
function mayPair(a: DiffBlock, b: DiffBlock): boolean {
  return a.keys[KEY.tableId] === b.keys[KEY.tableId];
}

function isTable({ keys }: DiffBlock): boolean {
  return keys[KEY.tableId] !== undefined;
}

function same(a: DiffBlock | undefined, b: DiffBlock | undefined): boolean {
  return a !== undefined && b !== undefined && jsonEqual(a.keys, b.keys) && sameTokens(a, b);
}

function sameTokens(a: DiffBlock, b: DiffBlock): boolean {
  return a.text === b.text && tokensEqual(a.tokens, b.tokens);
}

/** Pairs of blocks with the same characters, whatever their keys. Empty ones say nothing about where text went. */
function sameText(old: readonly DiffBlock[], next: readonly DiffBlock[], gap: Gap): Anchor[] {
  const textOf = (blocks: readonly DiffBlock[]) => (i: number) => [blocks[i]?.text ?? ''].filter((text) => text !== '');
  if (isLarge(gap)) return nextPairs(gap, textOf(old), textOf(next));
  return bestPairs(gap, (i, j) => {
    const [a, b] = [old[i], next[j]];
    if (!a || !b || a.text !== b.text || (a.text === '' && !isTable(a)) || !mayPair(a, b)) return 0;
    return 8 + (sameTokens(a, b) ? 1 : 0) + (jsonEqual(a.keys, b.keys) ? 1 : 0);
  });
}

function isLarge({ oldFrom, oldTo, nextFrom, nextTo }: Gap): boolean {
  return (oldTo - oldFrom) * (nextTo - nextFrom) > PAIRINGS_MAX;
}

/** Ascending pairs of blocks that have a key in common: each takes the next one that is still free. */
function nextPairs(
  { oldFrom, oldTo, nextFrom, nextTo }: Gap,
  oldKeys: (index: number) => readonly string[],
  nextKeys: (index: number) => readonly string[],
): Anchor[] {
  const indexesByKey = new Map<string, number[]>();
  for (let j = nextTo - 1; j >= nextFrom; j--) {
    for (const key of nextKeys(j)) {
      const indexes = indexesByKey.get(key);
      if (indexes) indexes.push(j);
      else indexesByKey.set(key, [j]);
    }
  }
  const found: Anchor[] = [];
  let last = nextFrom - 1;
  for (let i = oldFrom; i < oldTo; i++) {
    for (const key of oldKeys(i)) {
      const indexes = indexesByKey.get(key) ?? [];
      while ((indexes.at(-1) ?? last + 1) <= last) indexes.pop();
      const j = indexes.pop();
      if (j === undefined) continue;
      found.push([i, j]);
      last = j;
      break;
    }
  }
  return found;
}

/** The ascending pairs with the greatest sum of scores; 0 = may not be a pair. The first of equally good ones. */
function bestPairs(gap: Gap, score: (old: number, next: number) => number): Anchor[] {
  const { oldFrom, nextFrom } = gap;
  const rows = gap.oldTo - oldFrom;
  const columns = gap.nextTo - nextFrom;
  if (rows === 0 || columns === 0) return [];
  const width = columns + 1;
  const best = new Int32Array((rows + 1) * width);
  const at = (i: number, j: number): number => best[i * width + j] as number;
  const scores = new Int32Array(rows * columns);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const own = score(oldFrom + i, nextFrom + j);
      scores[i * columns + j] = own;
      best[i * width + j] = Math.max(at(i + 1, j), at(i, j + 1), own > 0 ? own + at(i + 1, j + 1) : 0);
    }
  }
  const found: Anchor[] = [];
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    const own = scores[i * columns + j] as number;
    if (own > 0 && at(i, j) === own + at(i + 1, j + 1)) found.push([oldFrom + i++, nextFrom + j++]);
    else if (at(i, j) === at(i + 1, j)) i++;
    else j++;
  }
  return found;
}

/**
 * The parts to match from both ends. Where blocks are known by identity, text may have moved on into the blocks behind
 * a pair; where they were paired by their text, that text is accounted for.
 */
function gapsBetween(found: readonly Anchor[], old: readonly DiffBlock[], next: readonly DiffBlock[]): Gap[] {
  const byIdentity = next.some(({ identity }) => identity);
  const gaps: Gap[] = [];
  let oldFrom = 0;
  let nextFrom = 0;
  const close = (oldTo: number, nextTo: number): void => {
    if (oldFrom < oldTo || nextFrom < nextTo) gaps.push({ oldFrom, oldTo, nextFrom, nextTo });
    oldFrom = oldTo;
    nextFrom = nextTo;
  };
  for (const [i, j] of found) {
    close(i, j);
    if (!byIdentity) close(i + 1, j + 1);
  }
  close(old.length, next.length);
  return gaps;
}

// -------------------------------------------------------------------------------------------------------- characters

function alignGap(
  old: readonly DiffBlock[],
  next: readonly DiffBlock[],
  gap: Gap,
  hint: Place | undefined,
  pairs: number[],
  spans: Span[],
): void {
  const { oldFrom, oldTo, nextFrom, nextTo } = gap;
  if (oldTo === oldFrom || nextTo === nextFrom) return;
  const before = joined(old, oldFrom, oldTo);
  const after = joined(next, nextFrom, nextTo);
  const kept = keptEnds(before, after, hint && offsetOf(before, oldFrom, hint));
  const singles = singleGaps(next, gap);
  if (singles.length > 1 && keptOneByOne(old, next, singles) >= kept.head + kept.tail) {
    for (const single of singles) alignGap(old, next, single, hint, pairs, spans);
    return;
  }
  for (const [i, j] of pairMarkers(old, next, gap, before, after, kept)) pairs[j] = i;
  pushSpans(spans, gap, before, after, 0, 0, kept.head);
  pushSpans(spans, gap, before, after, before.text.length - kept.tail, after.text.length - kept.tail, kept.tail);
}

/** As many blocks as before, each against its counterpart: many blocks changed a little, as replacing all does. */
function singleGaps(next: readonly DiffBlock[], { oldFrom, oldTo, nextFrom, nextTo }: Gap): Gap[] {
  const count = oldTo - oldFrom;
  if (count !== nextTo - nextFrom || next[nextFrom]?.identity) return [];
  return Array.from({ length: count }, (_, k) => ({
    oldFrom: oldFrom + k,
    oldTo: oldFrom + k + 1,
    nextFrom: nextFrom + k,
    nextTo: nextFrom + k + 1,
  }));
}

function keptOneByOne(old: readonly DiffBlock[], next: readonly DiffBlock[], gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { oldFrom, oldTo, nextFrom, nextTo }) => {
    const { head, tail } = keptEnds(joined(old, oldFrom, oldTo), joined(next, nextFrom, nextTo), undefined);
    return sum + head + tail;
  }, 0);
}

function offsetOf({ starts, text }: Joined, from: number, { block, offset }: Place): number {
  if (block < from) return 0;
  const start = starts[block - from];
  return start === undefined ? text.length : Math.min(start + offset, text.length);
}

/** Markers that stayed: at one place in the kept ends, or both in what changed between them; the fewest new keys. */
function pairMarkers(
  old: readonly DiffBlock[],
  next: readonly DiffBlock[],
  gap: Gap,
  before: Joined,
  after: Joined,
  { head, tail }: Kept,
): Anchor[] {
  const [n, m] = [before.text.length, after.text.length];
  if (isLarge(gap)) {
    const places = (starts: readonly number[], first: number, length: number) => (index: number) => {
      const at = starts[index - first] as number;
      return [...(at <= head ? [`+${at}`] : []), ...(length - at <= tail ? [`-${length - at}`] : [])];
    };
    return nextPairs(gap, places(before.starts, gap.oldFrom, n), places(after.starts, gap.nextFrom, m));
  }
  return bestPairs(gap, (i, j) => {
    const x = before.starts[i - gap.oldFrom] as number;
    const y = after.starts[j - gap.nextFrom] as number;
    const [a, b] = [old[i] as DiffBlock, next[j] as DiffBlock];
    if ((a.identity !== b.identity && b.identity !== undefined) || !mayPair(a, b)) return 0;
    const inHead = x === y && x <= head;
    const inTail = n - x === m - y && n - x <= tail;
    const between = x >= head && y >= head && n - x >= tail && m - y >= tail;
    if (!inHead && !inTail && !between) return 0;
    return 4 + (inHead || inTail ? 2 : 0) + (jsonEqual(a.keys, b.keys) ? 1 : 0);
  });
}

/** A run of kept characters, cut at every block border on either side. */
function pushSpans(
  spans: Span[],
  gap: Gap,
  before: Joined,
  after: Joined,
  from: number,
  nextFrom: number,
  length: number,
): void {
  let i = blockAt(before.starts, from);
  let j = blockAt(after.starts, nextFrom);
  for (let done = 0; done < length; ) {
    const oldEnd = before.starts[i + 1] ?? Number.POSITIVE_INFINITY;
    const nextEnd = after.starts[j + 1] ?? Number.POSITIVE_INFINITY;
    const step = Math.min(oldEnd - (from + done), nextEnd - (nextFrom + done), length - done);
    if (step > 0) {
      spans.push({
        old: { block: gap.oldFrom + i, offset: from + done - (before.starts[i] as number) },
        new: { block: gap.nextFrom + j, offset: nextFrom + done - (after.starts[j] as number) },
        length: step,
      });
      done += step;
    }
    if (from + done >= oldEnd) i++;
    if (nextFrom + done >= nextEnd) j++;
  }
}

/** The block that holds the character at an offset. */
function blockAt(starts: readonly number[], offset: number): number {
  let at = starts.length - 1;
  while (at > 0 && (starts[at] as number) > offset) at--;
  return at;
}
