/**
 * One flat `Y.Text` read and written block by block: the only file that knows the inside of Yjs.
 *
 * The public API of Yjs walks a whole text for every edit once it holds one bold word. Here an edit starts at the marker
 * of its block and a change re-reads only the blocks it touched. Both give exactly what `applyDelta` and `toDelta` give,
 * which the tests hold against them.
 *
 * A segment is a marker and what follows it up to the next one; text before the first marker is a segment without one.
 * A horizon describes what the reader of this text has not been shown yet, so that an edit made on an older view still
 * lands where it was meant.
 */

import * as Y from 'yjs';
import {
  type DeltaInsert,
  deltaOfToken,
  type InlineToken,
  type MarkerKeys,
  type Marks,
  readMarker,
  type Token,
  tokensOfDelta,
} from '../../server/contract/document/tokens.ts';
import { type Json, jsonEqual } from '../../server/contract/document/tree.ts';

export type Marker = Y.Map<unknown>;

export interface Segment {
  /** Null for the text before the first marker. */
  readonly marker: Marker | null;
  readonly keys: MarkerKeys;
  readonly tokens: readonly InlineToken[];
  /** The formats in force at the marker and behind the last character. */
  readonly formats: Marks;
  readonly formatsAfter: Marks;
}

/** A replacement in a list of segments: `[from, oldTo)` became `[from, newTo)`. */
export interface SegmentChange {
  readonly segments: readonly Segment[];
  readonly from: number;
  readonly oldTo: number;
  readonly newTo: number;
}

/** What to write, from left to right; a marker is one long. */
export type Op =
  | { readonly kind: 'retain'; readonly length: number; readonly formats?: Readonly<Record<string, Json>> }
  | { readonly kind: 'keys'; readonly changes: Readonly<Record<string, Json>> }
  | { readonly kind: 'insert'; readonly token: Token }
  | { readonly kind: 'delete'; readonly length: number };

/** Where a write starts: in front of a marker, behind it, or (null) at the very beginning. */
export interface WriteStart {
  readonly marker: Marker | null;
  readonly behind: boolean;
  /** The formats in force there, as read last; without it they are read again. */
  readonly formats?: Marks;
}

/** What has happened to the text since the view of an editor was made. */
export interface Horizon {
  readonly inserted: Ranges;
  readonly deleted: Ranges;
  /** What the view showed although it was deleted, and does not show any more: it was deleted there too. */
  gone: Ranges;
}

/** Ids of structs, as Yjs keeps them for what was deleted. */
type Ranges = ReturnType<typeof Y.createDeleteSet>;

/** More new structs than this in one transaction: read everything again, as after a load. */
const SCANNED_STRUCTS_MAX = 20_000;

/** Stands for "the text as a whole" among touched markers. */
export const EVERYTHING = Symbol('everything');
export type Touched = Set<Marker | null | typeof EVERYTHING>;

/**
 * Keeps Yjs from cleaning up the formats of the whole text after each remote format: 45 ms in a large document, on
 * every client. What it would remove is redundant and changes nothing that is read.
 */
export function deferFormatCleanup(text: Y.Text): void {
  Object.defineProperty(text, '_hasFormatting', { get: () => false, set: () => undefined, configurable: true });
}

export function markerItem(marker: Marker): Y.Item {
  if (!marker._item) throw new Error('A marker that is not part of a document has no place.');
  return marker._item;
}

/** The marker an item holds, living or deleted. */
export function markerOf(item: Y.Item): Marker | null {
  return item.content instanceof Y.ContentType && item.content.type instanceof Y.Map ? item.content.type : null;
}

// ---------------------------------------------------------------------------------------------------------- reading

export function readSegments(text: Y.Text): Segment[] {
  const segments: Segment[] = [];
  readHead(segments, text, null);
  return segments;
}

function readHead(into: Segment[], text: Y.Text, stop: Y.Item | null): Marks {
  const { segment, next } = readSegment(null, text._start, {});
  if (segment.tokens.length > 0) into.push(segment);
  return readOn(into, next, segment.formatsAfter, stop);
}

/** Reads from the item of a marker to the right, up to `stop` or the end of the text. */
function readOn(into: Segment[], from: Y.Item | null, formats: Marks, stop: Y.Item | null): Marks {
  let inForce = formats;
  for (let item = from; item && item !== stop; ) {
    const { segment, next } = readSegment(markerOf(item), item.right, inForce);
    into.push(segment);
    inForce = segment.formatsAfter;
    item = next;
  }
  return inForce;
}

/** One segment as it is at this moment, also within a transaction. */
export function readSegmentOf(text: Y.Text, marker: Marker | null): Segment {
  const item = marker && markerItem(marker);
  const formats = Object.fromEntries(formatsBehind(text, item)) as Marks;
  return readSegment(marker, item ? item.right : text._start, formats).segment;
}

/** `next` is the item of the living marker that ends the segment. */
function readSegment(marker: Marker | null, first: Y.Item | null, formats: Marks) {
  const inserts: DeltaInsert[] = [];
  let inForce = formats;
  let item = first;
  for (; item; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) inForce = withFormat(inForce, content);
    else if (content instanceof Y.ContentString) inserts.push({ insert: content.str, attributes: inForce });
    else if (content instanceof Y.ContentEmbed) inserts.push({ insert: content.embed, attributes: inForce });
    else if (markerOf(item)) break;
    else for (const insert of content.getContent()) inserts.push({ insert, attributes: inForce });
  }
  const tokens = tokensOfDelta(inserts) as InlineToken[];
  const keys = marker ? readMarker(marker).keys : {};
  return { segment: { marker, keys, tokens, formats, formatsAfter: inForce }, next: item };
}

function withFormat(formats: Marks, { key, value }: Y.ContentFormat): Marks {
  const { [key]: _old, ...rest } = formats;
  return value === null ? rest : { ...rest, [key]: value as unknown as Json };
}

// ---------------------------------------------------------------------------------------------------------- changes

/**
 * The markers whose segments a transaction changed, to be called before it is cleaned up. A marker that came or went
 * touches the segment to its left.
 */
export function touchedMarkers(text: Y.Text, transaction: Y.Transaction, touched: Touched): void {
  for (const type of transaction.changed.keys()) {
    if (type instanceof Y.Map && type._item?.parent === text && !type._item.deleted) touched.add(type);
  }
  if (!transaction.changed.has(text as never)) return;
  const visited = new Set<Y.Item>();
  let scanned = 0;
  const visit = (struct: Y.AbstractStruct): boolean => {
    if (struct instanceof Y.Item && struct.parent === text) touchOwner(struct, visited, touched);
    return ++scanned < SCANNED_STRUCTS_MAX;
  };
  if (!forEachStruct(transaction, insertedRanges(transaction), visit)) touched.add(EVERYTHING);
  else if (!forEachStruct(transaction, transaction.deleteSet, visit)) touched.add(EVERYTHING);
}

function touchOwner(changed: Y.Item, visited: Set<Y.Item>, touched: Touched): void {
  let item: Y.Item | null = markerOf(changed) ? changed.left : changed;
  for (; item; item = item.left) {
    if (visited.has(item)) return;
    visited.add(item);
    const marker = item.deleted ? null : markerOf(item);
    if (marker) {
      touched.add(marker);
      return;
    }
  }
  touched.add(null);
}

function insertedRanges(transaction: Y.Transaction): Ranges {
  const ranges = Y.createDeleteSet();
  for (const [client, clock] of transaction.afterState) {
    const before = transaction.beforeState.get(client) ?? 0;
    if (before < clock) ranges.clients.set(client, [{ clock: before, len: clock - before }]);
  }
  return ranges;
}

/** False as soon as `visit` is. */
function forEachStruct(
  transaction: Y.Transaction,
  ranges: Ranges,
  visit: (struct: Y.AbstractStruct) => boolean,
): boolean {
  for (const [client, clientRanges] of ranges.clients) {
    const structs = transaction.doc.store.clients.get(client) ?? [];
    for (const { clock, len } of clientRanges) {
      for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
        const struct = structs[i];
        if (!struct || struct.id.clock >= clock + len) break;
        if (!visit(struct)) return false;
      }
    }
  }
  return true;
}

/** Brings a list of segments up to date after its touched ones changed. */
export function refreshSegments(text: Y.Text, segments: readonly Segment[], touched: Touched): SegmentChange {
  if (touched.has(EVERYTHING)) {
    const fresh = readSegments(text);
    return { segments: fresh, from: 0, oldTo: segments.length, newTo: fresh.length };
  }
  const isStale = ({ marker }: Segment) => touched.has(marker) || (marker !== null && markerItem(marker).deleted);
  const headAppeared = touched.has(null) && segments[0]?.marker !== null;
  const from = headAppeared ? 0 : segments.findIndex(isStale);
  if (from < 0) return { segments, from: 0, oldTo: 0, newTo: 0 };
  const lastStale = segments.findLastIndex(isStale);

  const fresh: Segment[] = [];
  let formats = from === 0 ? readHead(fresh, text, nextLiving(segments, 0)) : formatsOf(segments[from]);
  let oldTo = from;
  for (; oldTo < segments.length; oldTo++) {
    const segment = segments[oldTo] as Segment;
    if (segment.marker === null || markerItem(segment.marker).deleted) continue;
    if (isStale(segment) || !jsonEqual(segment.formats, formats)) {
      formats = readOn(fresh, markerItem(segment.marker), formats, nextLiving(segments, oldTo + 1));
    } else if (oldTo > lastStale) {
      break;
    } else {
      fresh.push(segment);
      formats = segment.formatsAfter;
    }
  }
  return {
    segments: [...segments.slice(0, from), ...fresh, ...segments.slice(oldTo)],
    from,
    oldTo,
    newTo: from + fresh.length,
  };
}

function formatsOf(segment: Segment | undefined): Marks {
  return segment?.formats ?? {};
}

/** The item of the first marker at or behind `index` that still lives: reading stops there. */
function nextLiving(segments: readonly Segment[], index: number): Y.Item | null {
  for (let i = index; i < segments.length; i++) {
    const marker = segments[i]?.marker;
    if (marker && !markerItem(marker).deleted) return markerItem(marker);
  }
  return null;
}

// ---------------------------------------------------------------------------------------------------------- horizon

export function emptyHorizon(): Horizon {
  return { inserted: Y.createDeleteSet(), deleted: Y.createDeleteSet(), gone: Y.createDeleteSet() };
}

/** Adds what a transaction did, and keeps Yjs from forgetting what it deleted: the view still shows it. */
export function extendHorizon({ inserted, deleted, gone }: Horizon, text: Y.Text, transaction: Y.Transaction): Horizon {
  forEachStruct(transaction, transaction.deleteSet, (struct) => {
    if (struct instanceof Y.Item && struct.parent === text) struct.keep = true;
    return true;
  });
  return {
    inserted: Y.mergeDeleteSets([inserted, insertedRanges(transaction)]),
    deleted: Y.mergeDeleteSets([deleted, transaction.deleteSet]),
    gone,
  };
}

/** Whether an item counts for somebody who has not seen beyond the horizon. */
function isSeen(item: Y.Item, horizon: Horizon | undefined): boolean {
  return item.countable && isIdSeen(item.id, item.deleted, horizon);
}

function isIdSeen(id: Y.ID, deleted: boolean, horizon: Horizon | undefined): boolean {
  if (!horizon) return !deleted;
  if (Y.isDeleted(horizon.inserted, id)) return false;
  return !deleted || (Y.isDeleted(horizon.deleted, id) && !Y.isDeleted(horizon.gone, id));
}

/** Yjs merges neighbouring structs; cut them again where the horizon runs through one. */
function splitAtHorizon(transaction: Y.Transaction, { inserted, deleted, gone }: Horizon): void {
  for (const ranges of [inserted, deleted, gone]) Y.iterateDeletedStructs(transaction, ranges, () => undefined);
}

// ----------------------------------------------------------------------------------------------------------- places

/** The id of the character before an offset of a segment (or of its marker, at 0); null for the very beginning. */
export function idBefore(text: Y.Text, marker: Marker | null, offset: number, horizon?: Horizon): Y.ID | null {
  let last = marker ? markerItem(marker).id : null;
  let rest = offset;
  for (let item = marker ? markerItem(marker).right : text._start; item && rest > 0; item = item.right) {
    const { client, clock } = item.id;
    for (let i = 0; i < item.length && rest > 0; i++) {
      // Unit by unit: Yjs may have merged structs across the horizon.
      const id = Y.createID(client, clock + i);
      if (!item.countable || !isIdSeen(id, item.deleted, horizon)) continue;
      rest--;
      last = id;
    }
  }
  return last;
}

/**
 * Where the place behind a character is now: the living marker before it and the offset behind that marker. A deleted
 * character leaves its place. Undefined when this document does not have it (yet).
 */
export function placeBehind(
  text: Y.Text,
  id: Y.ID,
): { readonly marker: Marker | null; readonly offset: number } | undefined {
  const found = livingItem(text, id);
  if (!found || found.item.parent !== text) return undefined;
  let offset = 0;
  for (let item: Y.Item | null = found.item; item; item = item.left) {
    if (item.deleted || !item.countable) continue;
    const marker = markerOf(item);
    if (marker) return { marker, offset };
    offset += item === found.item ? found.within + 1 : item.length;
  }
  return { marker: null, offset };
}

/** The item that holds an id; what was undone and redone lives on under another. */
function livingItem(text: Y.Text, id: Y.ID): { readonly item: Y.Item; readonly within: number } | undefined {
  const store = text.doc?.store;
  let at = id;
  for (;;) {
    if (!store || Y.getState(store, at.client) <= at.clock) return undefined;
    const item: unknown = Y.getItem(store, at);
    if (!(item instanceof Y.Item)) return undefined;
    const within = at.clock - item.id.clock;
    if (!item.redone) return { item, within };
    at = Y.createID(item.redone.client, item.redone.clock + within);
  }
}

// ---------------------------------------------------------------------------------------------------------- writing

/** A place between two items, with the formats in force there. */
interface Cursor {
  readonly text: Y.Text;
  readonly transaction: Y.Transaction;
  readonly horizon: Horizon | undefined;
  left: Y.Item | null;
  right: Y.Item | null;
  formats: Map<string, unknown>;
}

/**
 * Writes from a start to the right, inside a transaction. Returns the markers it inserted, in order.
 * Lengths are counted as seen before the horizon.
 */
export function writeOps(
  transaction: Y.Transaction,
  text: Y.Text,
  start: WriteStart,
  ops: readonly Op[],
  horizon?: Horizon,
): Marker[] {
  if (horizon) splitAtHorizon(transaction, horizon);
  const cursor = cursorAt(transaction, text, start, horizon);
  const inserted: Marker[] = [];
  for (const op of ops) writeOp(cursor, op, inserted);
  // Places that Yjs remembers by their index are wrong now.
  if (text._searchMarker) text._searchMarker.length = 0;
  return inserted;
}

function writeOp(cursor: Cursor, op: Op, inserted: Marker[]): void {
  switch (op.kind) {
    case 'retain':
      if (op.formats) formatRange(cursor, op.length, op.formats);
      else walk(cursor, op.length);
      return;
    case 'keys':
      writeKeys(cursor, op.changes);
      return;
    case 'delete':
      deleteRange(cursor, op.length);
      return;
    case 'insert': {
      const marker = insertToken(cursor, op.token);
      if (marker) inserted.push(marker);
    }
  }
}

function cursorAt(
  transaction: Y.Transaction,
  text: Y.Text,
  { marker, behind, formats }: WriteStart,
  horizon: Horizon | undefined,
): Cursor {
  const item = marker && markerItem(marker);
  const left = behind ? item : (item?.left ?? null);
  const right = item ? (behind ? item.right : item) : text._start;
  const known = formats && !horizon ? new Map<string, unknown>(Object.entries(formats)) : formatsBehind(text, left);
  return { text, transaction, horizon, left, right, formats: known };
}

function formatsBehind(text: Y.Text, last: Y.Item | null): Map<string, unknown> {
  const formats = new Map<string, unknown>();
  for (let item = last && text._start; item; item = item.right) {
    applyFormat(formats, item);
    if (item === last) break;
  }
  return formats;
}

function applyFormat(formats: Map<string, unknown>, { deleted, content }: Y.Item): void {
  if (deleted || !(content instanceof Y.ContentFormat)) return;
  if (content.value === null) formats.delete(content.key);
  else formats.set(content.key, content.value);
}

/** One item to the right. */
function forward(cursor: Cursor): void {
  if (!cursor.right) return;
  applyFormat(cursor.formats, cursor.right);
  cursor.left = cursor.right;
  cursor.right = cursor.right.right;
}

/** Passes `length` seen units; `visit` sees each item that lies wholly in that range before it is passed. */
function walk(cursor: Cursor, length: number, visit?: (item: Y.Item) => void): void {
  for (let rest = length; rest > 0 && cursor.right; forward(cursor)) {
    const item = cursor.right;
    if (isSeen(item, cursor.horizon)) {
      if (rest < item.length) splitItem(cursor.transaction, item, rest);
      rest -= item.length;
      visit?.(item);
    }
  }
}

function splitItem(transaction: Y.Transaction, { id }: Y.Item, length: number): void {
  Y.getItemCleanStart(transaction, Y.createID(id.client, id.clock + length));
}

function insertItem(cursor: Cursor, content: Y.Item['content']): void {
  const { transaction, left, right, text } = cursor;
  const { clientID, store } = transaction.doc;
  const id = Y.createID(clientID, Y.getState(store, clientID));
  const item = new Y.Item(id, left, left?.lastId ?? null, right, right?.id ?? null, text, null, content);
  item.integrate(transaction, 0);
  cursor.left = item;
  cursor.right = item.right;
  applyFormat(cursor.formats, item);
}

function insertToken(cursor: Cursor, token: Token): Marker | undefined {
  const { insert, attributes } = deltaOfToken(token);
  if (insert instanceof Y.Map) {
    insertItem(cursor, new Y.ContentType(insert));
    return insert;
  }
  const formats: Record<string, Json> = { ...attributes };
  for (const key of cursor.formats.keys()) formats[key] ??= null;
  const restore = openFormats(cursor, formats);
  insertItem(cursor, typeof insert === 'string' ? new Y.ContentString(insert) : new Y.ContentEmbed(insert));
  closeFormats(cursor, restore);
  return undefined;
}

/** Brings the formats in force to the wanted ones; returns what to restore behind the range. */
function openFormats(cursor: Cursor, wanted: Readonly<Record<string, Json>>): Map<string, Json> {
  passFormats(cursor, ({ key, value }) => jsonEqual(wanted[key] ?? null, value as unknown as Json));
  const restore = new Map<string, Json>();
  for (const [key, value] of Object.entries(wanted)) {
    const inForce = (cursor.formats.get(key) ?? null) as Json;
    if (jsonEqual(inForce, value)) continue;
    restore.set(key, inForce);
    insertItem(cursor, new Y.ContentFormat(key, value as never));
  }
  return restore;
}

function closeFormats(cursor: Cursor, restore: Map<string, Json>): void {
  passFormats(cursor, ({ key, value }) => {
    const isSame = jsonEqual(restore.get(key), value as unknown as Json);
    if (isSame) restore.delete(key);
    return isSame;
  });
  for (const [key, value] of restore) insertItem(cursor, new Y.ContentFormat(key, value as never));
}

/**
 * Passes the formats that already say what is wanted. Over deleted characters it goes only to reach one: what is typed
 * behind a character stays directly behind it, and never under the dead marker of a block that was moved away.
 */
function passFormats(cursor: Cursor, isWanted: (format: Y.ContentFormat) => boolean): void {
  let last: Y.Item | null = null;
  for (let item = cursor.right; item && !isSeen(item, cursor.horizon); item = item.right) {
    if (item.deleted) continue;
    if (!(item.content instanceof Y.ContentFormat && isWanted(item.content))) break;
    last = item;
  }
  while (last && cursor.left !== last) forward(cursor);
}

function formatRange(cursor: Cursor, length: number, formats: Readonly<Record<string, Json>>): void {
  const restore = openFormats(cursor, formats);
  let rest = length;
  while (cursor.right && (rest > 0 || (restore.size > 0 && isGap(cursor.right)))) {
    const item = cursor.right;
    if (!item.deleted && item.content instanceof Y.ContentFormat) {
      if (!absorbFormat(cursor, item.content, formats, restore, rest)) break;
    } else if (isSeen(item, cursor.horizon)) {
      if (rest === 0) break;
      if (rest < item.length) splitItem(cursor.transaction, item, rest);
      rest -= item.length;
    }
    forward(cursor);
  }
  closeFormats(cursor, restore);
}

function isGap(item: Y.Item): boolean {
  return item.deleted || item.content instanceof Y.ContentFormat;
}

/** Removes a format that the new one overrides, remembering that it has to hold behind the range; false at its end. */
function absorbFormat(
  cursor: Cursor,
  { key, value }: Y.ContentFormat,
  formats: Readonly<Record<string, Json>>,
  restore: Map<string, Json>,
  rest: number,
): boolean {
  const wanted = formats[key];
  if (wanted === undefined) return true;
  const old = value as unknown as Json;
  if (jsonEqual(wanted, old)) restore.delete(key);
  else if (rest === 0) return false;
  else restore.set(key, old);
  cursor.right?.delete(cursor.transaction);
  return true;
}

function deleteRange(cursor: Cursor, length: number): void {
  const before = new Map(cursor.formats);
  const first = cursor.right;
  walk(cursor, length, (item) => {
    if (item.deleted && cursor.horizon) forget(cursor.horizon, item);
    else item.delete(cursor.transaction);
  });
  if (!first || cursor.horizon) return;
  dropUselessFormats(cursor.transaction, first, before);
  cursor.formats = before;
  for (let item: Y.Item | null = first; item && item !== cursor.right; item = item.right) {
    applyFormat(cursor.formats, item);
  }
}

function forget(horizon: Horizon, { id, length }: Y.Item): void {
  const ranges = Y.createDeleteSet();
  ranges.clients.set(id.client, [{ clock: id.clock, len: length }]);
  horizon.gone = Y.mergeDeleteSets([horizon.gone, ranges]);
}

/** Of the formats between two characters only the last of each key counts, and only if it changes something. */
function dropUselessFormats(transaction: Y.Transaction, first: Y.Item, before: ReadonlyMap<string, unknown>): void {
  const last = new Map<string, Y.Item>();
  const gap: Y.Item[] = [];
  for (let item: Y.Item | null = first; item && (item.deleted || !item.countable); item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentFormat)) continue;
    gap.push(item);
    last.set(item.content.key, item);
  }
  for (const item of gap) {
    const { key, value } = item.content as Y.ContentFormat;
    const isLast = last.get(key) === item;
    if (!isLast || jsonEqual((before.get(key) ?? null) as Json, value as unknown as Json)) item.delete(transaction);
  }
}

/** Changes keys of the marker at the cursor and passes it. */
function writeKeys(cursor: Cursor, changes: Readonly<Record<string, Json>>): void {
  walk(cursor, 1, (item) => {
    const marker = markerOf(item);
    if (!marker || item.deleted) return;
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) marker.delete(key);
      else if (!jsonEqual(marker.get(key) as Json, value)) marker.set(key, value);
    }
  });
}
