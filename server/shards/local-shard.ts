/** Documents of this process: their sockets, their rooms, and the log they share. */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type AccessBook, type AccessNews, decide } from '../accounts/access-book.ts';
import type { Identify } from '../accounts/identify.ts';
import type { Bearer, Identity } from '../accounts/identity.ts';
import type { DocumentSummary, Health } from '../contract/api.ts';
import { CLOSE } from '../contract/close-codes.ts';
import { seedUpdate } from '../contract/document/seed.ts';
import { DRAIN_MS, FAREWELL_MS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { createMetrics, type Metrics, type MetricsReading, type Sizes } from '../lib/metrics.ts';
import { Rooms } from '../room/rooms.ts';
import { trustedProxies } from '../socket/addresses.ts';
import { Gateway } from '../socket/gateway.ts';
import type { OriginRules } from '../socket/origins.ts';
import type { Compactor } from '../storage/compactor.ts';
import type { DocumentLog } from '../storage/document-log.ts';
import { newestFirst } from './listing.ts';
import type { Shard } from './shard.ts';

/** What of the settings concerns documents. */
export interface ShardSettings extends OriginRules {
  readonly trustedProxies: readonly string[];
  readonly connectionsPerAddress: number;
  readonly framesPerS: number;
}

export interface LocalShardParts {
  readonly settings: ShardSettings;
  readonly identify: Identify;
  readonly book: AccessBook;
  readonly log: DocumentLog;
  readonly compactor: Compactor;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where it counts; its own, unless somebody else reads them. */
  readonly metrics?: Metrics;
}

export class LocalShard implements Shard {
  readonly #parts: LocalShardParts;
  readonly #metrics: Metrics;
  readonly #rooms: Rooms;
  readonly #gateway: Gateway;
  #closing: Promise<void> | null = null;

  constructor(parts: LocalShardParts) {
    const { settings } = parts;
    this.#parts = parts;
    this.#metrics = parts.metrics ?? createMetrics();
    this.#rooms = new Rooms({ ...parts, metrics: this.#metrics });
    this.#gateway = new Gateway({
      ...{ ...parts, ...settings, origins: settings, metrics: this.#metrics, rooms: this.#rooms },
      isTrustedProxy: trustedProxies(settings.trustedProxies),
    });
    this.#metrics.measure(() => this.#sizes());
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#gateway.onUpgrade(request, socket, head);
  }

  async documents(identity: Identity): Promise<readonly DocumentSummary[] | null> {
    const { log } = this.#parts;
    const documents: DocumentSummary[] = [];
    for await (const entry of log.documents()) {
      if (!entry.ok) return null;
      const { id, title, createdAt, changedAt } = entry.value;
      const decision = await decide(this.#parts, identity, id, 'read');
      if (decision.allowed) documents.push({ id, title, createdAt, changedAt });
    }
    return newestFirst(documents);
  }

  /** One that was made offline under this id may have arrived already. */
  async create(documentId: string): Promise<boolean> {
    const room = await this.#rooms.open(documentId);
    if (!room.ok) return false;
    return !room.value.isUnwritten || (await room.value.write(seedUpdate())) === null;
  }

  async isUnwritten(documentId: string): Promise<boolean> {
    const room = await this.#rooms.open(documentId);
    return room.ok && room.value.isUnwritten;
  }

  accessChanged(news: AccessNews): void {
    this.#gateway.accessChanged(news);
  }

  signedOut(bearer: Bearer): void {
    this.#gateway.signedOut(bearer);
  }

  async health(): Promise<Health> {
    const failure = this.#parts.log.failure();
    return { ok: failure === null, detail: failure?.message ?? 'Everything is written to disk.' };
  }

  metricsText(): Promise<string> {
    return this.#metrics.text();
  }

  /** The same as `metricsText`, to be added up with those of other processes. */
  metricsReading(): Promise<MetricsReading> {
    return this.#metrics.reading();
  }

  close(): Promise<void> {
    this.#closing ??= this.#drain();
    return this.#closing;
  }

  async #drain(): Promise<void> {
    this.#gateway.drain();
    const deadline = new Promise<void>((resolve) => this.#parts.clock.after(DRAIN_MS, resolve));
    await Promise.race([this.#rooms.settled(), deadline]);
    this.#rooms.dismiss(CLOSE.restarting);
    await this.#gateway.close(FAREWELL_MS);
    await Promise.race([this.#rooms.close(), deadline]);
  }

  #sizes(): Sizes {
    const { clock, log } = this.#parts;
    const { bytes, oldestAt } = this.#rooms.waiting;
    return {
      connections: this.#gateway.connectionCount,
      documents: this.#rooms.count,
      bufferedBytes: this.#gateway.bufferedBytes,
      unconfirmedBytes: bytes,
      pendingBytes: this.#rooms.pendingBytes,
      oldestUnconfirmedS: Math.max(0, clock.now() - oldestAt) / 1_000,
      isFailing: log.failure() !== null,
    };
  }
}
