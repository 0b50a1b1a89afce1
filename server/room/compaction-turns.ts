/**
 * Whose turn it is among documents that have come to rest and wait to be compacted: one after the other, each after a rest
 * that is nine times as long as the one before took. So a few documents are compacted at once, and five thousand that are
 * edited now and then cost no more than a tenth of a core: each is compacted less often, with more edits at a time.
 *
 * What always holds: who waits longest is next; nobody waits for a rest that is longer than COMPACT_TURN_REST_MS_MAX.
 */

import { COMPACT_REST_FACTOR, COMPACT_TURN_REST_MS_MAX } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';

/** What is done in a turn. Must not reject. */
type Work = () => Promise<void>;

export class CompactionTurns {
  readonly #clock: Clock;
  readonly #waiting = new Set<Work>();
  #isTaken = false;
  #rest: Timer | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Does `work` when its turn comes, once. */
  take(work: Work): void {
    this.#waiting.add(work);
    this.#next();
  }

  giveUp(work: Work): void {
    this.#waiting.delete(work);
  }

  /** Nobody gets a turn any more. */
  close(): void {
    this.#rest?.cancel();
    this.#waiting.clear();
  }

  #next(): void {
    const [work] = this.#waiting;
    if (this.#isTaken || work === undefined) return;
    this.#waiting.delete(work);
    this.#isTaken = true;
    const startedAt = this.#clock.now();
    void work().then(() => this.#pause(this.#clock.now() - startedAt));
  }

  #pause(tookMs: number): void {
    const restMs = Math.min(COMPACT_REST_FACTOR * tookMs, COMPACT_TURN_REST_MS_MAX);
    this.#rest = this.#clock.after(Math.max(0, restMs), () => {
      this.#isTaken = false;
      this.#next();
    });
  }
}
