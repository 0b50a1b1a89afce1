/** Time that a test moves by hand. */

import type { Clock, Timer } from '../../server/lib/clock.ts';

interface Pending {
  readonly action: () => void;
  readonly everyMs: number | null;
  at: number;
}

export class ManualClock implements Clock {
  #now: number;
  readonly #pending = new Set<Pending>();

  constructor(now = 1_700_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, action: () => void): Timer {
    return this.#add({ action, everyMs: null, at: this.#now + delayMs });
  }

  every(intervalMs: number, action: () => void): Timer {
    return this.#add({ action, everyMs: intervalMs, at: this.#now + intervalMs });
  }

  /** Somebody sets the clock; what waits, waits as long as before. */
  set(byMs: number): void {
    this.#now += byMs;
    for (const pending of this.#pending) pending.at += byMs;
  }

  /** How many timers wait: a test can see that a wait began. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Moves on, running what is due in its order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.at);
      if (next.everyMs === null) this.#pending.delete(next);
      else next.at += next.everyMs;
      next.action();
    }
    this.#now = end;
  }

  #next(end: number): Pending | undefined {
    return [...this.#pending].filter(({ at }) => at <= end).sort((left, right) => left.at - right.at)[0];
  }

  #add(pending: Pending): Timer {
    this.#pending.add(pending);
    return { cancel: () => this.#pending.delete(pending) };
  }
}
