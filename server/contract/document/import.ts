/**
 * A tree (ProseMirror's JSON, from a file or from another editor) -> the update of a new document that contains it.
 * Done by the server, so that an import is one piece of history with one author.
 */

import * as Y from 'yjs';
import { flattenDocument } from './flatten.ts';
import { BODY, TITLE } from './names.ts';
import { withRegularTables } from './regular-tables.ts';
import { seedUpdate } from './seed.ts';
import { insertTokens, type Token } from './tokens.ts';
import type { TreeNode } from './tree.ts';

export interface ImportOptions {
  readonly title?: string;
  /** Client id that becomes the author; not SEED_CLIENT_ID. */
  readonly clientId: number;
  /** Ids for tables, rows and columns that have none. */
  readonly newId: () => string;
}

/** Yjs V1 update: the seed, whose marker becomes the first block, and everything after it. */
export function importDocument(tree: TreeNode, options: ImportOptions): Uint8Array {
  const { tokens, cells } = flattenDocument(withRegularTables(tree, options.newId));
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedUpdate());
  doc.clientID = options.clientId;
  doc.transact(() => {
    writeBody(doc.getText(BODY), tokens);
    for (const [name, cell] of cells) insertTokens(doc.getText(name), 0, cell);
    if (options.title) doc.getText(TITLE).insert(0, options.title);
  });
  return Y.encodeStateAsUpdate(doc);
}

function writeBody(body: Y.Text, tokens: readonly Token[]): void {
  const [first, ...rest] = tokens;
  const seeded = (body.toDelta() as { insert: unknown }[])[0]?.insert;
  if (first?.kind !== 'marker' || !(seeded instanceof Y.Map)) {
    insertTokens(body, body.length, tokens);
    return;
  }
  for (const [key, value] of Object.entries(first.keys)) seeded.set(key, value);
  insertTokens(body, 1, rest);
}
