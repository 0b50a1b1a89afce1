/** The machine the server runs on: starts the product's own shard over the simulated disk, ends it well or badly. */

import { NO_BOOK } from '../../../server/accounts/access-book.ts';
import { type Identity, STRANGER } from '../../../server/accounts/identity.ts';
import type { Metrics, Sizes } from '../../../server/lib/metrics.ts';
import { failed, type Result } from '../../../server/lib/result.ts';
import { usualLimits } from '../../../server/lib/transport-limits.ts';
import { LocalShard } from '../../../server/shards/local-shard.ts';
import { compactDocument, rescueUpdate } from '../../../server/storage/compaction-core.ts';
import { copyStored, readStored, retitleStored } from '../../../server/storage/compaction-reading.ts';
import type { Compactor, Reader } from '../../../server/storage/compactor.ts';
import type { LogResult } from '../../../server/storage/document-log.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import type { StoreLog } from '../../../server/storage/store-log.ts';
import type { SimulatedDisk } from './disk.ts';
import { charactersIn } from './durable.ts';
import type { Network } from './network.ts';
import type { Plant } from './plants.ts';
import { Life } from './schedule.ts';

export interface ServerHostParts {
  readonly network: Network;
  readonly disk: SimulatedDisk;
  /** Who somebody is who brings this cookie. */
  readonly identityOf: (cookie: string) => Identity | undefined;
  readonly plant: Plant;
}

const EMPTY = Buffer.alloc(0);

/** Nobody reads a supervisor's clock: it tries again after so long. */
const RESTART_MS = 500;

export class ServerHost {
  readonly #parts: ServerHostParts;
  #life: Life | null = null;
  #shard: LocalShard | null = null;
  #log: StoreLog | null = null;
  #sizes: (() => Sizes) | null = null;
  #starts = 0;
  skewMs = 0;
  /** How long a compaction takes, usually. */
  compactMs = 5;
  /** The next so many compactions fail. */
  failingCompactions = 0;
  /** Told of the characters that the server writes itself, see move-rescue.ts. */
  onRescued: (characters: string) => void = () => {};
  /** Sentences that the server logged as its own mistakes. */
  readonly mistakes: string[] = [];

  constructor(parts: ServerHostParts) {
    this.#parts = parts;
  }

  get isUp(): boolean {
    return this.#shard !== null;
  }

  get isStopped(): boolean {
    return this.#life === null;
  }

  get sizes(): Sizes | null {
    return this.#sizes?.() ?? null;
  }

  get log(): StoreLog | null {
    return this.#log;
  }

  start(): void {
    if (this.#life !== null) return;
    const life = new Life(`server ${++this.#starts}`);
    life.skewMs = this.skewMs;
    this.#life = life;
    const { schedule, trace } = this.#parts.network;
    trace.tell(`${life.name} starts`);
    schedule.as(life, () => void this.#open(life));
  }

  /** kill -9, or (`isPowerCut`) the plug. */
  crash(isPowerCut: boolean): void {
    const life = this.#life;
    if (life === null) return;
    life.isAlive = false;
    this.#parts.network.trace.tell(`${life.name} ${isPowerCut ? 'loses its power' : 'is killed'}`);
    this.#parts.network.serverDied(!isPowerCut);
    this.#parts.disk.crash(isPowerCut);
    this.#forget();
  }

  /** SIGTERM: everything is written, everybody is told. */
  async stop(): Promise<void> {
    const [life, shard, log] = [this.#life, this.#shard, this.#log];
    if (life === null || shard === null || log === null) return;
    const { schedule, trace, network } = { ...this.#parts.network, network: this.#parts.network };
    trace.tell(`${life.name} is told to stop`);
    network.listening = null;
    this.#shard = null;
    await schedule.as(life, () => shard.close());
    await schedule.as(life, () => log.close());
    if (this.#life !== life) return;
    trace.tell(`${life.name} has stopped`);
    life.isAlive = false;
    network.serverDied(true);
    this.#forget();
  }

  /** Its clock is set. */
  setClock(skewMs: number): void {
    this.skewMs = skewMs;
    if (this.#life !== null) this.#life.skewMs = skewMs;
  }

  async #open(life: Life): Promise<void> {
    const { schedule, trace } = this.#parts.network;
    const clock = schedule.clockOf(life);
    const opened = await this.#openLog(life);
    if (!opened.ok) {
      trace.tell(`${life.name} cannot open its store: ${opened.error.message}`);
      life.isAlive = false;
      this.#forget();
      schedule.at(this.#parts.network.ether, RESTART_MS, 'restart', () => this.start());
      return;
    }
    const { plant } = this.#parts;
    const compactor = this.#compactor(life);
    this.#log = opened.value;
    this.#shard = new LocalShard({
      settings: {
        allowedOrigins: [],
        isLoopback: false,
        trustedProxies: [],
        limits: usualLimits(),
      },
      identify: async ({ cookie }) => this.#parts.identityOf(cookie ?? '') ?? STRANGER,
      book: NO_BOOK,
      log: plant.log?.(opened.value) ?? opened.value,
      compactor: plant.compactor?.(compactor) ?? compactor,
      reader: compactor,
      clock,
      logger: { info() {}, warn() {}, error: (fields, message) => this.#noteMistake(fields, message) },
      metrics: this.#metrics(),
    });
    const shard = this.#shard;
    this.#parts.network.listening = {
      life,
      upgrade: (request, socket) => shard.upgrade(request, socket, EMPTY),
    };
    trace.tell(`${life.name} listens`);
  }

  async #openLog(life: Life): Promise<LogResult<StoreLog>> {
    const { network, disk } = this.#parts;
    try {
      return await openMemoryLog({ disk: disk.openerFor(life), clock: network.schedule.clockOf(life) });
    } catch (error) {
      disk.crash(false);
      return failed({ code: 'failing', message: String(error) });
    }
  }

  #forget(): void {
    this.#parts.network.listening = null;
    this.#life = null;
    this.#shard = null;
    this.#log = null;
    this.#sizes = null;
  }

  /** The product's compaction without its thread: an answer that comes later. */
  #compactor(life: Life): Compactor & Reader {
    const later = async <Value>(work: () => Result<Value, string>): Promise<Result<Value, string>> => {
      await this.#parts.disk.wait(life, 'compact', this.compactMs);
      if (this.failingCompactions === 0) return work();
      this.failingCompactions -= 1;
      return failed('its worker ended');
    };
    return {
      compact: (input) => later(() => compactDocument(input)),
      rescue: (input) =>
        later(() => {
          const rescued = rescueUpdate(input);
          if (rescued.ok && rescued.value !== null) this.onRescued(charactersIn(rescued.value));
          return rescued;
        }),
      read: (input) => later(() => readStored(input)),
      retitle: (input, title) => later(() => retitleStored(input, title)),
      copy: (input, title) => later(() => copyStored(input, title)),
      close: async () => {},
    };
  }

  #metrics(): Metrics {
    const { trace } = this.#parts.network;
    return {
      durable() {},
      delivered() {},
      refused: (code) => trace.cover(`refused ${code}`),
      limited: (limit) => trace.cover(`limit ${limit}`),
      measure: (sizes) => {
        this.#sizes = sizes;
      },
      text: async () => '',
      reading: async () => [],
    };
  }

  #noteMistake(fields: object, message: string): void {
    this.#parts.network.trace.cover(`error: ${message}`);
    if (!/mistake/.test(message)) return;
    const { error } = fields as { readonly error?: unknown };
    this.mistakes.push(`${message}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
