/**
 * A thread that works on documents, and the watchdog over it: a step that does not end ends the thread. The next request
 * gets a fresh one. One request at a time; whose turn it is is not decided here.
 *
 * A thread keeps the memory that its largest document took, so one that has rested for a while is ended too.
 *
 * What always holds: time counts only while this process runs. A look that comes late, because the machine slept or was
 * busy, is one look, so that what stood still with everything else is not taken for hanging.
 */

import type { Worker } from 'node:worker_threads';
import {
  COMPACT_HEAP_MEGABYTES_MAX,
  COMPACT_LOOK_MS,
  COMPACT_STEP_MS,
  COMPACT_STEP_MS_PER_MEGABYTE,
  COMPACT_THREAD_REST_MS,
} from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import { startWorker } from '../lib/worker-thread.ts';
import type { WorkerReply, WorkerRequest } from './compaction-messages.ts';
import type { Sequence } from './document-log.ts';
import { createHeart, type Pulse, pulseOf } from './heartbeat.ts';

export interface Death {
  readonly kind: 'died';
  readonly reason: string;
  /** Whether it was ended because it stood still; it may also have ended by itself, for want of memory. */
  readonly isStuck: boolean;
  /** The one record it was taking in when it stood still. */
  readonly record: Sequence | null;
}

export type Answer = WorkerReply | Death;

/** A worker that has not loaded its modules by then never will; a busy machine takes seconds. */
const START_MS_MAX = 30_000;

export class CompactionThread {
  readonly #clock: Clock;
  readonly #stepMs: number;
  #worker: Worker | null = null;
  /** Ends a thread that nobody asks anything. */
  #rest: Timer | null = null;
  #heart = createHeart();
  /** Takes the answer to the request under way. */
  #answered: ((answer: Answer) => void) | null = null;

  /** @param stepMs how long one record may take. */
  constructor(clock: Clock, stepMs: number) {
    this.#clock = clock;
    this.#stepMs = stepMs;
  }

  /** Starts the thread when there is none, and ends it when it does not get on. */
  async ask(request: WorkerRequest): Promise<Answer> {
    this.#rest?.cancel();
    if (this.#worker === null) {
      const ready = await this.#awaitAnswer(
        () => START_MS_MAX,
        () => this.#start(),
      );
      if (ready.kind === 'died') return this.#buried(ready);
    }
    const allowedMs = (pulse: Pulse) => allowance(pulse, this.#stepMs);
    return this.#buried(await this.#awaitAnswer(allowedMs, () => this.#worker?.postMessage(request)));
  }

  /** Ends it, whatever it is doing; a request under way gets its death. Idempotent. */
  async end(): Promise<void> {
    this.#rest?.cancel();
    const worker = this.#worker;
    this.#worker = null;
    this.#answered?.(death('it was ended'));
    await worker?.terminate();
  }

  async #buried(answer: Answer): Promise<Answer> {
    this.#worker?.unref();
    if (answer.kind === 'died') await this.end();
    else this.#rest = this.#clock.after(COMPACT_THREAD_REST_MS, () => void this.end());
    return answer;
  }

  #awaitAnswer(allowedMs: (pulse: Pulse) => number, start: () => void): Promise<Answer> {
    return new Promise((resolve) => {
      let step = -1n;
      let stillMs = 0;
      const watch = this.#clock.every(COMPACT_LOOK_MS, () => {
        const pulse = pulseOf(this.#heart);
        stillMs = pulse.step === step ? stillMs + COMPACT_LOOK_MS : 0;
        step = pulse.step;
        if (stillMs >= allowedMs(pulse)) this.#answered?.(stuck(pulse, stillMs));
      });
      this.#answered = (answer) => {
        watch.cancel();
        this.#answered = null;
        resolve(answer);
      };
      start();
      this.#worker?.ref();
    });
  }

  #start(): void {
    this.#heart = createHeart();
    const worker = startWorker(new URL('./compaction-worker', import.meta.url), {
      name: 'compaction',
      workerData: this.#heart,
      resourceLimits: { maxOldGenerationSizeMb: COMPACT_HEAP_MEGABYTES_MAX },
    });
    const died = (reason: string) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#answered?.(death(reason));
    };
    worker.on('message', (reply: WorkerReply) => this.#answered?.(reply));
    worker.on('error', (error) => died(error.message));
    worker.on('exit', () => died('its worker ended'));
    this.#worker = worker;
  }
}

/** What is about a whole document takes longer for a long one; a record is a frame, and frames have a size limit. */
function allowance({ bytes, record }: Pulse, stepMs: number): number {
  if (record !== null) return stepMs;
  return stepMs * (1 + (bytes / 2 ** 20) * (COMPACT_STEP_MS_PER_MEGABYTE / COMPACT_STEP_MS));
}

/** The end of a thread that did not stand still. */
export function death(reason: string): Death {
  return { kind: 'died', reason, isStuck: false, record: null };
}

function stuck({ record }: Pulse, stillMs: number): Death {
  return { kind: 'died', reason: `it took more than ${stillMs} ms`, isStuck: true, record };
}
