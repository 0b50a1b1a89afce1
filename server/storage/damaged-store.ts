/**
 * A database that may be damaged in any way, opened for looking or for repairing. A child opens and reads it first, so
 * that this process survives what it finds; a database that cannot be opened at all is rebuilt by LevelDB from a copy
 * that is kept.
 */

import { appendFile, cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { failed, ok, type Result } from '../lib/result.ts';
import { claimDataDirectory, type DataDirectory } from './data-directory.ts';
import { probeDatabase } from './database-probe.ts';
import { LEDGER_FILES } from './ledger.ts';
import { openLevelStore } from './level-store.ts';
import { fullMessage, type OrderedStore, type StoreEntry } from './ordered-store.ts';
import { checkFormat, REMEDY, stampFormat } from './store-format.ts';

export interface DamagedStore {
  readonly path: string;
  readonly store: OrderedStore;
  /** Where the database lies as it was before it had to be rebuilt; null when it had not. */
  readonly rebuiltFrom: string | null;
  /** Puts values aside that are about to be removed. */
  keep(id: string, entries: readonly StoreEntry[]): Promise<void>;
  /** What is there now is what there is: the ledger of what was confirmed begins anew. */
  acceptAsWhole(): Promise<void>;
  close(): Promise<void>;
}

/** Fails with a sentence that says what is wrong and what to do. */
export async function openDamaged(path: string, purpose: 'look' | 'repair'): Promise<Result<DamagedStore, string>> {
  const claim = await claimDataDirectory(path, purpose === 'repair' ? 'repair' : 'use');
  if (!claim.ok) return failed(claim.error.message);
  const opened = await openClaimed(claim.value, purpose);
  if (!opened.ok) await claim.value.release('untouched');
  return opened;
}

async function openClaimed(
  directory: DataDirectory,
  purpose: 'look' | 'repair',
): Promise<Result<DamagedStore, string>> {
  const { path, databasePath } = directory;
  const files = await readdir(databasePath).catch(() => []);
  if (files.length === 0)
    return failed(`There is no database in ${path}. Restore a backup with "scriptorium restore".`);
  try {
    const flaw = await flawOf(databasePath);
    if (flaw !== null && purpose === 'look') return failed(`The database cannot be read: ${flaw}. ${REMEDY}`);
    const rebuiltFrom = flaw === null ? null : await rebuild(directory);
    const store = await openLevelStore(databasePath, false);
    if (purpose === 'repair') {
      if (!checkFormat(store).ok) await stampFormat(store);
      await directory.markReady();
    }
    return ok(damagedStore(directory, store, rebuiltFrom));
  } catch (error) {
    return failed(`The database in ${databasePath} cannot be opened: ${fullMessage(error)}. ${REMEDY}`);
  }
}

/** Why it cannot be opened and read from end to end; null when it can. */
async function flawOf(databasePath: string): Promise<string | null> {
  const result = await probeDatabase({ path: databasePath, task: 'read' });
  return result.kind === 'sound' ? null : result.flaw;
}

/** @returns where the database as it was is kept. */
async function rebuild({ path, databasePath }: DataDirectory): Promise<string> {
  const kept = join(path, 'damaged', `log-${Date.now()}`);
  await cp(databasePath, kept, { recursive: true });
  const result = await probeDatabase({ path: databasePath, task: 'rebuild' });
  if (result.kind !== 'sound') throw new Error(`it could not be rebuilt: ${result.flaw}; it is kept in ${kept}`);
  return kept;
}

function damagedStore(directory: DataDirectory, store: OrderedStore, rebuiltFrom: string | null): DamagedStore {
  const { path } = directory;
  return {
    path,
    store,
    rebuiltFrom,
    async keep(id, entries) {
      await mkdir(join(path, 'damaged'), { recursive: true });
      const lines = entries.map(([key, value]) =>
        JSON.stringify({ key, value: Buffer.from(value).toString('base64') }),
      );
      await appendFile(join(path, 'damaged', `${id}.jsonl`), `${lines.join('\n')}\n`);
    },
    async acceptAsWhole() {
      for (const name of LEDGER_FILES) await rm(join(path, name), { force: true });
    },
    async close() {
      await store.close();
      await directory.release('clean');
    },
  };
}
