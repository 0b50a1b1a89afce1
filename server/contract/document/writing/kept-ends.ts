/**
 * What two texts have in common at their start and at their end, in whole characters. Pure.
 */

import { REPLACEMENT } from '../inline.ts';
import { type InlineToken, tokenEqual, tokenLength } from '../tokens.ts';
import type { DiffBlock } from './diff.ts';

/** Several blocks as one text. */
export interface Joined {
  readonly text: string;
  /** Where each block begins in it. */
  readonly starts: readonly number[];
  readonly tokens: readonly InlineToken[];
}

export function joined(blocks: readonly DiffBlock[], from: number, to: number): Joined {
  const starts: number[] = [];
  const texts: string[] = [];
  const tokens: InlineToken[] = [];
  let length = 0;
  for (let i = from; i < to; i++) {
    const block = blocks[i] as DiffBlock;
    starts.push(length);
    texts.push(block.text);
    tokens.push(...block.tokens);
    length += block.text.length;
  }
  return { text: texts.join(''), starts, tokens };
}

export interface Kept {
  /** So many characters from the start, and so many from the end, are the same. */
  readonly head: number;
  readonly tail: number;
}

export function keptEnds(before: Joined, after: Joined, hint: number | undefined): Kept {
  const shorter = Math.min(before.text.length, after.text.length);
  const longestHead = commonHead(before, after, shorter);
  const longestTail = commonTail(before, after, shorter);
  const earliest = Math.max(0, shorter - longestTail);
  const wanted = hint === undefined ? longestHead : Math.max(earliest, Math.min(hint, longestHead));
  const head = wholeCharactersHead(before.text, after.text, Math.min(wanted, longestHead));
  const tail = wholeCharactersTail(before.text, after.text, Math.min(longestTail, shorter - head));
  return { head, tail };
}

function commonHead(before: Joined, after: Joined, max: number): number {
  let length = 0;
  while (length < max && before.text.charCodeAt(length) === after.text.charCodeAt(length)) length++;
  return firstUnlikeAtom(before, after, 0, 0, length);
}

function commonTail(before: Joined, after: Joined, max: number): number {
  const [a, b] = [before.text, after.text];
  let length = 0;
  while (length < max && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  for (let at = a.indexOf(REPLACEMENT, a.length - length); at >= 0; at = a.indexOf(REPLACEMENT, at + 1)) {
    if (!sameAtom(before, at, after, at - a.length + b.length)) length = a.length - at - 1;
  }
  return length;
}

/** How far two equal texts are equal when their atoms are compared too. */
function firstUnlikeAtom(before: Joined, after: Joined, a: number, b: number, length: number): number {
  for (let at = before.text.indexOf(REPLACEMENT, a); at >= 0 && at < a + length; ) {
    if (!sameAtom(before, at, after, at - a + b)) return at - a;
    at = before.text.indexOf(REPLACEMENT, at + 1);
  }
  return length;
}

function sameAtom(before: Joined, a: number, after: Joined, b: number): boolean {
  const [one, other] = [tokenAt(before.tokens, a), tokenAt(after.tokens, b)];
  if (one?.kind !== 'atom' || other?.kind !== 'atom') return one?.kind === other?.kind;
  return tokenEqual({ ...one, marks: {} }, { ...other, marks: {} });
}

function tokenAt(tokens: readonly InlineToken[], offset: number): InlineToken | undefined {
  let rest = offset;
  return tokens.find((token) => {
    rest -= tokenLength(token);
    return rest < 0;
  });
}

const isHigh = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xd800;
const isLow = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

/** Yjs breaks a character whose halves it has to part, so no cut may run through one. */
function partsCharacter(text: string, at: number): boolean {
  return isHigh(text, at - 1) && isLow(text, at);
}

function wholeCharactersHead(a: string, b: string, length: number): number {
  return partsCharacter(a, length) || partsCharacter(b, length) ? length - 1 : length;
}

function wholeCharactersTail(a: string, b: string, length: number): number {
  return partsCharacter(a, a.length - length) || partsCharacter(b, b.length - length) ? length - 1 : length;
}
