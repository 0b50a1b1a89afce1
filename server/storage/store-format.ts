/** The store's own mark inside the database: which layout of keys and values it holds. */

import { failed, ok, type Result } from '../lib/result.ts';
import { FORMAT_KEY } from './level-keys.ts';
import type { OrderedStore } from './ordered-store.ts';
import { decodeMeta, encodeMeta } from './records.ts';

const FORMAT = 'scriptorium-log 1';

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
  if (format.value !== FORMAT) {
    return failed(
      `The database has the format "${format.value}" and this program needs "${FORMAT}". Update Scriptorium.`,
    );
  }
  return ok(undefined);
}
