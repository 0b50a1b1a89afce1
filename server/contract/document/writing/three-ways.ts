/**
 * What somebody changed in a poorer copy of a text, carried over to the text itself.
 *
 * A format such as Markdown cannot say everything: colours, alignments and people's mentions are not in it. So what a
 * program writes in it is compared with what the document says in that same format, and only the differences are taken
 * over: `full` is the text, `plain` is the same after a way through the format, `next` is what was written. Pure.
 *
 * Always holds: where `next` is `plain`, the result is `full`.
 */

import { KEY } from '../names.ts';
import type { InlineToken } from '../tokens.ts';
import { pushToken, type Token, tokenLength, tokensEqual } from '../tokens.ts';
import type { Json } from '../tree.ts';
import { commonSubsequence } from './common-subsequence.ts';
import { align, type DiffBlock, diffBlock } from './diff.ts';
import { differences, slice } from './ops.ts';
import { type Stretch, wordStretches } from './word-spans.ts';

export function carriedOver(
  full: readonly DiffBlock[],
  plain: readonly DiffBlock[],
  next: readonly DiffBlock[],
): DiffBlock[] {
  const hunks = hunksOf(full.length, plain.length, matchesOf(full, plain));
  const keptBy = new Map<number, number>();
  align(plain, next).pairs.forEach((old, j) => {
    if (old !== -1) keptBy.set(old, j);
  });
  const isSameAt = (r: number): boolean => {
    const [before, after] = [plain[r] as DiffBlock, next[keptBy.get(r) ?? -1]];
    return after !== undefined && isSame(before, after);
  };
  const written = new Map<number, readonly DiffBlock[]>();
  const first: DiffBlock[] = [];
  for (const { oldFrom, oldTo, nextFrom, nextTo, isMatch } of hunks) {
    const rows = full.slice(oldFrom, oldTo);
    const places = Array.from({ length: nextTo - nextFrom }, (_, k) => keptBy.get(nextFrom + k));
    const [place] = places;
    if (isMatch && place !== undefined) {
      written.set(place, [carriedBlock(rows[0] as DiffBlock, plain[nextFrom] as DiffBlock, next[place] as DiffBlock)]);
    } else if (!isMatch && nextFrom === nextTo) {
      // What the format does not show stays behind what it stood behind.
      const before = nextFrom === 0 ? null : keptBy.get(nextFrom - 1);
      if (before === null) first.push(...rows);
      else if (before !== undefined)
        written.set(before, [...(written.get(before) ?? [next[before] as DiffBlock]), ...rows]);
    } else if (!isMatch && areNeighbours(places) && places.every((_, k) => isSameAt(nextFrom + k))) {
      places.forEach((at, k) => {
        if (at !== undefined) written.set(at, k === 0 ? rows : []);
      });
    }
  }
  return [...first, ...next.flatMap((block, j) => written.get(j) ?? [block])];
}

function areNeighbours(places: readonly (number | undefined)[]): boolean {
  return places.every((place, k) => place !== undefined && place === (places[0] as number) + k);
}

function isSame(one: DiffBlock, other: DiffBlock): boolean {
  return differences(one.keys, other.keys) === undefined && tokensEqual(one.tokens, other.tokens);
}

/** Blocks that are the same in both: first those with equal characters, between them those that begin or end alike. */
function matchesOf(full: readonly DiffBlock[], plain: readonly DiffBlock[]): Stretch[] {
  const textAt = (blocks: readonly DiffBlock[], i: number): string => blocks[i]?.text ?? '';
  const isEqual = (i: number, j: number) =>
    textAt(full, i) === textAt(plain, j) && mayPair(full[i], plain[j]) ? 1 + textAt(full, i).length : 0;
  const equal = commonSubsequence(full.length, plain.length, isEqual).map(([old, next]) => ({ old, next, length: 1 }));
  return hunksOf(full.length, plain.length, equal).flatMap(({ oldFrom, oldTo, nextFrom, nextTo, isMatch }) => {
    if (isMatch) return [{ old: oldFrom, next: nextFrom, length: 1 }];
    const alike = commonSubsequence(oldTo - oldFrom, nextTo - nextFrom, (i, j) =>
      mayPair(full[oldFrom + i], plain[nextFrom + j])
        ? likeness(textAt(full, oldFrom + i), textAt(plain, nextFrom + j))
        : 0,
    );
    return alike.map(([i, j]) => ({ old: oldFrom + i, next: nextFrom + j, length: 1 }));
  });
}

function mayPair(one: DiffBlock | undefined, other: DiffBlock | undefined): boolean {
  return one?.keys[KEY.tableId] === other?.keys[KEY.tableId];
}

/** Characters that two texts share at their ends; 0 for two that share none. */
function likeness(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  let head = 0;
  while (head < shorter && one[head] === other[head]) head++;
  let tail = 0;
  while (tail < shorter - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  return head + tail;
}

interface Hunk {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly nextFrom: number;
  readonly nextTo: number;
  readonly isMatch: boolean;
}

/** Matches, each of length one, and what lies between them. */
function hunksOf(oldLength: number, nextLength: number, matches: readonly Stretch[]): Hunk[] {
  const hunks: Hunk[] = [];
  let oldFrom = 0;
  let nextFrom = 0;
  for (const { old, next, length } of [...matches, { old: oldLength, next: nextLength, length: 0 }]) {
    if (oldFrom < old || nextFrom < next) hunks.push({ oldFrom, oldTo: old, nextFrom, nextTo: next, isMatch: false });
    oldFrom = old + length;
    nextFrom = next + length;
    if (length > 0) hunks.push({ oldFrom: old, oldTo: oldFrom, nextFrom: next, nextTo: nextFrom, isMatch: true });
  }
  return hunks;
}

function carriedBlock(full: DiffBlock, plain: DiffBlock, next: DiffBlock): DiffBlock {
  const keys = { ...full.keys };
  for (const [key, value] of Object.entries(differences(plain.keys, next.keys) ?? {})) {
    if (value === null) delete keys[key];
    else keys[key] = value;
  }
  return diffBlock(keys, carriedTokens(full, plain, next));
}

function carriedTokens(full: DiffBlock, plain: DiffBlock, next: DiffBlock): readonly InlineToken[] {
  if (tokensEqual(plain.tokens, next.tokens)) return full.tokens;
  const hunks = hunksOf(full.text.length, plain.text.length, wordStretches(full.text, plain.text));
  const tokens: Token[] = [];
  let at = 0;
  for (const { old, next: to, length } of [
    ...wordStretches(plain.text, next.text),
    { old: plain.text.length, next: next.text.length, length: 0 },
  ]) {
    for (const token of slice(next.tokens, at, to)) pushToken(tokens, token);
    for (const hunk of hunks) pushHunk(tokens, hunk, { full, plain, next }, old, to, length);
    at = to + length;
  }
  return tokens as InlineToken[];
}

interface Sides {
  readonly full: DiffBlock;
  readonly plain: DiffBlock;
  readonly next: DiffBlock;
}

/** The part of a hunk that lies in a stretch of the plain text that stayed. */
function pushHunk(
  tokens: Token[],
  hunk: Hunk,
  { full, plain, next }: Sides,
  from: number,
  to: number,
  length: number,
): void {
  const [start, end] = [Math.max(hunk.nextFrom, from), Math.min(hunk.nextTo, from + length)];
  const isInside = hunk.nextFrom >= from && hunk.nextTo <= from + length && length > 0;
  if (hunk.isMatch && start < end) {
    const stored = slice(full.tokens, hunk.oldFrom + start - hunk.nextFrom, hunk.oldFrom + end - hunk.nextFrom);
    const before = slice(plain.tokens, start, end);
    const after = slice(next.tokens, to + start - from, to + end - from);
    for (const token of withNewMarks(stored, before, after)) pushToken(tokens, token);
  } else if (!hunk.isMatch && isInside) {
    for (const token of slice(full.tokens, hunk.oldFrom, hunk.oldTo)) pushToken(tokens, token);
  } else if (!hunk.isMatch && start < end) {
    for (const token of slice(next.tokens, to + start - from, to + end - from)) pushToken(tokens, token);
  }
}

/** Three rows of tokens of one length: the first, with what changed in marks from the second to the third. */
function withNewMarks(
  stored: readonly InlineToken[],
  before: readonly InlineToken[],
  after: readonly InlineToken[],
): InlineToken[] {
  const changed: InlineToken[] = [];
  let at = 0;
  for (const length of commonLengths([stored, before, after])) {
    const [token] = slice(stored, at, at + length);
    const [old] = slice(before, at, at + length);
    const [next] = slice(after, at, at + length);
    at += length;
    if (!token || !old || !next) continue;
    const marks: Record<string, Json> = { ...token.marks };
    for (const [key, value] of Object.entries(differences(old.marks, next.marks) ?? {})) {
      if (value === null) delete marks[key];
      else marks[key] = value;
    }
    changed.push({ ...token, marks });
  }
  return changed;
}

/** Lengths of the pieces between all borders of tokens. */
function commonLengths(rows: readonly (readonly InlineToken[])[]): number[] {
  const borders = new Set<number>();
  for (const row of rows) {
    let end = 0;
    for (const token of row) {
      end += tokenLength(token);
      borders.add(end);
    }
  }
  const sorted = [...borders].sort((one, other) => one - other);
  return sorted.map((border, i) => border - (sorted[i - 1] ?? 0));
}
