/** The end of a copy that this device need not keep. */

import { databaseName, lockName, openDatabase, ownLocks, resultOf, UNSAVED } from './device-copy.ts';

/**
 * Throws the copy of `id` away, unless a tab has it open or it holds what no server has confirmed.
 * @returns whether it is gone. Where the browser has no locks nobody can know who uses it: it stays.
 */
export async function discardCopy(id: string, locks = ownLocks()): Promise<boolean> {
  if (locks === undefined) return false;
  return await locks.request(lockName(id), { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    const database = await openDatabase(id);
    const unsaved = await resultOf(database.transaction(UNSAVED).objectStore(UNSAVED).count());
    database.close();
    if (unsaved > 0) return false;
    await resultOf(indexedDB.deleteDatabase(databaseName(id)));
    return true;
  });
}
