/** A clock that moves when the test says so. Timers run in the order of their time. */

import type { Clock, Timer } from '../../server/lib/clock.ts';

interface Due {
  at: number;
  readonly everyMs: number | null;
  readonly action: () => void;
}

export class ManualClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #due = new Set<Due>();

  now(): number {
    return this.#now;
  }

  after(delayMs: number, action: () => void): Timer {
    return this.#schedule({ at: this.#now + delayMs, everyMs: null, action });
  }

  every(intervalMs: number, action: () => void): Timer {
    return this.#schedule({ at: this.#now + intervalMs, everyMs: intervalMs, action });
  }

  /** Moves time on and runs what falls due on the way. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.#now = next.at;
      if (next.everyMs === null) this.#due.delete(next);
      else next.at += next.everyMs;
      next.action();
    }
    this.#now = until;
  }

  #next(until: number): Due | undefined {
    const soon = [...this.#due].filter(({ at }) => at <= until);
    return soon.sort((one, other) => one.at - other.at)[0];
  }

  #schedule(due: Due): Timer {
    this.#due.add(due);
    return { cancel: () => this.#due.delete(due) };
  }
}
