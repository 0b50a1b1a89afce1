/**
 * The copy of one document in this browser (IndexedDB): every update as it happens, and beside it, in the same
 * transaction, a note of what the server has not confirmed. So a reload while offline shows the text, and still
 * knows that it is unsaved. Tabs share the copy; each keeps its own note.
 *
 * A browser may refuse (private window, full disk): that is reported once through `onRefused` and ends the copy.
 *
 * An open copy holds a lock that all tabs see, so that nobody throws away what somebody is using.
 */

import { DEVICE_COPY_ROWS_MAX } from '../../server/contract/limits.ts';
import { randomId } from '../lib/random-id.ts';
import type { Unsaved } from './checkpoints.ts';

const UPDATES = 'updates';
export const UNSAVED = 'unsaved';

export interface StoredDocument {
  readonly updates: readonly Uint8Array[];
  /** What earlier visits, or other tabs, left unconfirmed. */
  readonly unsaved: readonly Unsaved[];
}

export class DeviceCopy {
  readonly #database: IDBDatabase;
  readonly #unlock: () => void;
  readonly #onRefused: () => void;
  /** This tab's key among the notes. */
  readonly #visit = randomId(12);
  /** Keys of the rows whose content is part of the open document; only these may be folded. */
  #foldableKeys: IDBValidKey[] = [];
  #inheritedNotes: ReadonlyMap<IDBValidKey, Unsaved> = new Map();
  #hasNote = false;
  #closed = false;

  private constructor(database: IDBDatabase, unlock: () => void, onRefused: () => void) {
    this.#database = database;
    this.#unlock = unlock;
    this.#onRefused = onRefused;
    database.onclose = () => this.#refused();
    database.onversionchange = () => this.#refused();
  }

  /** @throws when the browser keeps nothing for this site. */
  static async open(id: string, onRefused: () => void, locks = ownLocks()): Promise<DeviceCopy> {
    const unlock = await holdLock(locks, id);
    try {
      return new DeviceCopy(await openDatabase(id), unlock, onRefused);
    } catch (refusal) {
      unlock();
      throw refusal;
    }
  }

  async load(): Promise<StoredDocument> {
    const transaction = this.#database.transaction([UPDATES, UNSAVED], 'readonly');
    const rows = transaction.objectStore(UPDATES);
    const notes = transaction.objectStore(UNSAVED);
    const [keys, updates, noteKeys, unsaved] = await Promise.all([
      resultOf(rows.getAllKeys()),
      resultOf<Uint8Array[]>(rows.getAll()),
      resultOf(notes.getAllKeys()),
      resultOf<Unsaved[]>(notes.getAll()),
    ]);
    this.#foldableKeys = keys;
    this.#inheritedNotes = new Map(zip(noteKeys, unsaved));
    return { updates, unsaved };
  }

  /** Keeps `update`; with `unsaved`, notes in the same breath what the server still lacks. */
  append(update: Uint8Array, unsaved: Unsaved | null): void {
    this.#write((transaction) => {
      const request = transaction.objectStore(UPDATES).add(update);
      request.onsuccess = () => this.#foldableKeys.push(request.result);
      if (unsaved !== null) {
        transaction.objectStore(UNSAVED).put(unsaved, this.#visit);
        this.#hasNote = true;
      }
      // Else the browser waits for this page to hear of each step, and drops it all when the page is left before.
      transaction.commit();
    });
  }

  /** The server has everything: forgets this tab's note and those found at the start. */
  everythingSaved(): void {
    if (!this.#hasNote && this.#inheritedNotes.size === 0) return;
    const inherited = this.#inheritedNotes;
    this.#hasNote = false;
    this.#inheritedNotes = new Map();
    this.#write((transaction) => {
      const notes = transaction.objectStore(UNSAVED);
      notes.delete(this.#visit);
      for (const [key, note] of inherited) deleteIfUnchanged(notes, key, note);
    });
  }

  /** Whether the rows have become so many that `fold` is worth its while. */
  get wantsFolding(): boolean {
    return this.#foldableKeys.length >= DEVICE_COPY_ROWS_MAX;
  }

  /** Replaces the rows this tab has read or written by `state`, the whole document as one update. */
  fold(state: Uint8Array): void {
    const keys = this.#foldableKeys;
    this.#foldableKeys = [];
    this.#write((transaction) => {
      const rows = transaction.objectStore(UPDATES);
      for (const key of keys) rows.delete(key);
      const request = rows.add(state);
      request.onsuccess = () => this.#foldableKeys.push(request.result);
      transaction.commit();
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#database.close();
    this.#unlock();
  }

  #write(change: (transaction: IDBTransaction) => void): void {
    if (this.#closed) return;
    try {
      const transaction = this.#database.transaction([UPDATES, UNSAVED], 'readwrite');
      transaction.onabort = () => this.#refused();
      change(transaction);
    } catch {
      // The browser dropped the database under us (site data cleared, tab being discarded).
      this.#refused();
    }
  }

  #refused(): void {
    if (this.#closed) return;
    this.close();
    this.#onRefused();
  }
}

export function databaseName(id: string): string {
  return `scriptorium/${id}`;
}

export function openDatabase(id: string): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName(id), 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(UPDATES, { autoIncrement: true });
    request.result.createObjectStore(UNSAVED);
  };
  return resultOf(request);
}

export function lockName(id: string): string {
  return `scriptorium/copy/${id}`;
}

/** Only pages that are served securely have locks. */
export function ownLocks(): LockManager | undefined {
  return globalThis.navigator?.locks;
}

/** Waits while somebody discards the copy; the answer gives the lock back. */
function holdLock(locks: LockManager | undefined, id: string): Promise<() => void> {
  return new Promise((resolve) => {
    const withoutLock = () => resolve(() => undefined);
    if (locks === undefined) return withoutLock();
    locks
      .request(lockName(id), { mode: 'shared' }, () => new Promise<void>((unlock) => resolve(unlock)))
      .catch(withoutLock);
  });
}

/** Another tab may have written its note again since; then it is not ours to delete. */
function deleteIfUnchanged(notes: IDBObjectStore, key: IDBValidKey, note: Unsaved): void {
  const request = notes.get(key);
  request.onsuccess = () => {
    const present: Unsaved | undefined = request.result;
    if (present?.count === note.count && present.sinceMs === note.sinceMs) notes.delete(key);
  };
}

function zip(keys: readonly IDBValidKey[], notes: readonly Unsaved[]): [IDBValidKey, Unsaved][] {
  return notes.flatMap((note, index) => {
    const key = keys[index];
    return key === undefined ? [] : [[key, note] as [IDBValidKey, Unsaved]];
  });
}

export function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser refused to keep a copy'));
  });
}
