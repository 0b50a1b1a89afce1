/** Turns a backup into a data directory. A directory that was not finished is begun again at its next start. */

import { rm } from 'node:fs/promises';

import { type BackupHeader, readBackup } from './backup-format.ts';
import { claimDataDirectory } from './data-directory.ts';
import { openLevelStore } from './level-store.ts';
import type { OrderedStore, StoreOperation } from './ordered-store.ts';

const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Throws an Error with a sentence when the directory holds something, or the backup is not whole; nothing is left then
 * that could be taken for data.
 */
export async function restoreInto(
  directory: string,
  backup: AsyncIterable<Uint8Array>,
  onEntries: (done: number, header: BackupHeader) => void = () => {},
): Promise<BackupHeader> {
  const claim = await claimDataDirectory(directory);
  if (!claim.ok) throw new Error(claim.error.message);
  try {
    if (!claim.value.isNew) throw new Error(`The data directory ${directory} holds data. Choose an empty one.`);
    await rm(claim.value.databasePath, { recursive: true, force: true });
    const store = await openLevelStore(claim.value.databasePath, true);
    const header = await copyInto(store, backup, onEntries).finally(() => store.close());
    await claim.value.markReady();
    return header;
  } finally {
    await claim.value.release('clean');
  }
}

async function copyInto(
  store: OrderedStore,
  backup: AsyncIterable<Uint8Array>,
  onEntries: (done: number, header: BackupHeader) => void,
): Promise<BackupHeader> {
  let header: BackupHeader | null = null;
  let operations: StoreOperation[] = [];
  let bytes = 0;
  let done = 0;
  const flush = async () => {
    if (operations.length > 0) await store.write(operations);
    done += operations.length;
    if (header !== null) onEntries(done, header);
    operations = [];
    bytes = 0;
  };
  for await (const part of readBackup(backup)) {
    if (part.kind === 'header') header = part.header;
    if (part.kind !== 'entry') continue;
    const [key, value] = part.entry;
    operations.push({ type: 'put', key, value });
    bytes += key.length + value.length;
    if (bytes > BATCH_BYTES) await flush();
  }
  await flush();
  if (header === null) throw new Error('The backup is empty.');
  return header;
}
