/** Where a character of a block is: as its id, which outlives edits, and back as a marker and an offset. */

import * as Y from 'yjs';
import { type Horizon, isIdSeen } from './horizon.ts';
import { type Marker, markerItem, markerOf } from './items.ts';

/** The id of the character before an offset of a segment (or of its marker, at 0); null for the very beginning. */
export function idBefore(text: Y.Text, marker: Marker | null, offset: number, horizon?: Horizon): Y.ID | null {
  let last = marker ? markerItem(marker).id : null;
  let rest = offset;
  for (let item = marker ? markerItem(marker).right : text._start; item && rest > 0; item = item.right) {
    if (!item.countable) continue;
    const { client, clock } = item.id;
    if (!horizon) {
      if (item.deleted) continue;
      const length = Math.min(rest, item.length);
      rest -= length;
      last = Y.createID(client, clock + length - 1);
      continue;
    }
    for (let i = 0; i < item.length && rest > 0; i++) {
      // Unit by unit: Yjs may have merged structs across the horizon.
      const id = Y.createID(client, clock + i);
      if (!isIdSeen(id, item.deleted, horizon)) continue;
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

/** Whether a character was deleted and not restored. */
export function isDeleted({ store }: Y.Doc, id: Y.ID): boolean {
  if (Y.getState(store, id.client) <= id.clock) return false;
  const item: unknown = Y.getItem(store, id);
  return item instanceof Y.Item && item.deleted && !item.redone;
}

/** Name of the text that a character is in; null for what is in none. */
export function rootOf({ store }: Y.Doc, id: Y.ID): string | null {
  const item: unknown = Y.getItem(store, id);
  const parent = item instanceof Y.Item ? item.parent : null;
  return parent instanceof Y.AbstractType && parent._item === null ? Y.findRootTypeKey(parent) : null;
}
