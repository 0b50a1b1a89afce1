/** Compares the ledger with a store that was just opened: whatever is confirmed there must be here. */

import type { Sequence } from './document-log.ts';
import { isGone } from './document-table.ts';
import { headKey } from './level-keys.ts';
import type { OrderedStore } from './ordered-store.ts';
import { decodeHead } from './records.ts';

/** For each document that lost confirmed records, a sentence that names them and what to do. */
export function findLosses(
  store: OrderedStore,
  confirmedById: ReadonlyMap<string, Sequence>,
): ReadonlyMap<string, string> {
  const losses = new Map<string, string>();
  for (const [id, confirmed] of confirmedById) {
    const present = headOf(store, id);
    if (present < confirmed && !isGone(store, id)) losses.set(id, sentence(id, present, confirmed));
  }
  return losses;
}

/** An unreadable head is damage of its own, found when the document is opened. */
function headOf(store: OrderedStore, id: string): Sequence {
  const key = headKey(id);
  try {
    const value = store.get(key);
    if (value === undefined) return 0;
    const head = decodeHead(key, value);
    return head.ok ? head.value.sequence : Number.MAX_SAFE_INTEGER;
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
}

function sentence(id: string, present: Sequence, confirmed: Sequence): string {
  const lost = confirmed - present === 1 ? `record ${confirmed}` : `records ${present + 1} to ${confirmed}`;
  return `Document ${id} is damaged: ${lost} had been written and are gone from the database. It takes no changes. Stop the server; restore a backup, or accept the loss with "scriptorium verify --repair": people who have the text open will bring it back.`;
}
