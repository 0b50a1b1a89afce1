/**
 * A hash of what a document says (R23): equal on every replica that holds the same, however its structs were cut, merged
 * or garbage-collected on the way. Covers what state vectors do not: lost deletions, and other content under the same ids.
 *
 * What is hashed: each client's clock, and its live items in the order of their ids, with where they stand and what
 * they hold. Where in a text an item ends up follows from that. No walk over nested types: hostile ones have no bottom.
 */

import * as encoding from 'lib0/encoding';
import { digest } from 'lib0/hash/sha256';
import * as Y from 'yjs';

/** Half a SHA-256: nobody is to be fooled who could not write the document anyway. */
const HASH_BYTES = 16;

/** Contents that Yjs joins where they lie side by side. */
const MERGED: ReadonlySet<unknown> = new Set([Y.ContentString, Y.ContentAny, Y.ContentJSON]);

/** @throws Error when the document holds what cannot be written down. */
export function stateHash(doc: Y.Doc): Uint8Array {
  const encoder = encoding.createEncoder();
  const clients = [...doc.store.clients.keys()].sort((one, other) => one - other);
  for (const client of clients) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, Y.getState(doc.store, client));
    writeClient(encoder, doc.store.clients.get(client) ?? []);
  }
  return digest(encoding.toUint8Array(encoder)).slice(0, HASH_BYTES);
}

function writeClient(encoder: encoding.Encoder, structs: readonly (Y.Item | Y.GC)[]): void {
  let before: Y.Item | null = null;
  for (const struct of structs) {
    const item = struct instanceof Y.Item && !struct.deleted ? struct : null;
    if (item !== null) {
      // What one replica holds in one piece and another in two counts the same.
      if (before === null || !continues(before, item)) writePlace(encoder, item);
      writeContent(encoder, item.content);
    }
    before = item;
  }
}

function continues(before: Y.Item, item: Y.Item): boolean {
  const kind = item.content.constructor;
  const isMerged = MERGED.has(kind) && before.content.constructor === kind;
  return isMerged && isSame(item.origin, before.lastId) && isSame(item.rightOrigin, before.rightOrigin);
}

function isSame(one: Y.ID | null, other: Y.ID | null): boolean {
  return one === other || (one !== null && other !== null && Y.compareIDs(one, other));
}

function writePlace(encoder: encoding.Encoder, { id, origin, rightOrigin, parent, parentSub }: Y.Item): void {
  encoding.writeVarUint(encoder, id.clock);
  writeId(encoder, origin);
  writeId(encoder, rightOrigin);
  if (parent instanceof Y.AbstractType) {
    if (parent._item === null) encoding.writeVarString(encoder, Y.findRootTypeKey(parent));
    else writeId(encoder, parent._item.id);
  }
  encoding.writeVarString(encoder, parentSub ?? '');
}

function writeId(encoder: encoding.Encoder, id: Y.ID | null): void {
  encoding.writeVarUint(encoder, id === null ? 0 : 1);
  if (id === null) return;
  encoding.writeVarUint(encoder, id.client);
  encoding.writeVarUint(encoder, id.clock);
}

/** Each character, or each other value, so that it does not matter where texts are cut. */
function writeContent(encoder: encoding.Encoder, content: Y.Item['content']): void {
  if (content instanceof Y.ContentString) {
    for (let at = 0; at < content.str.length; at += 1) encoding.writeVarUint(encoder, content.str.charCodeAt(at));
  } else if (content instanceof Y.ContentAny) for (const value of content.arr) encoding.writeAny(encoder, value);
  else if (content instanceof Y.ContentFormat)
    encoding.writeVarString(encoder, JSON.stringify([content.key, content.value]));
  else if (content instanceof Y.ContentEmbed) encoding.writeVarString(encoder, JSON.stringify(content.embed) ?? '');
  else if (content instanceof Y.ContentBinary) encoding.writeVarUint8Array(encoder, content.content);
  else if (content instanceof Y.ContentJSON)
    for (const value of content.arr) encoding.writeVarString(encoder, JSON.stringify(value) ?? '');
}
