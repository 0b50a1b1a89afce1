/**
 * The compactor in a worker thread. One document after the other; one that does not get on for a second is cut off and
 * tried again in a second thread with much more patience, so that it keeps nobody waiting. Only a record that stands still
 * there too is set aside, and the rest compacted.
 *
 * What always holds: nothing is set aside for being slow where time is short, nor because memory was.
 */

import { COMPACT_PATIENCE, COMPACT_RECORDS_MAX, COMPACT_STEP_MS } from '../contract/limits.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { type Logger, silentLogger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { WorkerRequest } from './compaction-messages.ts';
import { type Answer, CompactionThread, type Death, death } from './compaction-thread.ts';
import type { CompactionInput, CompactionOutput, Compactor, Historian, Reader, Reading } from './compactor.ts';
import type { ExcisedRecord, LogRecord, StoredSegment } from './document-log.ts';
import type { Piece } from './runs.ts';

export interface WorkerCompactorOptions {
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** How long one record may take at first; and how many times that when it is tried again. */
  readonly stepMs?: number;
  readonly patience?: number;
}

const CLOSED = 'The compactor was closed.';

export function createWorkerCompactor(options: WorkerCompactorOptions = {}): Compactor & Historian & Reader {
  return new WorkerCompactor(options);
}

class WorkerCompactor implements Compactor, Historian, Reader {
  readonly #logger: Logger;
  readonly #hurried: CompactionThread;
  readonly #patient: CompactionThread;
  /** Requests go one after the other, in each of the two threads. */
  #turn: Promise<unknown> = Promise.resolve();
  #patientTurn: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor({
    clock = systemClock,
    logger = silentLogger,
    stepMs = COMPACT_STEP_MS,
    patience = COMPACT_PATIENCE,
  }: WorkerCompactorOptions) {
    this.#logger = logger;
    this.#hurried = new CompactionThread(clock, stepMs);
    this.#patient = new CompactionThread(clock, stepMs * patience);
  }

  async compact(input: CompactionInput): Promise<Result<CompactionOutput, string>> {
    const whole = { ...input, tail: input.tail.slice(0, COMPACT_RECORDS_MAX) };
    const answer = await this.#askHurried({ kind: 'compact', input: whole });
    if (answer.kind === 'compacted') return answer.result;
    return this.#inPatientTurn(
      () => this.#compactPatiently(whole),
      () => failed(CLOSED),
    );
  }

  async rescue(input: CompactionInput): Promise<Result<Uint8Array | null, string>> {
    const answer = await this.#ask({ kind: 'rescue', input });
    return answer.kind === 'rescued' ? answer.result : failed(refusal('The document cannot be loaded', answer));
  }

  async read(input: CompactionInput): Promise<Result<Reading, string>> {
    const answer = await this.#ask({ kind: 'read', input });
    return answer.kind === 'was-read' ? answer.result : failed(refusal('The document cannot be loaded', answer));
  }

  async retitle(input: CompactionInput, title: string): Promise<Result<Uint8Array | null, string>> {
    const answer = await this.#ask({ kind: 'retitle', input, title });
    return answer.kind === 'retitled' ? answer.result : failed(refusal('The document cannot be loaded', answer));
  }

  async copy(input: CompactionInput, title: string | null): Promise<Result<Uint8Array, string>> {
    const answer = await this.#ask({ kind: 'copy', input, title });
    return answer.kind === 'copied' ? answer.result : failed(refusal('The document cannot be loaded', answer));
  }

  async replay(pieces: readonly Piece[]): Promise<Result<Uint8Array, string>> {
    const answer = await this.#ask({ kind: 'replay', pieces });
    return answer.kind === 'replayed' ? answer.result : failed(refusal('The history cannot be replayed', answer));
  }

  async joinRuns(
    earlier: readonly StoredSegment[],
    segments: readonly StoredSegment[],
  ): Promise<Result<StoredSegment[], string>> {
    const answer = await this.#ask({ kind: 'join', earlier, segments });
    return answer.kind === 'joined' ? answer.result : failed(refusal('The history cannot be joined', answer));
  }

  /** Waits for what is under way, but not for what is being tried again: that is done when the document is next compacted. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    await this.#patient.end();
    await Promise.all([this.#turn, this.#patientTurn]);
    await this.#hurried.end();
  }

  async #ask(request: WorkerRequest): Promise<Answer> {
    const answer = await this.#askHurried(request);
    if (answer.kind !== 'died') return answer;
    return this.#inPatientTurn(
      () => this.#patient.ask(request),
      () => answer,
    );
  }

  #askHurried(request: WorkerRequest): Promise<Answer> {
    if (this.#closing !== null) return Promise.resolve(death(CLOSED));
    const answer = this.#turn.then(() => this.#hurried.ask(request));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  /** Nobody waits behind it but others of its kind; the thread is gone afterwards, it is seldom needed. */
  #inPatientTurn<Value>(work: () => Promise<Value>, whenClosed: () => Value): Promise<Value> {
    const result = this.#patientTurn.then(async () => {
      const value = this.#closing === null ? await work() : whenClosed();
      await this.#patient.end();
      return value;
    });
    this.#patientTurn = result.catch(() => undefined);
    return result;
  }

  async #compactPatiently({ snapshot, note, tail }: CompactionInput): Promise<Result<CompactionOutput, string>> {
    const hanging: ExcisedRecord[] = [];
    let rest = tail;
    for (;;) {
      const input = { snapshot, note, tail: rest };
      const answer = await this.#patient.ask({ kind: 'compact', input });
      if (answer.kind === 'compacted') return withExcised(answer.result, hanging, tail);
      const culprit = answer.kind === 'died' ? await this.#culpritOf(answer, input) : null;
      if (culprit === null || this.#closing !== null)
        return failed(refusal('The document cannot be compacted', answer));
      const reason = deathOf(answer);
      this.#logger.warn({ sequence: culprit.sequence, reason }, 'a record stops the compaction and is set aside');
      hanging.push({ ...culprit, reason });
      rest = rest.filter((record) => record !== culprit);
    }
  }

  /** The record on which the thread stood still; null when it ended for another reason, such as want of memory. */
  async #culpritOf({ isStuck, record }: Death, input: CompactionInput): Promise<LogRecord | null> {
    if (!isStuck) return null;
    return record === null
      ? this.#findHanging(input)
      : (input.tail.find(({ sequence }) => sequence === record) ?? null);
  }

  /** The record with which the document begins to stand still as a whole; null when it does without any, or not again. */
  async #findHanging({ snapshot, note, tail }: CompactionInput): Promise<LogRecord | null> {
    const hangs = async (count: number) => {
      const answer = await this.#patient.ask({ kind: 'check', input: { snapshot, note, tail: tail.slice(0, count) } });
      return answer.kind === 'died' && answer.isStuck;
    };
    if ((await hangs(0)) || !(await hangs(tail.length))) return null;
    let good = 0;
    let bad = tail.length;
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if (await hangs(middle)) bad = middle;
      else good = middle;
    }
    return tail[bad - 1] ?? null;
  }
}

function refusal(what: string, answer: Answer): string {
  const reason = deathOf(answer);
  return reason === CLOSED ? CLOSED : `${what}: ${reason}.`;
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
