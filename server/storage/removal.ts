/** Deleting a document for good: what is written, and what there is to remove. */

import { ENTRY_BYTES, type RemoveEntry } from './commit.ts';
import { EMPTY_HEAD } from './document-reader.ts';
import { documentRanges } from './level-keys.ts';
import type { StoreView } from './ordered-store.ts';

/** The word that a document is gone, and the removal of these keys of it. */
export function removeEntry(id: string, keys: readonly string[], settle: RemoveEntry['settle']): RemoveEntry {
  const document = { id, queued: EMPTY_HEAD, confirmed: EMPTY_HEAD, waiting: 0 };
  return { kind: 'remove', document, head: EMPTY_HEAD, bytes: (keys.length + 1) * ENTRY_BYTES, keys, settle };
}

/** Everything that lies of a document but the word that it is gone. */
export async function keysOf(view: StoreView, id: string): Promise<string[]> {
  const keys: string[] = [];
  for (const range of documentRanges(id)) for await (const chunk of view.keys(range)) keys.push(...chunk);
  return keys;
}
