/**
 * Reads and writes whole documents for programs, in a thread of its own: never on the loop that typing passes through,
 * and never in the way of a compaction. One request at a time; one that takes too long ends its thread, and the next
 * starts another.
 */

import type { Worker } from 'node:worker_threads';
import {
  CONTENT_DEADLINE_MS,
  CONTENT_HEAP_MEGABYTES_MAX,
  CONTENT_START_MS_MAX,
  CONTENT_WAITING_MAX,
} from '../contract/api-limits.ts';
import type { Clock } from '../lib/clock.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { startWorker } from '../lib/worker-thread.ts';
import type { ContentReply, ContentRequest, ReadAnswer, Unwritable } from './content-messages.ts';

/** `busy`: too many wait already; `failed`: the document, or what was sent, is more than it can take. */
export interface DeskError {
  readonly kind: 'busy' | 'failed';
  readonly sentence: string;
}

const BUSY: DeskError = {
  kind: 'busy',
  sentence: 'Many documents are being read and written at once. Try again in a moment.',
};

export class ContentDesk {
  readonly #clock: Clock;
  #worker: Worker | null = null;
  #answered: ((reply: ContentReply) => void) | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #closing: Promise<void> | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts the thread, so that whoever asks next need not wait for it. */
  wake(): void {
    if (this.#worker === null && this.#waiting === 0) void this.#inTurn(null);
  }

  async read(request: Extract<ContentRequest, { readonly kind: 'read' }>): Promise<Result<ReadAnswer, DeskError>> {
    const reply = await this.#inTurn(request);
    if (!reply.ok) return reply;
    return reply.value.kind === 'read' ? ok(reply.value.answer) : failed(flawOf(reply.value));
  }

  async write(
    request: Extract<ContentRequest, { readonly kind: 'write' }>,
  ): Promise<Result<Uint8Array | null, DeskError | Unwritable>> {
    const reply = await this.#inTurn(request);
    if (!reply.ok) return reply;
    return reply.value.kind === 'written' ? reply.value.result : failed(flawOf(reply.value));
  }

  /** Waits for what is under way. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#turn.then(() => this.#end());
    return this.#closing;
  }

  /** @param request null to be ready for one. */
  async #inTurn(request: ContentRequest | null): Promise<Result<ContentReply, DeskError>> {
    if (this.#closing !== null || this.#waiting >= CONTENT_WAITING_MAX) return failed(BUSY);
    this.#waiting++;
    const reply = this.#turn.then(() => this.#ask(request));
    this.#turn = reply;
    try {
      return ok(await reply);
    } finally {
      this.#waiting--;
    }
  }

  async #ask(request: ContentRequest | null): Promise<ContentReply> {
    if (this.#worker === null) {
      const ready = await this.#reply(CONTENT_START_MS_MAX, () => this.#start());
      if (ready.kind !== 'ready' || request === null) return this.#idle(ready);
    }
    return this.#idle(await this.#reply(CONTENT_DEADLINE_MS, () => this.#worker?.postMessage(request)));
  }

  /** Between requests it keeps no process alive. */
  #idle(reply: ContentReply): ContentReply {
    this.#worker?.unref();
    return reply;
  }

  #reply(deadlineMs: number, start: () => void): Promise<ContentReply> {
    return new Promise((resolve) => {
      const answered = (reply: ContentReply) => {
        timer.cancel();
        this.#answered = null;
        resolve(reply);
      };
      const timer = this.#clock.after(deadlineMs, () => {
        answered({ kind: 'failed', sentence: `it took more than ${deadlineMs / 1_000} s` });
        void this.#end();
      });
      this.#answered = answered;
      start();
      this.#worker?.ref();
    });
  }

  #start(): void {
    const options = { name: 'content', resourceLimits: { maxOldGenerationSizeMb: CONTENT_HEAP_MEGABYTES_MAX } };
    const worker = startWorker(new URL('./content-worker', import.meta.url), options);
    const died = (sentence: string) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#answered?.({ kind: 'failed', sentence });
    };
    worker.on('message', (reply: ContentReply) => this.#answered?.(reply));
    worker.on('error', (error) => died(error.message));
    worker.on('exit', () => died('its thread ended'));
    this.#worker = worker;
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

function flawOf(reply: ContentReply): DeskError {
  const why = reply.kind === 'failed' ? reply.sentence : `the worker answered "${reply.kind}"`;
  return { kind: 'failed', sentence: `The document cannot be worked on: ${why}.` };
}
