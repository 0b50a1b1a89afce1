/**
 * Joins the small runs that many compactions leave behind: now and then, one document at a time, in a worker that
 * lives only as long. The history says the same afterwards and takes a fraction of the room.
 */

import { JOIN_COMPACTIONS } from '../contract/limits.ts';
import type { Logger } from '../lib/logger.ts';
import type { Compactor, Historian } from './compactor.ts';
import type { StoredSegment } from './document-log.ts';
import { groupRuns, pieceOfSegment } from './runs.ts';
import type { StoreLog } from './store-log.ts';

export interface HistoryJoinerOptions {
  readonly startWorker: () => Compactor & Historian;
  readonly logger: Logger;
}

export class HistoryJoiner {
  readonly #options: HistoryJoinerOptions;
  readonly #compactionsById = new Map<string, number>();
  #working: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: HistoryJoinerOptions) {
    this.#options = options;
  }

  /** Counts a compaction, and joins the document's history when there were enough of them. */
  compacted(log: StoreLog, id: string): void {
    const count = (this.#compactionsById.get(id) ?? 0) + 1;
    if (count < JOIN_COMPACTIONS) this.#compactionsById.set(id, count);
    else {
      this.#compactionsById.delete(id);
      this.#working = this.#working.then(() => this.#attempt(log, id));
    }
  }

  /** Joins what can be joined now; false when that was nothing. Throws what stands in the way. */
  async join(log: StoreLog, id: string): Promise<boolean> {
    const segments = await segmentsOf(log, id);
    const start = firstJoinable(segments);
    if (start === -1) return false;
    const worker = this.#options.startWorker();
    try {
      const removed = segments.slice(start);
      const joined = await worker.joinRuns(segments.slice(0, start), removed);
      if (!joined.ok) throw new Error(joined.error);
      const replaced = await log.replaceSegments(id, removed, joined.value);
      if (!replaced.ok) throw new Error(replaced.error.message);
      return true;
    } finally {
      await worker.close();
    }
  }

  /** Waits for work under way and begins no more. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
  }

  async #attempt(log: StoreLog, id: string): Promise<void> {
    if (this.#closed) return;
    try {
      await this.join(log, id);
    } catch (error) {
      this.#options.logger.warn({ document: id, error: String(error) }, 'history stays as it is');
    }
  }
}

async function segmentsOf(log: StoreLog, id: string): Promise<StoredSegment[]> {
  const segments: StoredSegment[] = [];
  for await (const part of log.history(id)) {
    if (!part.ok) throw new Error(part.error.message);
    if (!('from' in part.value)) break;
    segments.push(part.value);
  }
  return segments;
}

/** Where the first segment stands that belongs to one run with a later one; -1 when none does. */
function firstJoinable(segments: readonly StoredSegment[]): number {
  const joinable = groupRuns(segments.map(pieceOfSegment))
    .filter((run) => run.length > 1)
    .map(([first]) => first?.from ?? 0);
  return segments.findIndex(({ from }) => from === Math.min(...joinable));
}
