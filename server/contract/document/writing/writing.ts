/** Writes into a flat text from the marker of a block on, as an editor saw it before its horizon. */

import * as Y from 'yjs';
import { deltaOfToken, type Marks, type Token } from '../tokens.ts';
import { type Json, jsonEqual } from '../tree.ts';
import { forget, type Horizon, isSeen, splitAtHorizon } from './horizon.ts';
import { applyFormat, formatsBehind, type Marker, markerItem, markerOf } from './items.ts';

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
  const left = behind ? item : livingBefore(item?.left ?? null, horizon);
  const right = left ? left.right : text._start;
  const known = formats && !horizon ? new Map<string, unknown>(Object.entries(formats)) : formatsBehind(text, left);
  return { text, transaction, horizon, left, right, formats: known };
}

/**
 * What comes in front of a block stands directly behind the one before: what is deleted between them is where a block
 * was that is elsewhere now, and whoever sees this has not written into that (see moves.ts of the model).
 */
function livingBefore(item: Y.Item | null, horizon: Horizon | undefined): Y.Item | null {
  let left = item;
  while (left?.deleted && !isSeen(left, horizon)) left = left.left;
  return left;
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
