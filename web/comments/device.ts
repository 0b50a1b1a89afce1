/**
 * What this browser keeps of comments (IndexedDB): changes that the server does not have, and for each document the list
 * as it was last heard of, to be read offline. Every call may fail, in a private window or on a full disk; whoever calls
 * goes on without.
 */

import type { ThreadView } from '../../server/contract/comment-api.ts';
import { DEVICE_COPIES_MAX } from '../../server/contract/limits.ts';
import { resultOf } from '../collab/device-copy.ts';
import type { Waiting } from './changes.ts';

const DATABASE = 'scriptorium-comments';
const WAITING = 'waiting';
const LISTS = 'lists';

export interface KeptList {
  readonly documentId: string;
  readonly threads: readonly ThreadView[];
  /** Milliseconds since 1970. */
  readonly keptAt: number;
}

let opened: Promise<IDBDatabase> | null = null;

/** In the order in which they were made. */
export async function waitingRows(): Promise<readonly Waiting[]> {
  return await resultOf<Waiting[]>((await store(WAITING, 'readonly')).getAll());
}

export async function keepWaiting(row: Waiting): Promise<void> {
  await resultOf((await store(WAITING, 'readwrite')).put(row));
}

export async function forgetWaiting(keys: readonly string[]): Promise<void> {
  const rows = await store(WAITING, 'readwrite');
  await Promise.all(keys.map((key) => resultOf(rows.delete(key))));
}

export async function keptThreads(documentId: string): Promise<readonly ThreadView[] | null> {
  const kept: KeptList | undefined = await resultOf((await store(LISTS, 'readonly')).get(documentId));
  return kept?.threads ?? null;
}

/** Of so many documents as the device keeps the text of; the ones that were looked at longest ago go first. */
export async function keepThreads(documentId: string, threads: readonly ThreadView[], nowMs: number): Promise<void> {
  const lists = await store(LISTS, 'readwrite');
  await resultOf(lists.put({ documentId, threads, keptAt: nowMs } satisfies KeptList));
  const count = await resultOf(lists.count());
  if (count <= DEVICE_COPIES_MAX) return;
  const oldest = await resultOf(lists.index('keptAt').getAllKeys(null, count - DEVICE_COPIES_MAX));
  await Promise.all(oldest.map((key) => resultOf(lists.delete(key))));
}

export async function forgetThreads(documentId: string): Promise<void> {
  await resultOf((await store(LISTS, 'readwrite')).delete(documentId));
}

async function store(name: string, mode: IDBTransactionMode): Promise<IDBObjectStore> {
  opened ??= open();
  try {
    return (await opened).transaction(name, mode).objectStore(name);
  } catch (refusal) {
    // The browser dropped it (site data cleared): the next call begins anew.
    opened = null;
    throw refusal;
  }
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(WAITING, { keyPath: 'key' });
    request.result.createObjectStore(LISTS, { keyPath: 'documentId' }).createIndex('keptAt', 'keptAt');
  };
  const database = await resultOf(request);
  database.onversionchange = () => database.close();
  return database;
}
