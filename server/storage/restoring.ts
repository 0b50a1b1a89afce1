/**
 * Turns a backup into a data directory. A directory that was not finished is begun again at its next start.
 *
 * What always holds when a directory with data is replaced: it is never renamed itself, because it may be a volume; it
 * stays claimed; the old marker leaves first and the new one comes last, so that a directory in which a crash left half
 * of each is refused, and restoring once more sets it right.
 */

import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type BackupHeader, readBackup, restored } from './backup-format.ts';
import { claimDataDirectory, contentsOf, type DataDirectory, MARKER } from './data-directory.ts';
import { documentOfKey } from './level-keys.ts';
import { openLevelStore } from './level-store.ts';
import { fullMessage, type OrderedStore, type StoreOperation } from './ordered-store.ts';
import { shardOf, shardPaths } from './shards.ts';

const BATCH_BYTES = 4 * 1024 * 1024;

/** Where the new data grow, inside the directory; a name that starts with a dot is no data. */
const FRESH = '.restoring';

export interface Restored {
  readonly path: string;
  readonly entries: number;
  /** Where lies what was there before; null when nothing was. */
  readonly aside: string | null;
}

/** Things were being moved when it broke off: the directory is refused until a backup is restored once more. */
export class HalfRestored extends Error {}

/**
 * @param write makes a whole data directory at a path. @returns how many entries it has.
 * @throws HalfRestored, or an Error with a sentence; nothing was changed then.
 */
export async function restoreInPlace(
  path: string,
  mayReplace: boolean,
  write: (path: string) => Promise<number>,
): Promise<Restored> {
  const wasThere = await readdir(path).then(
    () => true,
    () => false,
  );
  const claim = await claimDataDirectory(path, 'repair');
  if (!claim.ok) throw new Error(claim.error.message);
  const fresh = join(path, FRESH);
  try {
    const old = await contentsOf(path);
    if (old.length > 0 && !mayReplace)
      throw new Error(`${path} holds data. Choose another DATA_DIR, or say --replace to move it aside.`);
    await rm(fresh, { recursive: true, force: true });
    const entries = await write(fresh);
    const aside = old.length > 0 ? join(path, `replaced-${Date.now()}`) : null;
    await exchange(path, old, aside, fresh);
    await rm(fresh, { recursive: true });
    await claim.value.release('clean');
    return { path, entries, aside };
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    await claim.value.release('untouched');
    if (!wasThere) await rm(path, { recursive: true, force: true });
    throw error;
  }
}

async function exchange(path: string, old: readonly string[], aside: string | null, fresh: string): Promise<void> {
  try {
    if (aside !== null) await moveAll(path, old, aside, 'marker first');
    await moveAll(fresh, await contentsOf(fresh), path, 'marker last');
  } catch (error) {
    const before = aside === null ? '' : ` What was there before is in ${aside}.`;
    throw new HalfRestored(
      `The restoring broke off half-way: ${fullMessage(error)}. Restore once more with --replace.${before}`,
    );
  }
}

async function moveAll(
  from: string,
  names: readonly string[],
  to: string,
  order: 'marker first' | 'marker last',
): Promise<void> {
  await mkdir(to, { recursive: true });
  const others = names.filter((name) => name !== MARKER);
  const marker = names.filter((name) => name === MARKER);
  for (const part of order === 'marker first' ? [marker, others] : [others, marker]) {
    for (const name of part) await rename(join(from, name), join(to, name));
    for (const directory of [from, to]) await syncDirectory(directory);
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  await directory.sync();
  await directory.close();
}

/** A backup on its way into a directory that holds nothing yet. */
export interface Restoring {
  /** Over how many shards the documents are to be spread. */
  readonly shards: number;
  readonly onEntries?: (done: number, header: BackupHeader) => void;
}

/**
 * Throws an Error with a sentence when the directory holds something, or the backup is not whole; nothing is left then
 * that could be taken for data.
 */
export async function restoreInto(
  directory: string,
  backup: AsyncIterable<Uint8Array>,
  { shards, onEntries = () => {} }: Restoring,
): Promise<BackupHeader> {
  const claim = await claimEmpty(directory, shards);
  const targets: Target[] = [];
  try {
    const paths = shards === 1 ? [] : shardPaths(directory, shards);
    if (shards === 1) targets.push(await begun(claim));
    for (const path of paths) targets.push(await begun(await claimEmpty(path, 1)));
    const header = await copyInto(targets, backup, onEntries);
    for (const { store } of targets) await store.close();
    for (const target of targets) await target.claim.markReady();
    if (shards > 1) await claim.markReady();
    return header;
  } finally {
    for (const target of targets) {
      await target.store.close();
      await target.claim.release('clean');
    }
    await claim.release('clean');
  }
}

/** A data directory that is being filled. */
interface Target {
  readonly claim: DataDirectory;
  readonly store: OrderedStore;
}

async function claimEmpty(path: string, shards: number): Promise<DataDirectory> {
  const claim = await claimDataDirectory(path, 'use', shards);
  if (!claim.ok) throw new Error(claim.error.message);
  if (claim.value.isNew) return claim.value;
  await claim.value.release('clean');
  throw new Error(`The data directory ${path} holds data. Choose an empty one.`);
}

async function begun(claim: DataDirectory): Promise<Target> {
  await rm(claim.databasePath, { recursive: true, force: true });
  return { claim, store: await openLevelStore(claim.databasePath, true) };
}

async function copyInto(
  targets: readonly Target[],
  backup: AsyncIterable<Uint8Array>,
  onEntries: (done: number, header: BackupHeader) => void,
): Promise<BackupHeader> {
  let header: BackupHeader | null = null;
  let operations: StoreOperation[][] = targets.map(() => []);
  let bytes = 0;
  let done = 0;
  let waiting = 0;
  const flush = async () => {
    for (const [shard, { store }] of targets.entries()) {
      const own = operations[shard] ?? [];
      if (own.length > 0) await store.write(own);
    }
    done += waiting;
    if (header !== null) onEntries(done, header);
    operations = targets.map(() => []);
    bytes = 0;
    waiting = 0;
  };
  for await (const part of readBackup(backup)) {
    if (part.kind === 'header') header = part.header;
    if (part.kind !== 'entry') continue;
    const [key, value] = part.entry;
    for (const shard of shardsOfKey(key, targets.length)) operations[shard]?.push(...restored(key, value));
    waiting += 1;
    bytes += key.length + value.length;
    if (bytes > BATCH_BYTES) await flush();
  }
  await flush();
  if (header === null) throw new Error('The backup is empty.');
  return header;
}

/** What belongs to a document lies with it; what a store says about itself each of them has to say. */
function shardsOfKey(key: string, shards: number): number[] {
  const id = documentOfKey(key);
  return id === null ? Array.from({ length: shards }, (_, shard) => shard) : [shardOf(id, shards)];
}
