/**
 * How fast one connection may send: a bucket that holds a burst and fills at a steady rate. Whoever empties it is read
 * more slowly, nothing of theirs is dropped; whoever keeps it empty for FLOOD_MS is sent away. Pure; time is passed in.
 */

import { FLOOD_MS, FRAMES_A_TURN_MAX, FRAMES_BURST_S } from '../contract/limits.ts';

export type Pace =
  | { readonly kind: 'go-on' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'flood' };

const GO_ON: Pace = { kind: 'go-on' };

export class Throttle {
  readonly #framesPerS: number;
  readonly #burst: number;
  #allowance: number;
  #filledAt: number;
  /** Since when it has been empty, but for moments. */
  #emptySince: number | null = null;

  constructor(framesPerS: number, now: number) {
    this.#framesPerS = framesPerS;
    this.#burst = framesPerS * FRAMES_BURST_S;
    this.#allowance = this.#burst;
    this.#filledAt = now;
  }

  /** Counts a frame that has arrived. @returns what to do before the next one is read. */
  take(now: number): Pace {
    this.#fill(now);
    this.#allowance -= 1;
    if (this.#allowance >= 0) {
      if (this.#allowance >= this.#burst / 2) this.#emptySince = null;
      return GO_ON;
    }
    this.#emptySince ??= now;
    if (now - this.#emptySince >= FLOOD_MS) return { kind: 'flood' };
    return { kind: 'wait', ms: Math.ceil((-this.#allowance / this.#framesPerS) * 1_000) };
  }

  /** Whether so many came at once that the others should have a turn between them. */
  get isInHurry(): boolean {
    return this.#burst - this.#allowance > FRAMES_A_TURN_MAX;
  }

  #fill(now: number): void {
    // A clock that was set back fills nothing.
    const elapsedS = Math.max(0, now - this.#filledAt) / 1_000;
    this.#allowance = Math.min(this.#burst, this.#allowance + elapsedS * this.#framesPerS);
    this.#filledAt = now;
  }
}
