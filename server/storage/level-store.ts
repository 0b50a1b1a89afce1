/** LevelDB as an ordered store. Every write is synced; nothing here retries, because LevelDB after a failed write lies. */

import { Level } from 'level';

import type { KeyRange } from './level-keys.ts';
import type { OrderedStore, StoreEntry, StoreOperation, StoreView } from './ordered-store.ts';

/** In Node `level` is LevelDB itself; its types name only what a browser has too. */
interface Database extends Level<string, Uint8Array> {
  approximateSize(first: string, end: string): Promise<number>;
  compactRange(first: string, end: string): Promise<void>;
}

const BYTES = { keyEncoding: 'utf8', valueEncoding: 'buffer' } as const;

/** Entries fetched at once while walking: large enough to be fast, small enough to leave the main loop alone. */
const CHUNK_ENTRIES = 1_000;
const CHUNK_BYTES = 256 * 1024;

/**
 * @param createIfMissing only for a directory that never held a database: LevelDB would start over a damaged one empty.
 * @throws Error when LevelDB cannot open it.
 */
export async function openLevelStore(directory: string, createIfMissing: boolean): Promise<OrderedStore> {
  const options = { keyEncoding: 'utf8', valueEncoding: 'buffer', createIfMissing } as const;
  const database = new Level<string, Uint8Array>(directory, options) as Database;
  await database.open();
  return {
    get: (key) => database.getSync(key),
    view: () => openView(database),
    write: (operations) => writeBatch(database, operations),
    tidy: (range) => database.compactRange(range.first, range.end),
    bytes: (range) => database.approximateSize(range.first, range.end),
    close: () => database.close(),
  };
}

/** A chained batch costs a third of the CPU of an array of operations. */
async function writeBatch(database: Database, operations: readonly StoreOperation[]): Promise<void> {
  const batch = database.batch();
  for (const operation of operations) {
    if (operation.type === 'put') batch.put(operation.key, operation.value);
    else batch.del(operation.key);
  }
  await batch.write({ sync: true } as object);
}

/** Makes a new manifest from whatever tables and logs are readable. Throws what LevelDB says. */
export async function rebuildLevelStore(directory: string): Promise<void> {
  await (Level as unknown as { repair(location: string): Promise<void> }).repair(directory);
}

/** Of any database with text as keys; what is read is bytes. */
export function openView<Value>(database: Level<string, Value>): StoreView {
  const snapshot = database.snapshot();
  return {
    // What is read is kept by whoever reads it: a cache of it would be the same once more.
    get: (key) => database.get(key, { ...BYTES, snapshot, fillCache: false }),
    entries: (range, order) => {
      const options = { ...bounds(range), ...BYTES, snapshot, reverse: order === 'backwards' };
      return inChunks(() => database.iterator<string, Uint8Array>(options));
    },
    keys: (range) => inChunks(() => database.keys({ ...bounds(range), ...BYTES, snapshot })),
    close: () => snapshot.close(),
  };
}

function bounds(range: KeyRange) {
  return { gte: range.first, lt: range.end, fillCache: false, highWaterMarkBytes: CHUNK_BYTES };
}

interface Cursor<Item> {
  nextv(size: number): Promise<Item[]>;
  close(): Promise<void>;
}

async function* inChunks<Item extends string | StoreEntry>(open: () => Cursor<Item>): AsyncGenerator<Item[]> {
  const cursor = open();
  try {
    for (;;) {
      const chunk = await cursor.nextv(CHUNK_ENTRIES);
      if (chunk.length === 0) return;
      yield chunk;
    }
  } finally {
    await cursor.close();
  }
}
