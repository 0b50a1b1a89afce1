/**
 * What one browser keeps for its pages: a simulated IndexedDB, as much of it as the product uses, and small values.
 * Each transaction happens as a whole some moments after it was made, in order; a tab that is killed before loses it.
 */

import type { Host } from './takeover.ts';

/** How something of a page happens later, unless the page has ended by then. */
export type Later = (action: () => void) => void;

type Key = string | number;
type Rows = Map<Key, unknown>;

interface Database {
  readonly rowsByStore: Map<string, Rows>;
  /** The last key that a store made by itself. */
  lastKey: number;
}

export class Browser {
  readonly #databases = new Map<string, Database>();
  readonly #kept = new Map<string, string>();
  readonly #later: Later;
  /** A private window, or a full disk: nothing more is kept. */
  refuses = false;

  /** @param later for whoever is running when it is called. */
  constructor(later: Later) {
    this.#later = later;
  }

  readonly localStorage: Host['localStorage'] = {
    getItem: (key) => this.#kept.get(key) ?? null,
    setItem: (key, value) => void this.#kept.set(key, value),
    removeItem: (key) => void this.#kept.delete(key),
  };

  readonly indexedDB = {
    open: (name: string) => this.#open(name),
  };

  /** Everything that lies in one store of a database. */
  valuesIn(name: string, store: string): unknown[] {
    return [...(this.#databases.get(name)?.rowsByStore.get(store)?.values() ?? [])];
  }

  #open(name: string): Request<Connection> {
    const request = new Request<Connection>();
    this.#later(() => {
      if (this.refuses) {
        request.fails('QuotaExceededError');
        return;
      }
      const known = this.#databases.get(name);
      const database = known ?? { rowsByStore: new Map(), lastKey: 0 };
      this.#databases.set(name, database);
      request.result = new Connection(database, this.#later, () => this.refuses);
      if (known === undefined) request.onupgradeneeded?.();
      request.onsuccess?.();
    });
    return request;
  }
}

class Request<Result> {
  result: Result | undefined;
  error: Error | null = null;
  onsuccess: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onupgradeneeded: (() => void) | null = null;

  fails(reason: string): void {
    this.error = new Error(reason);
    this.onerror?.();
  }
}

class Connection {
  readonly #database: Database;
  readonly #later: Later;
  readonly #refuses: () => boolean;
  #isClosed = false;
  onclose: (() => void) | null = null;
  onversionchange: (() => void) | null = null;

  constructor(database: Database, later: Later, refuses: () => boolean) {
    this.#database = database;
    this.#later = later;
    this.#refuses = refuses;
  }

  createObjectStore(name: string): void {
    this.#database.rowsByStore.set(name, new Map());
  }

  transaction(): Transaction {
    if (this.#isClosed) throw new Error('InvalidStateError');
    const transaction = new Transaction(this.#database);
    // What was begun before a connection is closed still happens.
    this.#later(() => transaction.happens(this.#refuses()));
    return transaction;
  }

  close(): void {
    this.#isClosed = true;
  }
}

class Transaction {
  readonly #database: Database;
  readonly #steps: (() => void)[] = [];
  readonly #requests: { fails(reason: string): void }[] = [];
  onabort: (() => void) | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  objectStore(name: string) {
    const rows = this.#database.rowsByStore.get(name) as Rows;
    return {
      add: (value: unknown) => this.#ask(() => this.#add(rows, value)),
      put: (value: unknown, key: Key) => this.#ask(() => void rows.set(key, copyOf(value))),
      delete: (key: Key) => this.#ask(() => void rows.delete(key)),
      get: (key: Key) => this.#ask(() => rows.get(key)),
      getAll: () => this.#ask(() => [...rows.values()]),
      getAllKeys: () => this.#ask(() => [...rows.keys()]),
    };
  }

  /** Nothing more will be asked. It still takes its moments, so that a tab can be killed before. */
  commit(): void {}

  /** Everything that was asked, and what the answers led to; or none of it, which every question is told. */
  happens(isRefused: boolean): void {
    if (isRefused) {
      for (const request of this.#requests) request.fails('AbortError');
      this.onabort?.();
      return;
    }
    for (let step = this.#steps.shift(); step !== undefined; step = this.#steps.shift()) step();
  }

  #add(rows: Rows, value: unknown): Key {
    this.#database.lastKey += 1;
    rows.set(this.#database.lastKey, copyOf(value));
    return this.#database.lastKey;
  }

  #ask<Result>(answer: () => Result): Request<Result> {
    const request = new Request<Result>();
    this.#requests.push(request);
    this.#steps.push(() => {
      request.result = answer();
      request.onsuccess?.();
    });
    return request;
  }
}

/** What is stored is nobody's any more. Nearly everything is updates and plain objects, and `structuredClone` takes 20 us. */
function copyOf(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.slice();
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copyOf(part)]));
}
