/**
 * The compactor in a worker thread. One document at a time; a request that takes too long is taken for a record that
 * hangs: the worker is ended, the record found by bisecting in fresh workers, set aside, and the rest compacted.
 */

import type { Worker } from 'node:worker_threads';

import { COMPACT_DEADLINE_MS, COMPACT_HEAP_MEGABYTES_MAX, COMPACT_RECORDS_MAX } from '../contract/limits.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { type Logger, silentLogger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { WorkerReply, WorkerRequest } from './compaction-messages.ts';
import type { CompactionInput, CompactionOutput, Compactor, Historian } from './compactor.ts';
import type { ExcisedRecord, LogRecord, StoredSegment } from './document-log.ts';
import type { Piece } from './runs.ts';
import { startWorker } from './worker-thread.ts';

export interface WorkerCompactorOptions {
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly deadlineMs?: number;
}

type Answer = WorkerReply | { readonly kind: 'died'; readonly reason: string };

/** A worker that has not loaded its modules by then never will; a busy machine takes seconds. */
const START_MS_MAX = 30_000;

const READY: Answer = { kind: 'ready' };

const CLOSED = 'The compactor was closed.';

export function createWorkerCompactor(options: WorkerCompactorOptions = {}): Compactor & Historian {
  return new WorkerCompactor(options);
}

class WorkerCompactor implements Compactor, Historian {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #deadlineMs: number;
  #worker: Worker | null = null;
  /** Takes the answer to the request under way. */
  #answered: ((answer: Answer) => void) | null = null;
  /** Requests go one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor({
    clock = systemClock,
    logger = silentLogger,
    deadlineMs = COMPACT_DEADLINE_MS,
  }: WorkerCompactorOptions) {
    this.#clock = clock;
    this.#logger = logger;
    this.#deadlineMs = deadlineMs;
  }

  compact(input: CompactionInput): Promise<Result<CompactionOutput, string>> {
    const tail = input.tail.slice(0, COMPACT_RECORDS_MAX);
    return this.#inTurn(() => this.#compact({ ...input, tail }));
  }

  rescue(input: CompactionInput): Promise<Result<Uint8Array | null, string>> {
    return this.#inTurn(async () => {
      const answer = await this.#ask({ kind: 'rescue', input });
      return answer.kind === 'rescued' ? answer.result : failed(`The document cannot be loaded: ${deathOf(answer)}.`);
    });
  }

  replay(pieces: readonly Piece[]): Promise<Result<Uint8Array, string>> {
    return this.#inTurn(async () => {
      const answer = await this.#ask({ kind: 'replay', pieces });
      return answer.kind === 'replayed' ? answer.result : failed(`The history cannot be replayed: ${deathOf(answer)}.`);
    });
  }

  joinRuns(
    earlier: readonly StoredSegment[],
    segments: readonly StoredSegment[],
  ): Promise<Result<StoredSegment[], string>> {
    return this.#inTurn(async () => {
      const answer = await this.#ask({ kind: 'join', earlier, segments });
      return answer.kind === 'joined' ? answer.result : failed(`The history cannot be joined: ${deathOf(answer)}.`);
    });
  }

  #inTurn<Value>(work: () => Promise<Result<Value, string>>): Promise<Result<Value, string>> {
    if (this.#closing !== null) return Promise.resolve(failed(CLOSED));
    const result = this.#turn.then(work);
    this.#turn = result;
    return result;
  }

  close(): Promise<void> {
    this.#closing ??= this.#turn.then(() => this.#endWorker());
    return this.#closing;
  }

  async #compact({ snapshot, note, tail }: CompactionInput): Promise<Result<CompactionOutput, string>> {
    const hanging: ExcisedRecord[] = [];
    let rest = tail;
    for (;;) {
      const answer = await this.#ask({ kind: 'compact', input: { snapshot, note, tail: rest } });
      if (answer.kind === 'compacted') return withExcised(answer.result, hanging, tail);
      const reason = deathOf(answer);
      const culprit = await this.#findHanging({ snapshot, note, tail: rest });
      if (culprit === null) return failed(`The document cannot be compacted: ${reason}.`);
      this.#logger.warn({ sequence: culprit.sequence, reason }, 'a record stops the compaction and is set aside');
      hanging.push({ ...culprit, reason });
      rest = rest.filter((record) => record !== culprit);
    }
  }

  /** The record with which the worker begins to die; null when it dies without any, or not again. */
  async #findHanging({ snapshot, note, tail }: CompactionInput): Promise<LogRecord | null> {
    const dies = async (count: number) =>
      (await this.#ask({ kind: 'check', input: { snapshot, note, tail: tail.slice(0, count) } })).kind === 'died';
    if ((await dies(0)) || !(await dies(tail.length))) return null;
    let good = 0;
    let bad = tail.length;
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if (await dies(middle)) bad = middle;
      else good = middle;
    }
    return tail[bad - 1] ?? null;
  }

  /** Asks the worker, which is started when there is none and ended when it does not answer in time. */
  async #ask(request: WorkerRequest): Promise<Answer> {
    const ready = this.#worker === null ? await this.#awaitAnswer(START_MS_MAX, () => this.#startWorker()) : READY;
    const answer =
      ready.kind === 'died'
        ? ready
        : await this.#awaitAnswer(this.#deadlineMs, () => this.#worker?.postMessage(request));
    this.#worker?.unref();
    if (answer.kind === 'died') await this.#endWorker();
    return answer;
  }

  #awaitAnswer(deadlineMs: number, start: () => void): Promise<Answer> {
    return new Promise((resolve) => {
      const answered = (answer: Answer) => {
        timer.cancel();
        this.#answered = null;
        resolve(answer);
      };
      const late = () => answered({ kind: 'died', reason: `it took more than ${deadlineMs} ms` });
      const timer = this.#clock.after(deadlineMs, late);
      this.#answered = answered;
      start();
      this.#worker?.ref();
    });
  }

  #startWorker(): void {
    const worker = startWorker('compaction-worker', {
      name: 'compaction',
      resourceLimits: { maxOldGenerationSizeMb: COMPACT_HEAP_MEGABYTES_MAX },
    });
    const died = (reason: string) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#answered?.({ kind: 'died', reason });
    };
    worker.on('message', (reply: WorkerReply) => this.#answered?.(reply));
    worker.on('error', (error) => died(error.message));
    worker.on('exit', () => died('its worker ended'));
    this.#worker = worker;
  }

  async #endWorker(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

function deathOf(answer: Answer): string {
  return answer.kind === 'died' ? answer.reason : `the worker answered "${answer.kind}"`;
}

function withExcised(
  result: Result<CompactionOutput, string>,
  hanging: readonly ExcisedRecord[],
  tail: readonly LogRecord[],
): Result<CompactionOutput, string> {
  if (!result.ok) return result;
  const excised = [...result.value.excised, ...hanging].sort((left, right) => left.sequence - right.sequence);
  // The last record may be the one that was left out; the compaction covers it all the same.
  return ok({ ...result.value, excised, through: tail.at(-1)?.sequence ?? result.value.through });
}
