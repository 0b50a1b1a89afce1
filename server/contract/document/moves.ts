/**
 * Moving a block is deleting it and inserting it elsewhere, so what somebody else types into it at the same moment
 * stands under a dead marker and shows in the block before. The new marker therefore says where its text came from,
 * and the server, the only one who does this, takes such text to the same place in the block's new home.
 *
 *   x:from = [[marker id, [client, clock, length, ...]], ...]
 *
 * One entry an earlier place, the latest first: the dead marker, and the Yjs ids of the characters that were copied,
 * in their order. Ids outlive garbage collection; offsets would not, because deleted characters count no more.
 *
 * What always holds: nothing is lost whether or not this ever runs; running it again changes nothing.
 */

import * as Y from 'yjs';
import { MOVE_ORIGINS_MAX, MOVE_RUNS_MAX } from '../limits.ts';
import { BODY, MOVED_FROM } from './names.ts';
import { deltaOfToken, type InlineToken, type MarkerKeys, readTokens, type Token, tokenLength } from './tokens.ts';
import type { Json } from './tree.ts';

/** Where a moved block's text came from. */
interface Origin {
  readonly marker: Y.ID;
  readonly runs: readonly Run[];
}

/** Characters with consecutive ids, in the order they were copied. */
interface Run {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** Live characters under a dead marker. */
interface Stray {
  readonly index: number;
  readonly length: number;
  readonly target: Y.Item;
  /** Characters of the moved block in front of it. */
  readonly offset: number;
}

/**
 * The keys that say where a block came from, for the marker it gets in its new place. To be asked before the old
 * marker is deleted.
 */
export function movedFromKeys(marker: Y.Map<unknown>): MarkerKeys {
  const item = marker._item;
  if (item === null) return {};
  const runs: number[] = [];
  for (let next = item.right; next !== null && !isMarker(next); next = next.right) {
    if (!next.deleted && next.countable) addRun(runs, next);
  }
  const origin: Json = [`${item.id.client}:${item.id.clock}`, runs.length <= 3 * MOVE_RUNS_MAX ? runs : []];
  const earlier = marker.get(MOVED_FROM);
  const origins = [origin, ...(Array.isArray(earlier) ? (earlier as Json[]) : [])];
  return { [MOVED_FROM]: origins.slice(0, MOVE_ORIGINS_MAX) };
}

function addRun(runs: number[], { id, length }: Y.Item): void {
  const [client, clock, before] = runs.slice(-3);
  if (client === id.client && clock !== undefined && before !== undefined && clock + before === id.clock) {
    runs[runs.length - 1] = before + length;
  } else {
    runs.push(id.client, id.clock, length);
  }
}

/**
 * Takes text that stands under a moved block's dead marker to where the block is now, in one transaction.
 *
 * @returns how many characters were moved; 0 changes nothing.
 */
export function rescueMovedText(doc: Y.Doc): number {
  const body = doc.getText(BODY);
  const strays = findStrays(body);
  if (strays.length > 0) doc.transact(() => body.applyDelta(relocation(readTokens(body), strays, body)));
  return strays.reduce((sum, { length }) => sum + length, 0);
}

function findStrays(body: Y.Text): Stray[] {
  const origins = originsOf(body);
  if (origins.length === 0) return [];
  const indexes = indexesOf(body);
  const stops = origins.map(({ origin }) => origin.marker);
  return origins.flatMap(({ target, origin }) => straysUnder(body, origin, target, stops, indexes));
}

function originsOf(body: Y.Text): { readonly target: Y.Item; readonly origin: Origin }[] {
  const found: { target: Y.Item; origin: Origin }[] = [];
  for (let item = body._start; item !== null; item = item.right) {
    if (!isMarker(item)) continue;
    for (const origin of readOrigins(markerOf(item)?.get(MOVED_FROM))) found.push({ target: item, origin });
  }
  return found;
}

/** Total: whatever else somebody stored under the key says nothing. */
function readOrigins(value: unknown): Origin[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOVE_ORIGINS_MAX).flatMap((entry: unknown) => {
    const [id, flat] = Array.isArray(entry) ? entry : [];
    const [, client, clock] = /^(\d{1,16}):(\d{1,16})$/.exec(String(id)) ?? [];
    if (client === undefined || clock === undefined || !Array.isArray(flat) || !flat.every(Number.isSafeInteger))
      return [];
    return [{ marker: Y.createID(Number(client), Number(clock)), runs: readRuns(flat as number[]) }];
  });
}

function readRuns(flat: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at + 2 < flat.length; at += 3) {
    runs.push({ client: flat[at] as number, clock: flat[at + 1] as number, length: flat[at + 2] as number });
  }
  return runs;
}

function straysUnder(
  body: Y.Text,
  { marker, runs }: Origin,
  target: Y.Item,
  stops: readonly Y.ID[],
  indexes: ReadonlyMap<Y.Item, number>,
): Stray[] {
  const dead = deadMarker(body, marker);
  // Another dead marker begins another block's text. Yjs joins neighbours: the first item may hold earlier ones too.
  const endsAt = (item: Y.Item, stop: Y.ID) => covers(item, stop) && (item !== dead || stop.clock > marker.clock);
  const strays: Stray[] = [];
  let offset = 0;
  for (let item = dead; item !== null && !isMarker(item); item = item.right) {
    if (item.deleted) {
      if (stops.some((stop) => endsAt(item as Y.Item, stop))) break;
      offset = offsetAfter(item, runs) ?? offset;
    } else if (item.countable) {
      strays.push({ index: indexes.get(item) ?? 0, length: item.length, target, offset });
    }
  }
  return strays;
}

/** The item that holds what is left of a deleted marker of this text; null when it lives or was never here. */
function deadMarker(body: Y.Text, id: Y.ID): Y.Item | null {
  const store = body.doc?.store;
  if (store === undefined || Y.getState(store, id.client) <= id.clock) return null;
  const item = Y.getItem(store, id);
  return item instanceof Y.Item && item.deleted && item.parent === body ? item : null;
}

/** Where in the copied text the last character of a deleted item stands; undefined when it was not copied. */
function offsetAfter({ id, length }: Y.Item, runs: readonly Run[]): number | undefined {
  let before = 0;
  let found: number | undefined;
  for (const run of runs) {
    const end = Math.min(id.clock + length, run.clock + run.length);
    if (run.client === id.client && end > Math.max(id.clock, run.clock)) found = before + end - run.clock;
    before += run.length;
  }
  return found;
}

/** One delta over the whole body: the strays are deleted where they stand and inserted where they belong. */
function relocation(tokens: readonly Token[], strays: readonly Stray[], body: Y.Text): object[] {
  const indexes = indexesOf(body);
  const edits = strays.flatMap(({ index, length, target, offset }) => [
    { at: index, remove: length, insert: [] as InlineToken[] },
    { at: placeIn(tokens, (indexes.get(target) ?? 0) + 1, offset), remove: 0, insert: slice(tokens, index, length) },
  ]);
  edits.sort((one, other) => one.at - other.at);
  const delta: object[] = [];
  let at = 0;
  for (const edit of edits) {
    if (edit.at > at) delta.push({ retain: edit.at - at });
    delta.push(...edit.insert.map(deltaOfToken));
    if (edit.remove > 0) delta.push({ delete: edit.remove });
    at = edit.at + edit.remove;
  }
  return delta;
}

/** Index in the flat text `offset` characters into the block that begins at `start`, never inside a character. */
function placeIn(tokens: readonly Token[], start: number, offset: number): number {
  let place = start + offset;
  let at = 0;
  for (const token of tokens) {
    const end = at + tokenLength(token);
    if (token.kind === 'marker' && at >= start) break;
    if (token.kind === 'text' && at < place && place < end && isLowSurrogate(token.text.charCodeAt(place - at)))
      place += 1;
    at = end;
  }
  return Math.min(place, at);
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

function slice(tokens: readonly Token[], index: number, length: number): InlineToken[] {
  const sliced: InlineToken[] = [];
  let at = 0;
  for (const token of tokens) {
    const end = at + tokenLength(token);
    if (token.kind !== 'marker' && end > index && at < index + length) {
      const text = token.kind === 'text' ? token.text.slice(Math.max(0, index - at), index + length - at) : '';
      sliced.push(token.kind === 'text' ? { ...token, text } : token);
    }
    at = end;
  }
  return sliced;
}

/** Index of every live item in the flat text. */
function indexesOf(body: Y.Text): Map<Y.Item, number> {
  const indexes = new Map<Y.Item, number>();
  let index = 0;
  for (let item = body._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    indexes.set(item, index);
    index += item.length;
  }
  return indexes;
}

function isMarker(item: Y.Item): boolean {
  return !item.deleted && markerOf(item) !== undefined;
}

function markerOf({ content }: Y.Item): Y.Map<unknown> | undefined {
  return content instanceof Y.ContentType && content.type instanceof Y.Map ? content.type : undefined;
}

function covers({ id, length }: Y.Item, other: Y.ID): boolean {
  return id.client === other.client && id.clock <= other.clock && other.clock < id.clock + length;
}
