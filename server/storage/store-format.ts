/** The store's own mark inside the database: which layout of keys and values it holds. */

import { ClientOwners } from '../lib/client-owners.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { Note, Sequence } from './document-log.ts';
import { FORMAT_KEY, RESTORED_KEY } from './level-keys.ts';
import type { OrderedStore, StoreOperation, StoreView } from './ordered-store.ts';
import { decodeMeta, encodeMeta } from './records.ts';

const FORMAT = 'scriptorium-log 2';

/** The same, but for notes, which were not written with every snapshot then. */
export const FORMAT_BEFORE_NOTES = 'scriptorium-log 1';

/** What to do about a damaged database; the end of many a sentence. */
export const REMEDY =
  'Restore a backup with "scriptorium restore", or save what can be read with "scriptorium verify --repair".';

/** Marks a new store. */
export async function stampFormat(store: OrderedStore): Promise<void> {
  if (store.get(FORMAT_KEY) !== undefined) return;
  await store.write([{ type: 'put', key: FORMAT_KEY, value: encodeMeta(FORMAT_KEY, FORMAT) }]);
}

/** Fails with a sentence for a store that this program did not write, or a later one did. */
export function checkFormat(store: OrderedStore): Result<void, string> {
  const value = store.get(FORMAT_KEY);
  if (value === undefined) return failed(`The database lacks its format mark, so it has lost its beginning. ${REMEDY}`);
  const format = decodeMeta(FORMAT_KEY, value);
  if (!format.ok) return failed(`The database's format mark is damaged: ${format.error}. ${REMEDY}`);
  if (format.value !== FORMAT && format.value !== FORMAT_BEFORE_NOTES) {
    return failed(
      `The database has the format "${format.value}" and this program needs "${FORMAT}". Update Scriptorium.`,
    );
  }
  return ok(undefined);
}

/** Whether every snapshot has a note beside it, so that a missing one is damage. Throws what the disk throws. */
export async function promisesNotes(view: StoreView): Promise<boolean> {
  const value = await view.get(FORMAT_KEY);
  const format = value === undefined ? null : decodeMeta(FORMAT_KEY, value);
  return format === null || !format.ok || format.value !== FORMAT_BEFORE_NOTES;
}

/** Marks a store that went back to a backup: somebody may have documents, and text, that it never heard of (R22). */
export function restoredMark(): StoreOperation {
  return { type: 'put', key: RESTORED_KEY, value: encodeMeta(RESTORED_KEY, 'from a backup') };
}

/** Of a document of which a restored backup cannot say who wrote it: others may have more of it. */
export function forgottenNote(through: Sequence): Note {
  return { through, owners: ClientOwners.forgotten().encode(), stateHash: '', snapshotVector: new Uint8Array() };
}

/** Throws what the disk throws. */
export async function wasRestored(view: StoreView): Promise<boolean> {
  return (await view.get(RESTORED_KEY)) !== undefined;
}
