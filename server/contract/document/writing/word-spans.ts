/**
 * Which characters of a text stayed, word by word. The alignment of blocks matches a changed block from its two ends
 * only, which is what one keystroke needs; a program that changes two words of a paragraph means two words. Pure.
 */

import { REPLACEMENT } from '../inline.ts';
import { commonSubsequence } from './common-subsequence.ts';
import type { Alignment, DiffBlock, Span } from './diff.ts';

/** A stretch of equal characters. */
export interface Stretch {
  readonly old: number;
  readonly next: number;
  readonly length: number;
}

/** A word with what follows it up to the next one. */
const PIECE = /[\p{L}\p{N}\p{M}]+[^\p{L}\p{N}\p{M}]*|[^\p{L}\p{N}\p{M}]+/gu;

/** Equal stretches, ascending. What stands for an atom is equal to nothing: which atom it is the text does not say. */
export function wordStretches(old: string, next: string): Stretch[] {
  const [before, after] = [piecesOf(old), piecesOf(next)];
  const matches = commonSubsequence(before.length, after.length, (i, j) => {
    const [a, b] = [before[i] as Piece, after[j] as Piece];
    return a.text === b.text && !a.text.includes(REPLACEMENT) ? a.text.length : 0;
  });
  const stretches: Stretch[] = [];
  let oldAt = 0;
  let nextAt = 0;
  for (const [i, j] of matches) {
    const [a, b] = [before[i] as Piece, after[j] as Piece];
    pushEnds(stretches, old, next, { oldFrom: oldAt, oldTo: a.at, nextFrom: nextAt, nextTo: b.at });
    push(stretches, a.at, b.at, a.text.length);
    oldAt = a.at + a.text.length;
    nextAt = b.at + b.text.length;
  }
  pushEnds(stretches, old, next, { oldFrom: oldAt, oldTo: old.length, nextFrom: nextAt, nextTo: next.length });
  return stretches;
}

/** The alignment with the words that stayed inside of blocks whose characters stayed in no other block. */
export function withWords(
  old: readonly DiffBlock[],
  next: readonly DiffBlock[],
  { pairs, spans }: Alignment,
): Alignment {
  const mixed = mixedBlocks(pairs, spans);
  const spansByBlock = new Map<number, Span[]>();
  for (const span of spans) spansByBlock.set(span.new.block, [...(spansByBlock.get(span.new.block) ?? []), span]);
  const refined = pairs.flatMap((i, j): readonly Span[] => {
    const own = spansByBlock.get(j) ?? [];
    if (i === -1 || mixed.old.has(i) || mixed.next.has(j)) return own;
    return [...own, ...wordsBetween(i, j, old[i] as DiffBlock, next[j] as DiffBlock, own)].sort(byNewPlace);
  });
  return { pairs, spans: refined };
}

/** Blocks with characters that came from, or went to, another block than the one they are. */
function mixedBlocks(pairs: readonly number[], spans: readonly Span[]) {
  const mixed = { old: new Set<number>(), next: new Set<number>() };
  for (const span of spans) {
    if (pairs[span.new.block] === span.old.block) continue;
    mixed.old.add(span.old.block);
    mixed.next.add(span.new.block);
  }
  return mixed;
}

function wordsBetween(i: number, j: number, old: DiffBlock, next: DiffBlock, own: readonly Span[]): Span[] {
  const end = { old: { offset: old.text.length }, new: { offset: next.text.length }, length: 0 };
  let oldFrom = 0;
  let nextFrom = 0;
  return [...own, end].flatMap((span) => {
    const stretches = wordStretches(
      old.text.slice(oldFrom, span.old.offset),
      next.text.slice(nextFrom, span.new.offset),
    );
    const found = stretches.map(
      (stretch): Span => ({
        old: { block: i, offset: oldFrom + stretch.old },
        new: { block: j, offset: nextFrom + stretch.next },
        length: stretch.length,
      }),
    );
    oldFrom = span.old.offset + span.length;
    nextFrom = span.new.offset + span.length;
    return found;
  });
}

function byNewPlace(one: Span, other: Span): number {
  return one.new.offset - other.new.offset;
}

interface Piece {
  readonly at: number;
  readonly text: string;
}

interface Range {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly nextFrom: number;
  readonly nextTo: number;
}

function piecesOf(text: string): Piece[] {
  return [...text.matchAll(PIECE)].map((match) => ({ at: match.index, text: match[0] }));
}

/** Of what lies between two words that stayed: its first and its last characters, whole ones. */
function pushEnds(stretches: Stretch[], old: string, next: string, { oldFrom, oldTo, nextFrom, nextTo }: Range): void {
  const longest = Math.min(oldTo - oldFrom, nextTo - nextFrom);
  const isSame = (i: number, j: number) => old[i] === next[j] && old[i] !== REPLACEMENT;
  let head = 0;
  while (head < longest && isSame(oldFrom + head, nextFrom + head)) head++;
  while (head > 0 && isCut(old, oldFrom + head)) head--;
  let tail = 0;
  while (tail < longest - head && isSame(oldTo - 1 - tail, nextTo - 1 - tail)) tail++;
  while (tail > 0 && isCut(old, oldTo - tail)) tail--;
  push(stretches, oldFrom, nextFrom, head);
  push(stretches, oldTo - tail, nextTo - tail, tail);
}

/** Whether a place lies between the two halves of a character. */
function isCut(text: string, at: number): boolean {
  return (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}

function push(stretches: Stretch[], old: number, next: number, length: number): void {
  if (length === 0) return;
  const last = stretches.at(-1);
  if (last && last.old + last.length === old && last.next + last.length === next) {
    stretches[stretches.length - 1] = { ...last, length: last.length + length };
  } else stretches.push({ old, next, length });
}
