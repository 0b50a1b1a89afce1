/**
 * A whole backup in files: the documents, beside them what is known about documents and people, and the images. From the
 * process that has the data directory, as of one moment, or from the disk where nobody has it.
 *
 * What always holds: a file has its name only when it was read again as a restoring would, and is whole.
 */

import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { BackupProgress } from '../contract/admin-api.ts';
import { systemClock } from '../lib/clock.ts';
import { silentLogger } from '../lib/logger.ts';
import { joinBackups, readBackup } from './backup-format.ts';
import { requestBackup } from './control-socket.ts';
import { claimDataDirectory } from './data-directory.ts';
import { ImageStore } from './image-store.ts';
import { openLevelLog } from './level-log.ts';
import { shardDirectories } from './shards.ts';
import { backupOfWorkspace, lookAtWorkspace, workspaceFileOf } from './workspace-backup.ts';

export interface BackupMade {
  readonly bytes: number;
  readonly entries: number;
  /** About documents and people; null where there is nothing of the kind yet. */
  readonly rows: number | null;
  readonly images: number;
  /** Of the images, those that were not there from an earlier backup into the same file. */
  readonly imagesAdded: number;
}

/** @throws Error with a sentence, with no backup left behind. */
export async function makeBackup(
  target: string,
  dataDirectory: string,
  onProgress: (progress: BackupProgress) => void,
): Promise<BackupMade> {
  const partial = partialOf(target);
  try {
    const bytes = await writeTo(partial, backupOf(dataDirectory), (written) =>
      onProgress({ step: 'writing', bytes: written }),
    );
    const entries = await prove(partial, onProgress);
    // After the texts: it may know more documents than they are, never fewer; what it lacks it finds by itself.
    const rows = await backUpWorkspace(target, dataDirectory);
    onProgress({ step: 'images' });
    // After the texts: whatever they refer to was there by then.
    const kept = ImageStore.ofBackup(target);
    const imagesAdded = await ImageStore.ofDataDirectory(dataDirectory).copyTo(kept);
    await rename(partial, target);
    return { bytes, entries, rows, images: (await kept.names()).length, imagesAdded };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** What a file is called while it is not whole. */
function partialOf(file: string): string {
  return `${file}.partial`;
}

async function backUpWorkspace(target: string, dataDirectory: string): Promise<number | null> {
  const file = workspaceFileOf(target);
  const partial = partialOf(file);
  try {
    const bytes = await writeTo(partial, backupOfWorkspace(dataDirectory, Date.now()), () => {});
    if (bytes === 0) return null;
    const { rows } = await lookAtWorkspace(createReadStream(partial));
    await rename(partial, file);
    return rows;
  } finally {
    await rm(partial, { force: true });
  }
}

async function writeTo(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  onWritten: (bytes: number) => void,
): Promise<number> {
  const file = await open(path, 'wx');
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      await file.writeFile(chunk);
      bytes += chunk.length;
      onWritten(bytes);
    }
    await file.sync();
    return bytes;
  } finally {
    await file.close();
  }
}

/** All that a data directory holds, wherever in it. */
async function* backupOf(dataDirectory: string): AsyncGenerator<Uint8Array> {
  const directories = await shardDirectories(dataDirectory);
  const backups = directories.map(backupOfOne);
  yield* backups.length === 1 ? (backups[0] ?? []) : joinBackups(backups);
}

/** From the server when one has the directory, else from the directory itself. */
async function* backupOfOne(dataDirectory: string): AsyncGenerator<Uint8Array> {
  const claim = await claimDataDirectory(dataDirectory);
  if (!claim.ok) {
    if (claim.error.kind !== 'in-use') throw new Error(claim.error.message);
    yield* await requestBackup(dataDirectory);
    return;
  }
  await claim.value.release('untouched');
  if (claim.value.isNew) throw new Error(`The data directory ${dataDirectory} is empty. Check DATA_DIR.`);
  const log = await openLevelLog({ directory: dataDirectory, clock: systemClock, logger: silentLogger });
  if (!log.ok) throw new Error(log.error.message);
  try {
    yield* log.value.backup();
  } finally {
    await log.value.close();
  }
}

/** Reads it as a restoring would. @returns how many entries it has. */
async function prove(path: string, onProgress: (progress: BackupProgress) => void): Promise<number> {
  let [entries, entriesInAll] = [0, 0];
  for await (const part of readBackup(createReadStream(path))) {
    if (part.kind === 'header') entriesInAll = part.header.entries;
    if (part.kind !== 'entry') continue;
    entries++;
    onProgress({ step: 'proving', entries, entriesInAll });
  }
  return entries;
}
