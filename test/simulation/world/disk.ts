/**
 * The disk under the document log: each write takes a while to reach the disk and a while longer to be synced, can fail,
 * be torn, or find no room. What was not synced when the power goes may be there afterwards, or not.
 *
 * What always holds: a batch is there as a whole or not at all, as LevelDB's checksums see to. Like LevelDB, a store goes
 * on acknowledging writes after a failed one, and has lost them when it is opened again.
 */

import { failed, ok, type Result } from '../../../server/lib/result.ts';
import { restored } from '../../../server/storage/backup-format.ts';
import type { KeyRange } from '../../../server/storage/level-keys.ts';
import type {
  Order,
  OrderedStore,
  StoreEntry,
  StoreOpener,
  StoreOperation,
  StoreView,
} from '../../../server/storage/ordered-store.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import type { Plant } from './plants.ts';
import type { Life, Schedule } from './schedule.ts';
import type { Trace } from './trace.ts';

/** `error`: nothing reached the disk; `torn`: a part did; `unsynced`: all did, and the sync failed. */
export type DiskFault = 'error' | 'torn' | 'unsynced';

const DAMAGES = ['flipped', 'flipped', 'cut short', 'gone'] as const;

export interface Damage {
  readonly key: string;
  readonly kind: (typeof DAMAGES)[number];
}

export type StoredValues = ReadonlyMap<string, Uint8Array>;

const ROOMY_BYTES = 1_000_000_000;

export class SimulatedDisk implements StoreOpener {
  readonly #schedule: Schedule;
  readonly #trace: Trace;
  readonly #random: SeededRandom;
  readonly #onDurable: (operations: readonly StoreOperation[]) => void;
  #durable = new Map<string, Uint8Array>();
  #session: Store | null = null;
  #opening: Life | null = null;
  #faults: DiskFault[] = [];
  #openFaults = 0;
  isFull = false;
  /** Usual time for a write and for its sync, in milliseconds. */
  writeMs = 1;

  readonly #plant: Plant;

  /** @param onDurable told of each batch in the moment in which no crash can take it back. */
  constructor(
    schedule: Schedule,
    trace: Trace,
    random: SeededRandom,
    onDurable: (operations: readonly StoreOperation[]) => void,
    plant: Plant,
  ) {
    this.#plant = plant;
    this.#schedule = schedule;
    this.#trace = trace;
    this.#random = random;
    this.#onDurable = onDurable;
  }

  /** The opener of one process: what it began ends with it. */
  openerFor(life: Life): StoreOpener {
    return {
      open: () => {
        this.#opening = life;
        return this.open();
      },
      freeBytes: () => this.freeBytes(),
    };
  }

  async open(): Promise<Result<OrderedStore, string>> {
    const life = this.#opening as Life;
    await this.wait(life, 'open', this.writeMs);
    if (this.#openFaults > 0) {
      this.#openFaults -= 1;
      return failed('EIO: i/o error, open');
    }
    if (this.#session !== null) return failed('the store is open already');
    this.#session = new Store(this, life, new Map(this.#durable));
    return ok(this.#session);
  }

  async freeBytes(): Promise<number> {
    return this.isFull ? 0 : ROOMY_BYTES;
  }

  failWrites(...faults: DiskFault[]): void {
    this.#faults.push(...faults);
  }

  failOpenings(count: number): void {
    this.#openFaults += count;
  }

  /** From now on it works. */
  mend(): void {
    this.#faults = [];
    this.#openFaults = 0;
    this.isFull = false;
    this.writeMs = 1;
  }

  /** The process is gone, and perhaps the power: then what lies unsynced is there or not. */
  crash(isPowerCut: boolean): void {
    const session = this.#session;
    this.#session = null;
    if (session === null) return;
    session.end();
    const { unsynced } = session;
    if (unsynced === null || session.isTorn) return;
    const survives = !isPowerCut || this.#random.chance(0.5);
    this.#trace.cover(survives ? 'unsynced batch survives' : 'unsynced batch lost');
    if (survives) this.#keep(unsynced);
  }

  /** Everything that is safe now, as a backup has it. */
  get values(): StoredValues {
    return new Map(this.#durable);
  }

  /** The disk decays while nobody has it open: one value is not what it was. @returns null where nothing is stored. */
  damage(random: SeededRandom): Damage | null {
    const stored = [...this.#durable].filter(([key]) => !key.startsWith('meta!'));
    if (stored.length === 0) return null;
    const [key, value] = random.pick(stored);
    const kind = random.pick(DAMAGES);
    const at = random.below(Math.max(1, value.length));
    if (kind === 'gone') this.#durable.delete(key);
    else if (kind === 'cut short') this.#durable.set(key, value.slice(0, at));
    else this.#durable.set(key, value.with(at, (value[at] ?? 0) ^ (1 << random.below(8))));
    return { key, kind };
  }

  /** A restored backup lies there instead. Not while a process has it open. */
  replace(backup: StoredValues): void {
    const operations = [...backup].flatMap(([key, value]) => restored(key, value));
    this.#durable = new Map(
      operations.flatMap((operation) => (operation.type === 'put' ? [[operation.key, operation.value]] : [])),
    );
  }

  /** For the store: carries out one write, or the fault that was ordered for it. */
  async write(session: Store, operations: readonly StoreOperation[]): Promise<void> {
    const { life } = session;
    await this.wait(life, 'disk', this.writeMs);
    if (session.hasEnded) throw new Error('the store was closed');
    const fault = this.isFull ? 'full' : this.#faults.shift();
    if (fault === 'full' || fault === 'error' || fault === 'torn') session.isTorn = true;
    else session.unsynced = operations;
    if (fault !== undefined) {
      this.#trace.cover(`disk ${fault}`);
      if (this.#plant.hidesFailedWrites) return;
      // Reached the disk, and nobody can rely on it: it counts as synced only in the moment when the store ends.
      throw new Error(fault === 'full' ? 'ENOSPC: no space left on device' : `EIO: i/o error, ${fault} write`);
    }
    session.apply(operations);
    const synced = this.wait(life, 'sync', this.writeMs).then(() => this.sync(session));
    if (!this.#plant.isDiskLying) await synced;
  }

  /** What was written can not be lost any more. */
  sync(session: Store): void {
    const { unsynced } = session;
    session.unsynced = null;
    if (unsynced !== null && !session.isTorn && !session.hasEnded) this.#keep(unsynced);
  }

  closed(session: Store): void {
    if (this.#session !== session) return;
    this.sync(session);
    session.end();
    this.#session = null;
  }

  wait(life: Life, what: string, usualMs: number): Promise<void> {
    const takesMs = usualMs * (0.2 + 2 * this.#random.next());
    return new Promise((resolve) => this.#schedule.at(life, takesMs, what, resolve));
  }

  #keep(operations: readonly StoreOperation[]): void {
    for (const operation of operations) {
      if (operation.type === 'put') this.#durable.set(operation.key, operation.value);
      else this.#durable.delete(operation.key);
      if (operation.type === 'put') this.#trace.bytes('disk', operation.key, operation.value);
    }
    this.#onDurable(operations);
  }
}

export class Store implements OrderedStore {
  readonly #disk: SimulatedDisk;
  readonly life: Life;
  readonly #values: Map<string, Uint8Array>;
  /** Written, not synced. */
  unsynced: readonly StoreOperation[] | null = null;
  hasEnded = false;
  /** After a failed write nothing of this session reaches the disk any more, whatever is said. */
  isTorn = false;

  constructor(disk: SimulatedDisk, life: Life, values: Map<string, Uint8Array>) {
    this.#disk = disk;
    this.life = life;
    this.#values = values;
  }

  get(key: string): Uint8Array | undefined {
    this.#mustBeOpen();
    return this.#values.get(key);
  }

  view(): StoreView {
    this.#mustBeOpen();
    return new View(new Map(this.#values), () => this.#disk.wait(this.life, 'read', this.#disk.writeMs / 2));
  }

  write(operations: readonly StoreOperation[]): Promise<void> {
    this.#mustBeOpen();
    return this.#disk.write(this, operations);
  }

  apply(operations: readonly StoreOperation[]): void {
    for (const operation of operations) {
      if (operation.type === 'put') this.#values.set(operation.key, operation.value);
      else this.#values.delete(operation.key);
    }
  }

  async tidy(): Promise<void> {}

  async bytes(range: KeyRange): Promise<number> {
    return sorted(this.#values, range).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  }

  async close(): Promise<void> {
    this.#disk.closed(this);
  }

  end(): void {
    this.hasEnded = true;
  }

  #mustBeOpen(): void {
    if (this.hasEnded) throw new Error('the store was closed');
  }
}

class View implements StoreView {
  readonly #values: StoredValues;
  readonly #wait: () => Promise<void>;

  constructor(values: StoredValues, wait: () => Promise<void>) {
    this.#values = values;
    this.#wait = wait;
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    await this.#wait();
    return this.#values.get(key);
  }

  async *entries(range: KeyRange, order?: Order): AsyncGenerator<readonly StoreEntry[]> {
    await this.#wait();
    const entries = sorted(this.#values, range);
    if (order === 'backwards') entries.reverse();
    if (entries.length > 0) yield entries;
  }

  async *keys(range: KeyRange): AsyncGenerator<readonly string[]> {
    for await (const entries of this.entries(range)) yield entries.map(([key]) => key);
  }

  async close(): Promise<void> {}
}

function sorted(values: StoredValues, { first, end }: KeyRange): StoreEntry[] {
  return [...values].filter(([key]) => key >= first && key < end).sort(([one], [other]) => (one < other ? -1 : 1));
}
