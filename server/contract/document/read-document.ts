/** A document as it is stored -> its title and its tree. */

import * as Y from 'yjs';
import { BODY, TITLE } from './names.ts';
import { readTokens } from './tokens.ts';
import type { TreeNode } from './tree.ts';
import { unflattenDocument } from './unflatten.ts';

export interface ReadDocument {
  /** Without spaces around it; empty when nobody wrote one. */
  readonly title: string;
  readonly tree: TreeNode;
}

export function readDocument(doc: Y.Doc): ReadDocument {
  const read = (name: string) => readTokens(doc.getText(name));
  return { title: doc.getText(TITLE).toString().trim(), tree: unflattenDocument(read(BODY), read).doc };
}

/** @param update the whole document as one Yjs update. */
export function readDocumentUpdate(update: Uint8Array): ReadDocument {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  const content = readDocument(doc);
  doc.destroy();
  return content;
}
