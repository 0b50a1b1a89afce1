/**
 * A disk in memory that misbehaves on command: the ordered store behind `openMemoryLog`, for tests and simulation.
 * Like LevelDB, it goes on acknowledging writes after a failed one and has lost them when it is opened again.
 */

import type { Clock } from '../lib/clock.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { KeyRange } from './level-keys.ts';
import type { OrderedStore, StoreEntry, StoreOpener, StoreOperation, StoreView } from './ordered-store.ts';

/** How a write fails, and what of it is found when the store is opened again. */
export type WriteFault =
  /** Nothing reached the disk. */
  | 'error'
  /** A part reached the disk: a torn batch, dropped as a whole, and everything written after it in this session. */
  | 'short'
  /** All of it reached the disk, but the sync reported an error. */
  | 'unsynced';

const FULL = 'ENOSPC: no space left on device';

export class MemoryDisk implements StoreOpener {
  readonly #clock: Clock;
  #durable = new Map<string, Uint8Array>();
  #session: MemoryStore | null = null;
  #faults: WriteFault[] = [];
  #openFaults: string[] = [];

  /** Bytes of keys and values it holds before it is full. */
  capacityBytes = Number.POSITIVE_INFINITY;
  /** The whole directory is gone, as when a volume was taken away. */
  isAway = false;
  /** How long each write takes. */
  writeMs = 0;
  /** Writes that were confirmed so far. */
  writes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  open(): Promise<Result<OrderedStore, string>> {
    const fault = this.#openFaults.shift();
    if (fault !== undefined) return Promise.resolve(failed(fault));
    if (this.#session !== null) return Promise.resolve(failed('the store is open already'));
    this.#session = new MemoryStore(this, new Map(this.#durable));
    return Promise.resolve(ok(this.#session));
  }

  freeBytes(): Promise<number> {
    if (this.isAway) return Promise.reject(new Error('no such file or directory'));
    return Promise.resolve(this.capacityBytes - sizeOf(this.#durable));
  }

  /** The next writes fail in these ways, one after the other. */
  failWrites(...faults: WriteFault[]): void {
    this.#faults.push(...faults);
  }

  /** The next openings fail with these words. */
  failOpenings(...messages: string[]): void {
    this.#openFaults.push(...messages);
  }

  /** The process or the power is gone: what was not confirmed by now is lost. */
  crash(): void {
    this.#session?.end();
    this.#session = null;
  }

  /** Changes one value behind the store's back; `null` removes it. */
  damage(key: string, change: (value: Uint8Array) => Uint8Array | null): void {
    const before = this.#durable.get(key);
    const after = change(before ?? new Uint8Array());
    for (const values of [this.#durable, this.#session?.values]) {
      if (after === null) values?.delete(key);
      else values?.set(key, after);
    }
  }

  keys(): string[] {
    return [...this.#durable.keys()].sort();
  }

  /** For the store: carries out one write, or the fault that was ordered for it. */
  async write(session: MemoryStore, operations: readonly StoreOperation[]): Promise<void> {
    if (this.writeMs > 0) await new Promise<void>((resolve) => this.#clock.after(this.writeMs, resolve));
    else await null;
    if (session.ended) throw new Error('the store was closed');
    const fault = this.#faults.shift();
    const next = applied(this.#durable, operations);
    if (sizeOf(next) > this.capacityBytes) {
      session.torn = true;
      throw new Error(FULL);
    }
    if (fault === 'short' || fault === 'error') session.torn = true;
    if (!session.torn) this.#durable = next;
    if (fault !== undefined) throw new Error(`EIO: i/o error, ${fault} write`);
    session.values = applied(session.values, operations);
    this.writes++;
  }

  closed(session: MemoryStore): void {
    if (this.#session === session) this.#session = null;
  }
}

class MemoryStore implements OrderedStore {
  readonly #disk: MemoryDisk;
  values: Map<string, Uint8Array>;
  ended = false;
  /** After a failed write nothing of this session reaches the disk any more, whatever is said. */
  torn = false;

  constructor(disk: MemoryDisk, values: Map<string, Uint8Array>) {
    this.#disk = disk;
    this.values = values;
  }

  get(key: string): Uint8Array | undefined {
    this.#mustBeOpen();
    return this.values.get(key);
  }

  view(): StoreView {
    this.#mustBeOpen();
    const values = new Map(this.values);
    return {
      get: async (key) => values.get(key),
      entries: (range, order) => {
        const entries = sortedEntries(values, range);
        return inOneChunk(order === 'backwards' ? entries.reverse() : entries);
      },
      keys: (range) => inOneChunk(sortedEntries(values, range).map(([key]) => key)),
      close: async () => {},
    };
  }

  write(operations: readonly StoreOperation[]): Promise<void> {
    this.#mustBeOpen();
    return this.#disk.write(this, operations);
  }

  async tidy(): Promise<void> {}

  async bytes(range: KeyRange): Promise<number> {
    return sizeOf(new Map(sortedEntries(this.values, range)));
  }

  async close(): Promise<void> {
    this.end();
    this.#disk.closed(this);
  }

  end(): void {
    this.ended = true;
  }

  #mustBeOpen(): void {
    if (this.ended) throw new Error('the store was closed');
  }
}

function applied(before: ReadonlyMap<string, Uint8Array>, operations: readonly StoreOperation[]) {
  const after = new Map(before);
  for (const operation of operations) {
    if (operation.type === 'put') after.set(operation.key, operation.value);
    else after.delete(operation.key);
  }
  return after;
}

function sortedEntries(values: ReadonlyMap<string, Uint8Array>, range: KeyRange): StoreEntry[] {
  return [...values]
    .filter(([key]) => key >= range.first && key < range.end)
    .sort(([left], [right]) => (left < right ? -1 : 1));
}

async function* inOneChunk<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[]> {
  if (items.length > 0) yield items;
}

function sizeOf(values: ReadonlyMap<string, Uint8Array>): number {
  let bytes = 0;
  for (const [key, value] of values) bytes += key.length + value.length;
  return bytes;
}
