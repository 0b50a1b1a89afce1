/**
 * All documents, spread over worker processes by their ids: this process takes every connection on the one port, reads
 * the request of its upgrade, and hands the socket itself to the worker that owns the document. From then on nothing
 * of that connection passes through here.
 */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AccessNews } from '../accounts/access-book.ts';
import type { Bearer } from '../accounts/identity.ts';
import type { Health, PresentPeople } from '../contract/api.ts';
import type { ContentKind } from '../contract/document/file-reader.ts';
import type { Logger } from '../lib/logger.ts';
import { mergeReadings } from '../lib/metrics.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { DocumentChange } from '../storage/document-change.ts';
import type { DocumentEntry } from '../storage/document-log.ts';
import type { Moment } from '../storage/past.ts';
import { shardOf } from '../storage/shards.ts';
import type { StoreUse } from '../storage/store-use.ts';
import type { PageRequest, VersionPage } from '../storage/versions.ts';
import type { ContentResult, ContentWrite, ContentWritten, DocumentContent } from './document-contents.ts';
import type { Shard, ShardReport, ShardWatcher } from './shard.ts';
import { ShardProcess, type ShardProcessParts } from './shard-process.ts';

/** The browser comes back by itself, and the worker will be there again. */
const AWAY = 'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n';

const AWAY_FOR_CONTENT: ContentResult<never> = failed({ kind: 'disk', sentence: 'A worker is being started again.' });

type ShardsParts = Omit<ShardProcessParts, 'watcher'>;

/** Documents that a worker is asked about at once. */
const ENTRIES_A_CALL = 1_000;

export class Shards implements Shard {
  readonly #processes: readonly ShardProcess[];
  readonly #logger: Logger;

  readonly #watchers = new Set<ShardWatcher>();

  private constructor(directories: readonly string[], parts: ShardsParts) {
    const watcher: ShardWatcher = {
      onChange: (change) => {
        for (const { onChange } of this.#watchers) onChange(change);
      },
      onGap: () => {
        for (const { onGap } of this.#watchers) onGap();
      },
    };
    this.#processes = directories.map((directory) => new ShardProcess(directory, { ...parts, watcher }));
    this.#logger = parts.logger;
  }

  /** Starts a worker for each directory. Fails, with none left running, when one cannot start. */
  static async start(directories: readonly string[], parts: ShardsParts): Promise<Result<Shards, string>> {
    const shards = new Shards(directories, parts);
    const started = await Promise.all(shards.#processes.map((process) => process.start()));
    const refused = started.find((result) => !result.ok);
    if (refused === undefined || refused.ok) return ok(shards);
    await shards.close();
    return failed(refused.error);
  }

  /** An address that names no document goes to the first, which refuses it as it refuses all the others. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const [, id = ''] = /^\/sync\/([^?]*)/.exec(request.url ?? '') ?? [];
    if (this.#of(id).upgrade(request, socket, head)) return;
    socket.on('error', () => socket.destroy());
    socket.end(AWAY);
  }

  watch(watcher: ShardWatcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  async *entries(): AsyncGenerator<DocumentEntry> {
    for (const process of this.#processes) {
      let after: string | null = null;
      for (;;) {
        const page: readonly DocumentEntry[] | null = await process.call('entries', after, ENTRIES_A_CALL);
        if (page === null) throw new Error('a disk cannot be read');
        yield* page;
        if (page.length < ENTRIES_A_CALL) break;
        after = page.at(-1)?.id ?? null;
      }
    }
  }

  isUnwritten(documentId: string): Promise<boolean> {
    return this.#ask(documentId, false, (process) => process.call('isUnwritten', documentId));
  }

  isGone(documentId: string): Promise<boolean> {
    return this.#ask(documentId, false, (process) => process.call('isGone', documentId));
  }

  readContent(documentId: string, format: ContentKind, moment: Moment): Promise<ContentResult<DocumentContent>> {
    return this.#ask(documentId, AWAY_FOR_CONTENT, (process) =>
      process.call('readContent', documentId, format, moment),
    );
  }

  firstText(documentId: string): Promise<string | null> {
    return this.#ask(documentId, null, (process) => process.call('firstText', documentId));
  }

  versions(documentId: string, request: PageRequest): Promise<ContentResult<VersionPage>> {
    return this.#ask(documentId, AWAY_FOR_CONTENT, (process) => process.call('versions', documentId, request));
  }

  writeContent(documentId: string, write: ContentWrite): Promise<ContentResult<ContentWritten>> {
    return this.#ask(documentId, AWAY_FOR_CONTENT, (process) => process.call('writeContent', documentId, write));
  }

  accessChanged(news: AccessNews): void {
    for (const process of this.#processes) process.accessChanged(news);
  }

  commentsChanged(documentId: string, revision: number): void {
    this.#of(documentId).commentsChanged(documentId, revision);
  }

  create(documentId: string): Promise<boolean> {
    return this.#ask(documentId, false, (process) => process.call('create', documentId));
  }

  describe(documentId: string): Promise<DocumentChange | null> {
    return this.#ask(documentId, null, (process) => process.call('describe', documentId));
  }

  write(documentId: string, update: Uint8Array, user: string): Promise<boolean> {
    return this.#ask(documentId, false, (process) => process.call('write', documentId, update, user));
  }

  retitle(documentId: string, title: string, user: string): Promise<boolean> {
    return this.#ask(documentId, false, (process) => process.call('retitle', documentId, title, user));
  }

  copy(documentId: string, title: string | null): Promise<Uint8Array | null> {
    return this.#ask(documentId, null, (process) => process.call('copy', documentId, title));
  }

  remove(documentId: string): Promise<boolean> {
    return this.#ask(documentId, false, (process) => process.call('remove', documentId));
  }

  /** Nobody is named of a worker that is away. */
  async present(documentIds: readonly string[]): Promise<PresentPeople> {
    const parts = this.#processes.map(async (process) => {
      const ids = documentIds.filter((id) => this.#of(id) === process);
      return ids.length === 0 ? {} : await process.call('present', ids).catch(() => ({}));
    });
    return Object.assign({}, ...(await Promise.all(parts)));
  }

  signedOut(bearer: Bearer): void {
    for (const process of this.#processes) process.signedOut(bearer);
  }

  async health(): Promise<Health> {
    const all = await this.#all((process) => process.call('health'));
    if (all === null) return { ok: false, detail: 'A worker is being started again.' };
    return all.find(({ ok: works }) => !works) ?? { ok: true, detail: 'Everything is written to disk.' };
  }

  /** Of those that are there. */
  async report(): Promise<ShardReport> {
    const asked = await Promise.allSettled(this.#processes.map((process) => process.call('report')));
    const reports = asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    const sum = (count: (report: ShardReport) => number) => reports.reduce((all, report) => all + count(report), 0);
    const stops = reports.flatMap(({ storage }) => (storage.lastStop === null ? [] : [storage.lastStop]));
    return {
      workers: this.#processes.length,
      workersAway: this.#processes.length - reports.length,
      connections: sum(({ connections }) => connections),
      openDocuments: sum(({ openDocuments }) => openDocuments),
      storage: {
        ...(await this.health()),
        stops: sum(({ storage }) => storage.stops),
        lastStop: stops.sort((one, other) => other.at - one.at)[0] ?? null,
        oldestUnwrittenMs: Math.max(0, ...reports.map(({ storage }) => storage.oldestUnwrittenMs)),
      },
    };
  }

  async use(): Promise<readonly StoreUse[]> {
    return (await Promise.all(this.#processes.map((process) => process.call('use')))).flat();
  }

  async metricsText(): Promise<string> {
    const ready = this.#processes.filter(({ isReady }) => isReady);
    return mergeReadings(await Promise.all(ready.map((process) => process.call('metricsReading'))));
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.close()));
  }

  #of(documentId: string): ShardProcess {
    return this.#processes[shardOf(documentId, this.#processes.length)] as ShardProcess;
  }

  /** The answer of the worker that has the document, or `otherwise` when it is not there. */
  async #ask<Value>(
    documentId: string,
    otherwise: Value,
    ask: (process: ShardProcess) => Promise<Value>,
  ): Promise<Value> {
    try {
      return await ask(this.#of(documentId));
    } catch (error) {
      this.#logger.warn({ error: String(error) }, 'a worker did not answer');
      return otherwise;
    }
  }

  /** The answer of every worker; null when one is not there. */
  async #all<Value>(ask: (process: ShardProcess) => Promise<Value>): Promise<Value[] | null> {
    try {
      return await Promise.all(this.#processes.map(ask));
    } catch (error) {
      this.#logger.warn({ error: String(error) }, 'a worker did not answer');
      return null;
    }
  }
}
