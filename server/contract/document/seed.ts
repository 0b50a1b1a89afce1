/** The first update of every document that this server makes. */

import * as Y from 'yjs';

/** Clock range of a client id that no editor draws: Yjs draws 32-bit ids, and 0 never. */
const SEED_CLIENT = 0;

/** @returns the same bytes each time, so that seeding a document twice is seeding it once. */
export function seedUpdate(): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = SEED_CLIENT;
  doc.getMap('meta').set('schema', 1);
  return Y.encodeStateAsUpdate(doc);
}
