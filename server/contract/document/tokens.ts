/**
 * The flat text as a sequence of tokens: what a `Y.Text` of the model contains, read without Yjs types, so that a
 * tree and a Yjs text can be compared.
 *
 * Always holds: the index of a token in the `Y.Text` is the sum of the lengths before it; a text token is as long as
 * its string (UTF-16 units), an atom and a marker are 1 long; no two neighbouring text tokens have equal marks; no
 * text token is empty.
 */

import * as Y from 'yjs';
import { type Attributes, type Json, jsonEqual } from './tree.ts';

/** Mark name -> `true`, or the mark's attributes that differ from their defaults. */
export type Marks = Readonly<Record<string, Json>>;

/** The keys of a marker as they stand in its `Y.Map`, unknown ones too. */
export type MarkerKeys = Readonly<Record<string, Json>>;

export interface TextToken {
  readonly kind: 'text';
  readonly text: string;
  readonly marks: Marks;
}

/** An inline node that is not text: in the `Y.Text` an embedded JSON object `{ type, attrs }`. */
export interface AtomToken {
  readonly kind: 'atom';
  /** Empty for an embed that is nothing this model knows. */
  readonly type: string;
  readonly attrs: Attributes;
  readonly marks: Marks;
}

/** Stands before each block: in the `Y.Text` an embedded `Y.Map`. */
export interface MarkerToken {
  readonly kind: 'marker';
  readonly keys: MarkerKeys;
  /** `client:clock` of the marker's Yjs item, the identity of its block; absent on tokens made from a tree. */
  readonly id?: string;
}

export type InlineToken = TextToken | AtomToken;
export type Token = InlineToken | MarkerToken;

export const NO_MARKS: Marks = {};

export function tokenLength(token: Token): number {
  return token.kind === 'text' ? token.text.length : 1;
}

function marksEqual(a: Marks, b: Marks): boolean {
  return jsonEqual(a, b);
}

/** Equal in what they mean; the Yjs identity of a marker is not compared. */
export function tokenEqual(a: Token, b: Token): boolean {
  switch (a.kind) {
    case 'text':
      return b.kind === 'text' && a.text === b.text && marksEqual(a.marks, b.marks);
    case 'atom':
      return b.kind === 'atom' && a.type === b.type && jsonEqual(a.attrs, b.attrs) && marksEqual(a.marks, b.marks);
    case 'marker':
      return b.kind === 'marker' && jsonEqual(a.keys, b.keys);
  }
}

export function tokensEqual(a: readonly Token[], b: readonly Token[]): boolean {
  return a.length === b.length && a.every((token, i) => tokenEqual(token, b[i] as Token));
}

/** Appends a token, joining it to the one before where both are text with equal marks. */
export function pushToken(tokens: Token[], token: Token): void {
  const last = tokens.at(-1);
  if (token.kind === 'text') {
    if (token.text === '') return;
    if (last?.kind === 'text' && marksEqual(last.marks, token.marks)) {
      tokens[tokens.length - 1] = { kind: 'text', text: last.text + token.text, marks: last.marks };
      return;
    }
  }
  tokens.push(token);
}

/** One entry of `Y.Text.toDelta()`. */
export interface DeltaInsert {
  readonly insert?: unknown;
  readonly attributes?: Marks;
}

/** Every token of a `Y.Text`, in order. Total: an embed of an unknown kind becomes an atom without a type. */
export function readTokens(text: Y.Text): Token[] {
  return tokensOfDelta(text.toDelta() as DeltaInsert[]);
}

/** Every token of a delta of insertions, as `Y.Text.toDelta()` gives it. */
export function tokensOfDelta(delta: readonly DeltaInsert[]): Token[] {
  const tokens: Token[] = [];
  for (const { insert, attributes } of delta) pushToken(tokens, readInsert(insert, attributes ?? NO_MARKS));
  return tokens;
}

function readInsert(insert: unknown, marks: Marks): Token {
  if (typeof insert === 'string') return { kind: 'text', text: insert, marks };
  if (insert instanceof Y.Map) return readMarker(insert);
  return readAtom(insert, marks);
}

/** The token of a marker, with its identity when it is part of a document. */
export function readMarker(marker: Y.Map<unknown>): MarkerToken {
  const keys = marker.toJSON() as MarkerKeys;
  const id = markerId(marker);
  return id === undefined ? { kind: 'marker', keys } : { kind: 'marker', keys, id };
}

/** `client:clock` of a marker's Yjs item: the identity of its block for as long as the marker lives. */
export function markerId(marker: Y.Map<unknown>): string | undefined {
  const id = marker._item?.id;
  return id && `${id.client}:${id.clock}`;
}

function readAtom(embed: unknown, marks: Marks): AtomToken {
  const { type, attrs } = isRecord(embed) && !(embed instanceof Y.AbstractType) ? embed : {};
  return {
    kind: 'atom',
    type: typeof type === 'string' ? type : '',
    attrs: isRecord(attrs) ? (attrs as Attributes) : {},
    marks,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Inserts tokens into a `Y.Text` at an index, exactly as they are: no mark of a neighbour spreads into them.
 * Belongs in a transaction. Markers become new `Y.Map`s, so their ids are new.
 */
export function insertTokens(text: Y.Text, index: number, tokens: readonly Token[]): void {
  if (tokens.length === 0) return;
  const inserts = tokens.map(deltaOfToken);
  text.applyDelta(index > 0 ? [{ retain: index }, ...inserts] : inserts);
}

/** The delta entry that inserts a token. Attributes are copied, because Yjs changes the objects it is given. */
export function deltaOfToken(token: Token): { insert: string | object; attributes: Record<string, Json> } {
  switch (token.kind) {
    case 'text':
      return { insert: token.text, attributes: { ...token.marks } };
    case 'atom':
      return { insert: { type: token.type, attrs: token.attrs }, attributes: { ...token.marks } };
    case 'marker':
      return { insert: new Y.Map(Object.entries(token.keys)), attributes: {} };
  }
}
