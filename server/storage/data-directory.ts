/**
 * The directory that holds everything: who may use it (one process), and whether it ever held anything.
 *
 *   scriptorium.json   the marker: data exists here. A directory with a marker is never started over.
 *   lock               locked while a server or a command has the directory
 *   running            there while a process has it; left behind by one that did not end properly
 *   ledger-0, -1       what was confirmed, as a witness beside the database
 *   control.sock       the way in for the commands of this machine, while a process has it
 *   damaged/           values and databases that a repair set aside
 *   log/               the database
 *   workspace/         what is known about documents and people apart from text, see workspace/workspace.ts
 *   search/            the index of the search, which is made anew from the documents when it is lost
 *   images/            the images of all documents, see image-store.ts
 *   backups/           what the server backed up of itself, see backups.ts
 *   shard-<n>/         with several workers, instead of ledger, socket and log: a data directory for each
 *   replaced-<time>/   what a restoring moved aside
 *
 * The lock is the kernel's, on our own file: it ends with the process however that ends, and unlike LevelDB's own
 * lock it is not dropped when somebody in this process closes another descriptor of the file.
 */

import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { tryLock } from 'fs-native-extensions';

import { failed, ok, type Result } from '../lib/result.ts';
import { fullMessage } from './ordered-store.ts';

export interface DataDirectory {
  readonly path: string;
  readonly databasePath: string;
  /** Nothing was ever stored here: the database may be created. */
  readonly isNew: boolean;
  /** The database exists now; from here on it must. */
  markReady(): Promise<void>;
  /** How many processes in a row had it and did not end properly. */
  readonly uncleanEnds: number;
  /** Lets the next process in; says how this one ended, `untouched` leaving what was known before. Idempotent. */
  release(end: 'clean' | 'unclean' | 'untouched'): Promise<void>;
}

export interface ClaimRefusal {
  readonly kind: 'in-use' | 'unusable';
  /** What is wrong and what to do. */
  readonly message: string;
}

export const MARKER = 'scriptorium.json';
const LOCK = 'lock';
const RUNNING = 'running';
const DATABASE = 'log';
export const IMAGES = 'images';
export const WORKSPACE = 'workspace';
/** What a running server backed up of itself: see backups.ts. */
export const BACKUPS = 'backups';
/** Derived from the log: see workspace/library.ts. */
export const SEARCH = 'search';

/**
 * Fails with a sentence that says what to do.
 *
 * @param purpose a repair also takes a directory whose marker or database is damaged.
 * @param shards over how many data directories its documents are spread; 1 when it holds them itself.
 */
export async function claimDataDirectory(
  path: string,
  purpose: 'use' | 'repair' = 'use',
  shards = 1,
): Promise<Result<DataDirectory, ClaimRefusal>> {
  try {
    await mkdir(path, { recursive: true });
    const lock = takeLock(join(path, LOCK));
    if (lock === null) return failed(inUse(path, await readFile(join(path, LOCK), 'utf8')));
    const state = purpose === 'use' ? await judge(path, shards) : ok('used');
    if (!state.ok) {
      closeSync(lock);
      return failed({ kind: 'unusable', message: state.error });
    }
    return ok(claimed(path, lock, state.value === 'new', await beginRun(path), shards));
  } catch (error) {
    const message = `The data directory ${path} cannot be used: ${fullMessage(error)}. Check DATA_DIR and who owns it.`;
    return failed({ kind: 'unusable', message });
  }
}

export function databasePathOf(dataDirectory: string): string {
  return join(dataDirectory, DATABASE);
}

const KEPT: ReadonlySet<string> = new Set([LOCK, RUNNING, IMAGES, BACKUPS]);

/**
 * What of a directory is data: not what belongs to a run, to the file system, or to an earlier restoring. Images stay
 * where they are whatever is restored: they are named by what is in them, so they can only be too many. So do backups.
 */
export async function contentsOf(path: string): Promise<string[]> {
  const names = await readdir(path);
  return names.filter((name) => !KEPT.has(name) && !isHarmless(name) && !name.startsWith('replaced-'));
}

/** Counts this process as one that did not end properly until it does. */
async function beginRun(path: string): Promise<number> {
  const before = Number(await readIfThere(join(path, RUNNING))) || 0;
  await writeFile(join(path, RUNNING), `${before + 1}\n`);
  return before;
}

function claimed(path: string, lock: number, isNew: boolean, uncleanEnds: number, shards: number): DataDirectory {
  let held = true;
  return {
    path,
    databasePath: databasePathOf(path),
    isNew,
    uncleanEnds,
    markReady: () => writeMarker(path, 'ready', shards),
    async release(end) {
      if (!held) return;
      held = false;
      if (end === 'clean' || (end === 'untouched' && uncleanEnds === 0)) await rm(join(path, RUNNING), { force: true });
      else if (end === 'untouched') await writeFile(join(path, RUNNING), `${uncleanEnds}\n`);
      closeSync(lock);
    },
  };
}

/** The descriptor that holds the lock; null when another process does. */
function takeLock(path: string): number | null {
  const lock = openSync(path, 'a+');
  if (!tryLock(lock)) {
    closeSync(lock);
    return null;
  }
  ftruncateSync(lock);
  writeSync(lock, `${process.pid}\n`);
  return lock;
}

function inUse(path: string, holder: string): ClaimRefusal {
  const message = `The data directory ${path} is in use by another process (pid ${holder.trim() || 'unknown'}). Stop it, or choose another DATA_DIR.`;
  return { kind: 'in-use', message };
}

/** A marker that says "creating" is from a first start that was cut short: nothing was confirmed in it. */
async function judge(path: string, shards: number): Promise<Result<'new' | 'used', string>> {
  const marker = await readIfThere(join(path, MARKER));
  const files = (await readdir(path)).filter((name) => name !== LOCK);
  const database: string[] = await readdir(join(path, DATABASE)).catch(() => []);
  if (marker === null) {
    if (files.length > 0 && (database.length > 0 || !files.every(isHarmless))) return failed(unmarked(path));
    await writeMarker(path, 'creating', shards);
    return ok('new');
  }
  if (stateIn(marker) === 'creating') return ok('new');
  if (shardsIn(marker) !== shards) return failed(spreadOtherwise(path, shardsIn(marker), shards));
  const isThere =
    shards === 1 ? database.includes('CURRENT') : shardNames(shards).every((name) => files.includes(name));
  return isThere ? ok('used') : failed(emptied(path, shards));
}

/** Over how many shards the documents of a directory are spread; 1 where nothing says otherwise. */
export async function shardCountOf(path: string): Promise<number> {
  return shardsIn((await readIfThere(join(path, MARKER))) ?? '');
}

function shardsIn(marker: string): number {
  return Number(/"shards":(\d+)/.exec(marker)?.[1] ?? 1);
}

/** The data directories inside one whose documents are spread, in the order of their shards. */
export function shardNames(shards: number): string[] {
  return Array.from({ length: shards }, (_, shard) => `shard-${shard}`);
}

function spreadOtherwise(path: string, shards: number, asked: number): string {
  return `The data directory ${path} was made for ${shards === 1 ? 'one worker' : `${shards} workers`}, not for ${asked}. Start with WORKERS=${shards}; or make a backup, and restore it with WORKERS=${asked} and --replace.`;
}

/** What a volume or a file system puts into a fresh directory. */
function isHarmless(name: string): boolean {
  return name.startsWith('.') || name === 'lost+found';
}

function unmarked(path: string): string {
  return `The data directory ${path} holds files but no ${MARKER}, so it is damaged or not Scriptorium's. Restore a backup with "scriptorium restore", put ${MARKER} back, or choose another DATA_DIR.`;
}

function emptied(path: string, shards: number): string {
  const missing = shards === 1 ? `${DATABASE}/CURRENT` : `one of ${shardNames(shards).join(', ')}`;
  return `The data directory ${path} held documents, and its database is gone or damaged (${missing} is missing). Nothing was touched. Check that the right volume is mounted; restore a backup with "scriptorium restore", or try "scriptorium verify --repair".`;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** A marker that cannot be read still says that there was data. */
function stateIn(marker: string): 'creating' | 'ready' {
  return marker.includes('"creating"') ? 'creating' : 'ready';
}

/** Whole or not at all, and on the disk when it returns. */
async function writeMarker(path: string, state: 'creating' | 'ready', shards: number): Promise<void> {
  const target = join(path, MARKER);
  const spread = shards === 1 ? {} : { shards };
  const text = `${JSON.stringify({ product: 'scriptorium', layout: 1, state, ...spread })}\n`;
  const file = await open(`${target}.new`, 'w');
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(`${target}.new`, target);
  const directory = await open(path, 'r');
  await directory.sync();
  await directory.close();
}
