/**
 * The workspace in a backup: a stream of the same form as that of the log, in a file of its own beside it
 * (`FILE.workspace`), from the process that has it, or from the disk.
 */

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readBackup, writeBackup } from './backup-format.ts';
import { requestBackup } from './control-socket.ts';
import { claimDataDirectory, shardCountOf, WORKSPACE } from './data-directory.ts';
import { openLevelStore } from './level-store.ts';
import type { StoreOperation } from './ordered-store.ts';

const BATCH_BYTES = 4 * 1024 * 1024;

export function workspaceFileOf(backup: string): string {
  return `${backup}.workspace`;
}

/** Everything in the workspace of a data directory as it is at one moment; nothing at all where there is none yet. */
export async function* backupOfWorkspace(dataDirectory: string, at: number): AsyncGenerator<Uint8Array> {
  const path = join(dataDirectory, WORKSPACE);
  const claim = await claimDataDirectory(dataDirectory, 'use', await shardCountOf(dataDirectory));
  if (!claim.ok) {
    if (claim.error.kind !== 'in-use') throw new Error(claim.error.message);
    if (await isThere(path)) yield* await requestBackup(path);
    return;
  }
  try {
    if (await isThere(path)) yield* backupOfStore(path, at);
  } finally {
    await claim.value.release('untouched');
  }
}

async function isThere(path: string): Promise<boolean> {
  const files: readonly string[] = await readdir(path).catch(() => []);
  return files.includes('CURRENT');
}

async function* backupOfStore(path: string, at: number): AsyncGenerator<Uint8Array> {
  const store = await openLevelStore(path, false);
  const view = store.view();
  try {
    yield* writeBackup(view, at);
  } finally {
    await view.close();
    await store.close();
  }
}

/** Makes a workspace from a backup of one; what is there is replaced. @throws Error with a sentence when it is not whole. */
export async function restoreWorkspace(path: string, backup: AsyncIterable<Uint8Array>): Promise<number> {
  await rm(path, { recursive: true, force: true });
  const store = await openLevelStore(path, true);
  let operations: StoreOperation[] = [];
  let [entries, bytes] = [0, 0];
  try {
    for await (const part of readBackup(backup)) {
      if (part.kind !== 'entry') continue;
      const [key, value] = part.entry;
      operations.push({ type: 'put', key, value });
      entries += 1;
      bytes += key.length + value.length;
      if (bytes < BATCH_BYTES) continue;
      await store.write(operations);
      [operations, bytes] = [[], 0];
    }
    await store.write(operations);
    return entries;
  } finally {
    await store.close();
  }
}

/** Reads every row. @returns how many there are, and the keys of those that are no rows; none of an empty stream. */
export async function lookAtWorkspace(backup: AsyncIterable<Uint8Array>) {
  const damaged: string[] = [];
  let rows = 0;
  const chunks = backup[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return { rows, damaged };
  for await (const part of readBackup(behind(first.value, chunks))) {
    if (part.kind !== 'entry') continue;
    const [key, value] = part.entry;
    rows += 1;
    try {
      JSON.parse(Buffer.from(value).toString('utf8'));
    } catch {
      damaged.push(key);
    }
  }
  return { rows, damaged };
}

async function* behind(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}
