/**
 * The first marker of a new document, and the schema version it is written in.
 *
 * The seed is one constant update, written by a client id that nobody else has. Yjs takes an update it has already as
 * nothing new, so the seed may be applied by two servers, by a client that creates a document offline, and again when
 * that document arrives: there is one first paragraph. Its client id is the smallest, so the marker also sorts before
 * whatever somebody typed into a document that was not seeded yet, which then stands in that first paragraph.
 *
 * For that it must never change, not by a byte: a later schema version migrates documents, it does not seed others.
 */

import * as Y from 'yjs';
import { BODY, META, META_SCHEMA } from './names.ts';

/** Client id of the seed; ours are drawn from 1 to 2^32 - 1. */
export const SEED_CLIENT_ID = 0;

/** Schema version of the seed; see above why this is not SCHEMA_VERSION. */
const SEED_SCHEMA = 1;

/** The update that turns an empty document into one with an empty paragraph; the same bytes for ever. */
export function seedUpdate(): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = SEED_CLIENT_ID;
  doc.transact(() => {
    doc.getText(BODY).insertEmbed(0, new Y.Map());
    doc.getMap(META).set(META_SCHEMA, SEED_SCHEMA);
  });
  return Y.encodeStateAsUpdate(doc);
}
