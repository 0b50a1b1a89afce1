/**
 * Whose turn it is to have a difference made (R20): to cut out of a long document what somebody lacks takes up to a tenth of a
 * second, in which nobody else is served. It is made at once while little is asked for; else one after the other, and
 * between two of them everybody else has as long a turn as they took.
 *
 * What always holds: they are made in the order in which they were asked for, one for each participant that waits: who asks
 * again meanwhile waits no longer, and gets what was asked for last.
 */

import { CLOSE } from '../contract/close-codes.ts';
import { DIFFERENCES_A_TURN_MS, DIFFERENCES_REST_MS_MAX } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Participant } from './participant.ts';

export interface DifferenceTurnsParts {
  readonly clock: Clock;
  readonly logger: Logger;
}

export class DifferenceTurns {
  readonly #parts: DifferenceTurnsParts;
  readonly #waiting = new Map<Participant, () => void>();
  /** What was made since everybody else last had a turn has taken so long. */
  #tookMs = 0;
  #isTurnEnding = false;
  #rest: Timer | null = null;

  constructor(parts: DifferenceTurnsParts) {
    this.#parts = parts;
  }

  /** @param make makes and delivers it, now or when its turn comes; not after `giveUp` or `close`. */
  take(participant: Participant, make: () => void): void {
    if (this.#waiting.size > 0 || this.#isTurnOver) this.#waiting.set(participant, make);
    else this.#make(participant, make);
  }

  /** It has left. */
  giveUp(participant: Participant): void {
    this.#waiting.delete(participant);
  }

  /** Nobody gets a turn any more. */
  close(): void {
    this.#rest?.cancel();
    this.#waiting.clear();
  }

  get #isTurnOver(): boolean {
    return this.#tookMs >= DIFFERENCES_A_TURN_MS;
  }

  /** R2: a mistake in here ends the connection that asked. */
  #make(participant: Participant, make: () => void): void {
    const { clock, logger } = this.#parts;
    const startedAt = clock.now();
    try {
      make();
    } catch (error) {
      logger.error({ error: String(error) }, 'a difference could not be made');
      participant.member.close(CLOSE.ourFault);
    }
    // A clock that was set meanwhile, either way, says nothing of how long it took.
    this.#tookMs += Math.min(DIFFERENCES_REST_MS_MAX, Math.max(0, clock.now() - startedAt));
    if (this.#isTurnEnding) return;
    this.#isTurnEnding = true;
    setImmediate(this.#endTurn);
  }

  readonly #endTurn = (): void => {
    const restMs = Math.min(DIFFERENCES_REST_MS_MAX, this.#tookMs);
    if (this.#isTurnOver) this.#rest = this.#parts.clock.after(restMs, this.#startTurn);
    else this.#startTurn();
  };

  readonly #startTurn = (): void => {
    this.#tookMs = 0;
    this.#isTurnEnding = false;
    for (const [participant, make] of this.#waiting) {
      if (this.#isTurnOver) break;
      this.#waiting.delete(participant);
      this.#make(participant, make);
    }
  };
}
