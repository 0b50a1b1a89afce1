/**
 * When a room's log is compacted: at 500 records, at 64 KB; and in its turn among all documents that have come to rest, after
 * two quiet seconds or when the room empties. Never more than a tenth of the time, so that a large busy document does
 * not keep the worker to itself.
 *
 * What always holds: one compaction of a document at a time; a failed one leaves everything as it was. Nothing waits
 * longer than it was meant to, whatever is done to the clock meanwhile.
 */

import * as Y from 'yjs';
import {
  COMPACT_BYTES,
  COMPACT_IDLE_MS,
  COMPACT_RECORDS,
  COMPACT_RECORDS_MAX,
  COMPACT_REST_FACTOR,
  COMPACT_REST_MS_MAX,
  COMPACT_RETRY_MS,
} from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Compactor } from '../storage/compactor.ts';
import { changeOf, type DocumentChange } from '../storage/document-change.ts';
import { type ConfirmedRecord, type DocumentLog, noteOf } from '../storage/document-log.ts';
import type { CompactionTurns } from './compaction-turns.ts';
import type { Contents } from './contents.ts';

interface CompactionParts {
  readonly log: DocumentLog;
  readonly compactor: Compactor;
  readonly turns: CompactionTurns;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A record could not be loaded and was set aside. */
  readonly onExcised: (record: ConfirmedRecord) => void;
  /** Moves have left text behind, see move-rescue.ts. */
  readonly onStrays: () => void;
  /** What the document says now, for lists and search. */
  readonly onChange?: ((change: DocumentChange) => void) | undefined;
}

export class Compaction {
  readonly #id: string;
  readonly #contents: Contents;
  readonly #parts: CompactionParts;
  #running: Promise<void> | null = null;
  #idle: Timer | null = null;
  #isWaiting = false;
  #hasFailed = false;
  #isClosed = false;
  #changedAt = 0;
  #endedAt = 0;
  /** So long after the last one ended. */
  #restMs = 0;

  constructor(id: string, contents: Contents, parts: CompactionParts) {
    this.#id = id;
    this.#contents = contents;
    this.#parts = parts;
  }

  /** To be called after every change: starts now when the tail is long, and after a quiet while in any case. */
  consider(): void {
    if (this.#isClosed || this.#contents.tail.length === 0) return;
    if (this.#isLong && this.#leftMs(this.#endedAt, this.#restMs) === 0) void this.#start();
    this.#changedAt = this.#parts.clock.now();
    this.#lookLater();
  }

  #lookLater(): void {
    this.#idle ??= this.#parts.clock.after(COMPACT_IDLE_MS, () => this.#whenQuiet());
  }

  get #isLong(): boolean {
    return this.#contents.tail.length >= COMPACT_RECORDS || this.#contents.tailBytes >= COMPACT_BYTES;
  }

  /** One timer that looks again, instead of a new one with every keystroke. */
  #whenQuiet(): void {
    this.#idle = null;
    const leftMs = this.#leftMs(this.#changedAt, COMPACT_IDLE_MS);
    if (leftMs === 0) this.soon();
    else this.#idle = this.#parts.clock.after(leftMs, () => this.#whenQuiet());
  }

  /** What is left of a wait. Nothing once the clock was set back behind its beginning: it would last until that has come again. */
  #leftMs(since: number, waitMs: number): number {
    const passedMs = this.#parts.clock.now() - since;
    return passedMs < 0 ? 0 : Math.max(0, waitMs - passedMs);
  }

  /** As soon as it is this document's turn, unless there is nothing to do or it must rest. */
  soon(): void {
    if (this.#isClosed || this.#contents.tail.length === 0) return;
    const leftMs = this.#leftMs(this.#endedAt, this.#restMs);
    if (leftMs > 0) {
      this.#idle?.cancel();
      this.#idle = this.#parts.clock.after(leftMs, () => this.#whenQuiet());
    } else if (this.#isLong) void this.#start();
    else {
      this.#isWaiting = true;
      this.#parts.turns.take(this.#turn);
    }
  }

  /**
   * It will be compacted when it is its turn, or when it has rested, because its tail is longer than whoever opens it
   * next should have to read; after a failure that is left to them.
   */
  get isDue(): boolean {
    const isComing = this.#idle !== null || this.#running !== null;
    return this.#isWaiting || (this.#isLong && isComing && !this.#hasFailed);
  }

  /** Waits for the one under way. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#idle?.cancel();
    this.#parts.turns.giveUp(this.#turn);
    await this.#running;
  }

  readonly #turn = async (): Promise<void> => {
    this.#isWaiting = false;
    if (!this.#isClosed && this.#contents.tail.length > 0) await this.#start();
  };

  #start(): Promise<void> {
    this.#running ??= this.#run().then((isDone) => {
      this.#running = null;
      if (!isDone) this.soon();
      // Came meanwhile, and whatever was to look after it may have found this one running.
      else if (!this.#isClosed && this.#contents.tail.length > 0) this.#lookLater();
    });
    return this.#running;
  }

  /** @returns false when it should come again without anybody writing: it failed, or the tail is longer than one takes. */
  async #run(): Promise<boolean> {
    const startedAt = this.#parts.clock.now();
    const failure = await this.#compact(this.#contents.tail.slice(0, COMPACT_RECORDS_MAX)).catch(String);
    this.#hasFailed = failure !== null;
    this.#endedAt = this.#parts.clock.now();
    const tookMs = Math.max(0, this.#endedAt - startedAt);
    this.#restMs = failure === null ? Math.min(COMPACT_REST_FACTOR * tookMs, COMPACT_REST_MS_MAX) : COMPACT_RETRY_MS;
    if (failure !== null) this.#parts.logger.warn({ document: this.#id, failure }, 'compaction failed');
    return failure === null && !this.#isLong;
  }

  /** @returns why it failed, or null. */
  async #compact(records: readonly ConfirmedRecord[]): Promise<string | null> {
    const { snapshot, note } = this.#contents;
    const tail = records.map(({ sequence, at, user, bytes }) => ({ sequence, at, user, bytes }));
    const compacted = await this.#parts.compactor.compact({ snapshot, note, tail });
    if (!compacted.ok) return compacted.error;
    const { stateVector, hasStrays, reading, ...compaction } = compacted.value;
    const stored = await this.#parts.log.compact(this.#id, compaction);
    if (!stored.ok) return stored.error.message;
    const { through, snapshot: bytes, excised } = compaction;
    const kept = { snapshot: { through, bytes }, note: noteOf(compaction) };
    this.#contents.replace(kept, Y.decodeStateVector(stateVector), excised.length === 0);
    this.#parts.onChange?.(changeOf(this.#id, reading, tail, snapshot === null));
    if (hasStrays) this.#parts.onStrays();
    for (const { sequence, reason } of excised) {
      this.#parts.logger.error({ document: this.#id, sequence, reason }, 'a record was set aside');
      for (const record of records) if (record.sequence === sequence) this.#parts.onExcised(record);
    }
    return null;
  }
}
