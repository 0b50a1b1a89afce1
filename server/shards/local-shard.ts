/** Documents of this process: their sockets, their rooms, and the log they share. */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AccessBook, AccessNews } from '../accounts/access-book.ts';
import type { Identify } from '../accounts/identify.ts';
import type { Bearer } from '../accounts/identity.ts';
import { ContentDesk } from '../content/content-desk.ts';
import type { Health, PresentPeople } from '../contract/api.ts';
import { CLOSE } from '../contract/close-codes.ts';
import type { ContentKind } from '../contract/document/file-reader.ts';
import { seedUpdate } from '../contract/document/seed.ts';
import { DRAIN_MS, FAREWELL_MS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { createMetrics, type Metrics, type MetricsReading, type Sizes } from '../lib/metrics.ts';
import { failed } from '../lib/result.ts';
import type { TransportLimits } from '../lib/transport-limits.ts';
import { Rooms } from '../room/rooms.ts';
import { trustedProxies } from '../socket/addresses.ts';
import { Gateway } from '../socket/gateway.ts';
import type { OriginRules } from '../socket/origins.ts';
import type { Compactor, Historian, Reader } from '../storage/compactor.ts';
import type { DocumentChange } from '../storage/document-change.ts';
import type { DocumentEntry, DocumentLog, LogError } from '../storage/document-log.ts';
import type { Moment } from '../storage/past.ts';
import type { StoreUse } from '../storage/store-use.ts';
import type { PageRequest, VersionPage } from '../storage/versions.ts';
import {
  type ContentResult,
  type ContentWrite,
  type ContentWritten,
  type DocumentContent,
  DocumentContents,
} from './document-contents.ts';
import { peopleIn } from './present-people.ts';
import type { Shard, ShardReport, ShardWatcher } from './shard.ts';
import { StoredDocuments } from './stored-documents.ts';

/** What of the settings concerns documents. */
export interface ShardSettings extends OriginRules {
  readonly trustedProxies: readonly string[];
  readonly limits: TransportLimits;
}

export interface LocalShardParts {
  readonly settings: ShardSettings;
  readonly identify: Identify;
  readonly book: AccessBook;
  readonly log: DocumentLog;
  readonly compactor: Compactor;
  readonly reader: Reader;
  /** Makes past states; without one only the present is answered for. */
  readonly historian?: Pick<Historian, 'replay'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where it counts; its own, unless somebody else reads them. */
  readonly metrics?: Metrics;
}

const NO_PAST: Pick<Historian, 'replay'> = { replay: async () => failed('The past is not kept here.') };

export class LocalShard implements Shard {
  readonly #parts: LocalShardParts;
  readonly #metrics: Metrics;
  readonly #rooms: Rooms;
  readonly #gateway: Gateway;
  readonly #stored: StoredDocuments;
  readonly #watchers = new Set<ShardWatcher>();
  readonly #desk: ContentDesk;
  readonly #contents: DocumentContents;
  #isStopped = false;
  #stops = 0;
  #lastStop: ShardReport['storage']['lastStop'] = null;
  #closing: Promise<void> | null = null;

  constructor(parts: LocalShardParts) {
    const { settings } = parts;
    this.#parts = parts;
    this.#metrics = parts.metrics ?? createMetrics();
    this.#rooms = new Rooms({
      ...parts,
      limits: settings.limits,
      metrics: this.#metrics,
      onChange: (change) => this.#tell(change),
    });
    this.#stored = new StoredDocuments({ ...parts, rooms: this.#rooms });
    this.#gateway = new Gateway({
      ...{ ...parts, ...settings, origins: settings, metrics: this.#metrics, rooms: this.#rooms },
      isTrustedProxy: trustedProxies(settings.trustedProxies),
    });
    parts.log.watchFailure((failure) => this.#stopped(failure));
    parts.log.watchAdded?.((id) => void this.#added(id));
    this.#desk = new ContentDesk(parts.clock);
    const { log, historian = NO_PAST } = parts;
    this.#contents = new DocumentContents({ log, historian, rooms: this.#rooms, desk: this.#desk });
    this.#metrics.measure(() => this.#sizes());
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#gateway.onUpgrade(request, socket, head);
  }

  watch(watcher: ShardWatcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Of this process's documents, in the order of their ids; null while the disk cannot be read. */
  page(after: string | null, limit: number): Promise<readonly DocumentEntry[] | null> {
    return this.#stored.entries(after, limit);
  }

  async *entries(): AsyncGenerator<DocumentEntry> {
    for await (const entry of this.#parts.log.documents()) {
      if (entry.ok) yield entry.value;
      else if (entry.error.code !== 'damaged') throw new Error(entry.error.message);
    }
  }

  describe(documentId: string): Promise<DocumentChange | null> {
    return this.#stored.describe(documentId);
  }

  write(documentId: string, update: Uint8Array, user: string): Promise<boolean> {
    return this.#stored.write(documentId, update, user);
  }

  retitle(documentId: string, title: string, user: string): Promise<boolean> {
    return this.#stored.retitle(documentId, title, user);
  }

  copy(documentId: string, title: string | null): Promise<Uint8Array | null> {
    return this.#stored.copy(documentId, title);
  }

  remove(documentId: string): Promise<boolean> {
    return this.#stored.remove(documentId);
  }

  async present(documentIds: readonly string[]): Promise<PresentPeople> {
    const present = documentIds.map((id) => [id, peopleIn(this.#rooms.presence(id))] as const);
    return Object.fromEntries(present.filter(([, people]) => people.length > 0));
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

  async isGone(documentId: string): Promise<boolean> {
    const opened = await this.#parts.log.open(documentId);
    return !opened.ok && opened.error.code === 'gone';
  }

  readContent(documentId: string, format: ContentKind, moment: Moment): Promise<ContentResult<DocumentContent>> {
    return this.#contents.read(documentId, format, moment);
  }

  firstText(documentId: string): Promise<string | null> {
    return this.#contents.firstText(documentId);
  }

  versions(documentId: string, request: PageRequest): Promise<ContentResult<VersionPage>> {
    return this.#contents.versions(documentId, request);
  }

  writeContent(documentId: string, write: ContentWrite): Promise<ContentResult<ContentWritten>> {
    return this.#contents.write(documentId, write);
  }

  accessChanged(news: AccessNews): void {
    this.#gateway.accessChanged(news);
  }

  commentsChanged(documentId: string, revision: number): void {
    this.#gateway.commentsChanged(documentId, revision);
  }

  signedOut(bearer: Bearer): void {
    this.#gateway.signedOut(bearer);
  }

  async health(): Promise<Health> {
    const failure = this.#parts.log.failure();
    return { ok: failure === null, detail: failure?.message ?? 'Everything is written to disk.' };
  }

  async report(): Promise<ShardReport> {
    const { connections, documents, oldestUnconfirmedS } = this.#sizes();
    const oldestUnwrittenMs = Math.round(oldestUnconfirmedS * 1_000);
    const storage = { ...(await this.health()), stops: this.#stops, lastStop: this.#lastStop, oldestUnwrittenMs };
    return { workers: 1, workersAway: 0, connections, openDocuments: documents, storage };
  }

  async use(): Promise<readonly StoreUse[]> {
    return (await this.#parts.log.use?.()) ?? [];
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

  /** One outage counts once, however often it is tried to end it. */
  #stopped(failure: LogError | null): void {
    if (failure !== null && !this.#isStopped) {
      this.#stops += 1;
      this.#lastStop = { at: this.#parts.clock.now(), detail: failure.message };
    }
    this.#isStopped = failure !== null;
  }

  async #added(documentId: string): Promise<void> {
    const change = await this.describe(documentId);
    if (change !== null) this.#tell(change);
  }

  #tell(change: DocumentChange): void {
    for (const watcher of this.#watchers) watcher.onChange(change);
  }

  async #drain(): Promise<void> {
    this.#gateway.drain();
    const deadline = new Promise<void>((resolve) => this.#parts.clock.after(DRAIN_MS, resolve));
    await Promise.race([this.#rooms.settled(), deadline]);
    this.#rooms.dismiss(CLOSE.restarting);
    await this.#gateway.close(FAREWELL_MS);
    await Promise.race([Promise.all([this.#desk.close(), this.#rooms.close()]), deadline]);
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
