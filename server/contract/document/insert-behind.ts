/**
 * Puts a copy of something directly behind an item of a flat text. Yjs' own insert goes by index and passes what is
 * deleted there, so that it may end under the dead marker of another block.
 */

import * as Y from 'yjs';
import { markerOf } from './moved-from.ts';
import { type Json, jsonEqual } from './tree.ts';

type Formats = ReadonlyMap<string, Json>;

/** The item that ends with this id, parted from what follows it; never inside a character. Null when it is in no text. */
export function itemEndingAt(transaction: Y.Transaction, id: Y.ID): Y.Item | null {
  const { store } = transaction.doc;
  if (Y.getState(store, id.client) <= id.clock) return null;
  const item: unknown = Y.getItem(store, id);
  if (!(item instanceof Y.Item) || !(item.parent instanceof Y.Text) || item.parentSub !== null) return null;
  const within = id.clock - item.id.clock + 1;
  const end = within + (partsCharacter(item, within) ? 1 : 0);
  if (end < item.length) Y.getItemCleanStart(transaction, Y.createID(id.client, item.id.clock + end));
  return item;
}

function partsCharacter({ content }: Y.Item, at: number): boolean {
  if (!(content instanceof Y.ContentString)) return false;
  return (content.str.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (content.str.charCodeAt(at) & 0xfc00) === 0xdc00;
}

/** Copies a character run, an atom or a marker with its keys; it looks as it did, whatever stands around it. */
export function copyBehind(transaction: Y.Transaction, left: Y.Item, original: Y.Item): Y.Item {
  const marker = markerOf(original);
  if (marker) return insert(transaction, left, new Y.ContentType(new Y.Map(Object.entries(marker.toJSON()))));
  const [inForce, wanted] = [formatsBehind(left), formatsBehind(original)];
  const changed = [...new Set([...inForce.keys(), ...wanted.keys()])].filter(
    (key) => !jsonEqual(inForce.get(key) ?? null, wanted.get(key) ?? null),
  );
  let last = left;
  const format = (key: string, value: Json) => {
    last = insert(transaction, last, new Y.ContentFormat(key, value as never));
  };
  for (const key of changed) format(key, wanted.get(key) ?? null);
  const copy = insert(transaction, last, original.content.copy());
  last = copy;
  for (const key of changed) format(key, inForce.get(key) ?? null);
  return copy;
}

function insert(transaction: Y.Transaction, left: Y.Item, content: Y.Item['content']): Y.Item {
  const { clientID, store } = transaction.doc;
  const { right } = left;
  const id = Y.createID(clientID, Y.getState(store, clientID));
  const item = new Y.Item(id, left, left.lastId, right, right?.id ?? null, left.parent, null, content);
  item.integrate(transaction, 0);
  return item;
}

/** The formats in force behind an item. */
function formatsBehind(last: Y.Item): Formats {
  const formats = new Map<string, Json>();
  const { _start: first } = last.parent as Y.Text;
  for (let item = first; item; item = item.right) {
    const { content, deleted } = item;
    if (!deleted && content instanceof Y.ContentFormat) {
      if (content.value === null) formats.delete(content.key);
      else formats.set(content.key, content.value as unknown as Json);
    }
    if (item === last) break;
  }
  return formats;
}
