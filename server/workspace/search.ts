/**
 * Search over titles and text: the index in its thread, as the rest of the server sees it.
 *
 * What always holds: what it answers with is only ever missing something, never somebody else's; when the index is
 * damaged it is thrown away, when its thread ends it gets another one, and whoever fills it is told.
 */

import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { SEARCH_DEATHS_MAX } from '../contract/limits.ts';
import type { Logger } from '../lib/logger.ts';
import { startWorker } from '../lib/worker-thread.ts';
import type { Findings, IndexedDocument } from './search-index.ts';
import type { SearchAnswer, SearchCall, SearchCalls } from './search-messages.ts';

/** What SQLite says of a file that is none of its own any more. */
const DAMAGE = /malformed|not a database|disk image|corrupt/i;

interface Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface SearchParts {
  /** The index; begun when there is none. */
  readonly path: string;
  readonly logger: Logger;
}

export class Search {
  readonly #parts: SearchParts;
  readonly #questions = new Map<number, Question>();
  #worker: Worker | null = null;
  #asked = 0;
  #isComplete = false;
  #deaths = 0;
  #onLost: () => void = () => {};
  #closing: Promise<void> | null = null;

  private constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /** A search that cannot be opened finds nothing; the log says why. */
  static async open(parts: SearchParts): Promise<Search> {
    const search = new Search(parts);
    await search.#begin();
    return search;
  }

  /** Whether every document there was has been put into it once. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Calls `onLost` when it had to be begun anew, or may have missed something. */
  watch(onLost: () => void): void {
    this.#onLost = onLost;
  }

  async markComplete(): Promise<void> {
    await this.#call('markComplete');
    this.#isComplete = true;
  }

  async put(documents: readonly IndexedDocument[]): Promise<void> {
    await this.#call('put', documents);
  }

  async setReaders(id: string, readers: readonly string[]): Promise<void> {
    await this.#call('setReaders', id, readers);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#call('remove', ids);
  }

  changedAtOf(ids: readonly string[]): Promise<Readonly<Record<string, number>>> {
    return this.#call('changedAtOf', ids);
  }

  /** What somebody with these reader keys finds; see `SearchIndex.find`. */
  find(typed: string, readers: readonly string[], limit: number): Promise<Findings> {
    return this.#call('find', typed, readers, limit);
  }

  /** Throws the index away and begins an empty one. */
  async reset(): Promise<void> {
    await this.#call('close').catch(() => {});
    rmSync(this.#parts.path, { force: true });
    await this.#begin();
  }

  /** Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #begin(): Promise<void> {
    try {
      mkdirSync(dirname(this.#parts.path), { recursive: true });
      this.#worker ??= this.#start();
      this.#isComplete = (await this.#call('open', this.#parts.path)).isComplete;
    } catch (error) {
      this.#parts.logger.error({ error: String(error) }, 'the search index cannot be opened; nothing is found');
    }
  }

  #start(): Worker {
    const worker = startWorker(new URL('./search-worker', import.meta.url), { name: 'search' });
    worker.unref();
    const died = (reason: string) => {
      for (const { reject } of this.#questions.values()) reject(new Error(reason));
      this.#questions.clear();
      if (this.#worker !== worker) return;
      this.#worker = null;
      void this.#revive(reason);
    };
    worker.on('message', (answer: SearchAnswer) => this.#onAnswer(answer));
    worker.on('error', (error) => died(error.message));
    worker.on('exit', () => died('the search has ended'));
    return worker;
  }

  /** What it was doing is lost, and what was to be put into it meanwhile; the index itself is whole. */
  async #revive(reason: string): Promise<void> {
    if (this.#closing !== null) return;
    this.#deaths += 1;
    const { logger } = this.#parts;
    if (this.#deaths > SEARCH_DEATHS_MAX)
      return logger.error({ reason }, 'the search has ended too often; nothing is found');
    logger.error({ reason }, 'the thread of the search has ended; it gets another one');
    await this.#begin();
    this.#onLost();
  }

  #call<Name extends keyof SearchCalls>(
    name: Name,
    ...parameters: Parameters<SearchCalls[Name]>
  ): Promise<ReturnType<SearchCalls[Name]>> {
    const worker = this.#worker;
    if (worker === null) return Promise.reject(new Error('there is no search'));
    this.#asked += 1;
    const call: SearchCall = { number: this.#asked, name, parameters };
    return new Promise((resolve, reject) => {
      this.#questions.set(call.number, { resolve: (value) => resolve(value as ReturnType<SearchCalls[Name]>), reject });
      worker.postMessage(call);
    });
  }

  #onAnswer(answer: SearchAnswer): void {
    const question = this.#questions.get(answer.number);
    this.#questions.delete(answer.number);
    if (answer.kind === 'answer') question?.resolve(answer.value);
    else {
      question?.reject(new Error(answer.message));
      if (DAMAGE.test(answer.message)) void this.#replace(answer.message);
    }
  }

  async #replace(reason: string): Promise<void> {
    if (this.#closing !== null) return;
    this.#parts.logger.error({ reason }, 'the search index is damaged and is built anew');
    await this.reset();
    this.#onLost();
  }

  async #end(): Promise<void> {
    await this.#call('close').catch(() => {});
    await this.#worker?.terminate();
  }
}
