/**
 * Reads a flat text as segments, and after a change only those it touched.
 *
 * A segment is a marker and what follows it up to the next one; text before the first marker is a segment without one.
 */

import * as Y from 'yjs';
import {
  type DeltaInsert,
  type InlineToken,
  type MarkerKeys,
  type Marks,
  readMarker,
  tokensOfDelta,
} from '../tokens.ts';
import { type Json, jsonEqual } from '../tree.ts';
import { forEachStruct, formatsBehind, insertedRanges, type Marker, markerItem, markerOf } from './items.ts';

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

/** More new structs than this in one transaction: read everything again, as after a load. */
const SCANNED_STRUCTS_MAX = 20_000;

/** Stands for "the text as a whole" among touched markers. */
export const EVERYTHING = Symbol('everything');
export type Touched = Set<Marker | null | typeof EVERYTHING>;

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
 * touches the segment to its left, too.
 */
export function touchedMarkers(text: Y.Text, transaction: Y.Transaction, touched: Touched): void {
  for (const type of transaction.changed.keys()) {
    if (type instanceof Y.Map && type._item?.parent === text && !type._item.deleted) touched.add(type);
  }
  if (!transaction.changed.has(text as never)) return;
  const visited = new Set<Y.Item>();
  let scanned = 0;
  const visit = (struct: Y.AbstractStruct): boolean => {
    if (struct instanceof Y.Item && struct.parent === text) {
      const marker = struct.deleted ? markerOf(struct) : null;
      if (marker) touched.add(marker);
      touchOwner(struct, visited, touched);
    }
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

/** Brings a list of segments up to date after its touched ones changed. */
export function refreshSegments(text: Y.Text, segments: readonly Segment[], touched: Touched): SegmentChange {
  if (touched.has(EVERYTHING)) {
    const fresh = readSegments(text);
    return { segments: fresh, from: 0, oldTo: segments.length, newTo: fresh.length };
  }
  const [first, lastStale] = endsOfTouched(segments, touched);
  const headAppeared = touched.has(null) && segments[0]?.marker !== null;
  const from = headAppeared ? 0 : first;
  if (from < 0) return { segments, from: 0, oldTo: 0, newTo: 0 };

  const fresh: Segment[] = [];
  let formats = from === 0 ? readHead(fresh, text, nextLiving(segments, 0)) : formatsOf(segments[from]);
  let oldTo = from;
  for (; oldTo < segments.length; oldTo++) {
    const segment = segments[oldTo] as Segment;
    if (segment.marker === null || markerItem(segment.marker).deleted) continue;
    if (touched.has(segment.marker) || !jsonEqual(segment.formats, formats)) {
      formats = readOn(fresh, markerItem(segment.marker), formats, nextLiving(segments, oldTo + 1));
    } else if (oldTo > lastStale) {
      break;
    } else {
      fresh.push(segment);
      formats = segment.formatsAfter;
    }
  }
  return {
    segments: segments.slice(0, from).concat(fresh, segments.slice(oldTo)),
    from,
    oldTo,
    newTo: from + fresh.length,
  };
}

/** The first and the last touched segment; -1 for none. By hand: for each key, over all blocks of a document. */
function endsOfTouched(segments: readonly Segment[], touched: Touched): readonly [number, number] {
  if (touched.size === 0) return [-1, -1];
  if (touched.size === 1) {
    const [marker] = touched;
    let only = segments.length - 1;
    while (only >= 0 && (segments[only] as Segment).marker !== marker) only--;
    return [only, only];
  }
  let first = 0;
  while (first < segments.length && !touched.has((segments[first] as Segment).marker)) first++;
  if (first === segments.length) return [-1, -1];
  let last = segments.length - 1;
  while (!touched.has((segments[last] as Segment).marker)) last--;
  return [first, last];
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
