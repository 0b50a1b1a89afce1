/** The child that makes a backup, so that hashing and reading again hold up nobody who writes: see backups.ts. */

import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupProgress } from '../contract/admin-api.ts';
import { FREE_SPACE_WARN_BYTES } from '../contract/limits.ts';
import { makeBackup } from './backup.ts';
import type { BackupMessage } from './backups.ts';
import { BACKUPS, IMAGES, SEARCH } from './data-directory.ts';
import { fullMessage } from './ordered-store.ts';

/** A database on the disk is compressed, a backup is not. */
const GROWTH_MAX = 3;

const TOLD_MS = 200;

// Nobody waits for the result of a child whose parent is gone; the next backup clears away what it left.
process.once('disconnect', () => process.exit());

function tell(message: BackupMessage): void {
  process.send?.(message);
}

/** A backup lies on the disk that is written to: it must not be what fills it. @throws Error with a sentence. */
async function lookForRoom(dataDirectory: string): Promise<void> {
  const { bavail, bsize } = await statfs(dataDirectory);
  const neededBytes = (await bytesOf(dataDirectory)) + FREE_SPACE_WARN_BYTES;
  if (bavail * bsize >= neededBytes) return;
  const [free, needed] = [bavail * bsize, neededBytes].map((bytes) => `${(bytes / 1e9).toFixed(1)} GB`);
  throw new Error(
    `The disk has ${free} free, and this may need ${needed}. Free some, or write the backup to another disk: ` +
      'scriptorium backup FILE.',
  );
}

/** What a backup of it can be at most. */
async function bytesOf(dataDirectory: string): Promise<number> {
  let bytes = 0;
  for (const { name } of await readdir(dataDirectory, { withFileTypes: true })) {
    if (name === BACKUPS || name === SEARCH || name.startsWith('replaced-')) continue;
    bytes += (await bytesUnder(join(dataDirectory, name))) * (name === IMAGES ? 1 : GROWTH_MAX);
  }
  return bytes;
}

async function bytesUnder(path: string): Promise<number> {
  const paths = await readdir(path, { recursive: true }).then(
    (names) => names.map((name) => join(path, name)),
    () => [path],
  );
  let bytes = 0;
  // What is removed meanwhile takes nothing.
  for (const one of paths)
    bytes += await stat(one).then(
      ({ size }) => size,
      () => 0,
    );
  return bytes;
}

/** As often as a person can see. */
function teller(): (progress: BackupProgress) => void {
  let toldAt = 0;
  return (progress) => {
    const now = Date.now();
    if (now - toldAt < TOLD_MS) return;
    toldAt = now;
    tell({ kind: 'progress', progress });
  };
}

async function run(dataDirectory: string, target: string): Promise<BackupMessage> {
  try {
    await lookForRoom(dataDirectory);
    const made = await makeBackup(target, dataDirectory, teller());
    return { kind: 'made', made };
  } catch (error) {
    return { kind: 'failed', sentence: fullMessage(error) };
  }
}

const [, , dataDirectory = '', target = ''] = process.argv;
tell(await run(dataDirectory, target));
process.disconnect?.();
