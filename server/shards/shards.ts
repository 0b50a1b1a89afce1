/**
 * All documents, spread over worker processes by their ids: this process takes every connection on the one port, reads
 * the request of its upgrade, and hands the socket itself to the worker that owns the document. From then on nothing
 * of that connection passes through here.
 */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AccessNews } from '../accounts/access-book.ts';
import type { Bearer, Identity } from '../accounts/identity.ts';
import type { DocumentSummary, Health } from '../contract/api.ts';
import type { Logger } from '../lib/logger.ts';
import { mergeReadings } from '../lib/metrics.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { shardOf } from '../storage/shards.ts';
import { newestFirst } from './listing.ts';
import type { Shard } from './shard.ts';
import { ShardProcess, type ShardProcessParts } from './shard-process.ts';

/** The browser comes back by itself, and the worker will be there again. */
const AWAY = 'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n';

export class Shards implements Shard {
  readonly #processes: readonly ShardProcess[];
  readonly #logger: Logger;

  private constructor(processes: readonly ShardProcess[], logger: Logger) {
    this.#processes = processes;
    this.#logger = logger;
  }

  /** Starts a worker for each directory. Fails, with none left running, when one cannot start. */
  static async start(directories: readonly string[], parts: ShardProcessParts): Promise<Result<Shards, string>> {
    const processes = directories.map((directory) => new ShardProcess(directory, parts));
    const shards = new Shards(processes, parts.logger);
    const started = await Promise.all(processes.map((process) => process.start()));
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

  async documents(identity: Identity): Promise<readonly DocumentSummary[] | null> {
    const lists = await this.#all((process) => process.call('documents', identity));
    if (lists === null) return null;
    const whole = lists.filter((list) => list !== null);
    return whole.length === lists.length ? newestFirst(whole.flat()) : null;
  }

  async create(documentId: string): Promise<boolean> {
    try {
      return await this.#of(documentId).call('create', documentId);
    } catch (error) {
      this.#logger.warn({ error: String(error) }, 'a worker did not answer');
      return false;
    }
  }

  async isUnwritten(documentId: string): Promise<boolean> {
    try {
      return await this.#of(documentId).call('isUnwritten', documentId);
    } catch (error) {
      this.#logger.warn({ error: String(error) }, 'a worker did not answer');
      return false;
    }
  }

  accessChanged(news: AccessNews): void {
    for (const process of this.#processes) process.accessChanged(news);
  }

  signedOut(bearer: Bearer): void {
    for (const process of this.#processes) process.signedOut(bearer);
  }

  async health(): Promise<Health> {
    const all = await this.#all((process) => process.call('health'));
    if (all === null) return { ok: false, detail: 'A worker is being started again.' };
    return all.find(({ ok: works }) => !works) ?? { ok: true, detail: 'Everything is written to disk.' };
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
