/** Everything that can be read in a document: the body, the cells of its tables, and what stock programs keep in it. */

import type * as Y from 'yjs';
import { BODY } from '../../../server/contract/document/names.ts';

/** Where a stock program keeps what it writes. */
export const NOTES = 'notes';

export function textIn(doc: Y.Doc): string {
  const names = [...doc.share.keys()].filter((name) => name === BODY || name === NOTES || name.startsWith('cell:'));
  return names
    .sort()
    .map((name) => doc.getText(name).toString())
    .join('');
}
