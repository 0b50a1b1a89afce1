/** How often something was tried under a name within a window of time, of so many names at once. */

import type { Clock } from '../lib/clock.ts';

interface Tries {
  count: number;
  readonly since: number;
}

export interface AttemptRules {
  readonly triesMax: number;
  readonly windowMs: number;
  /** Of more names than that the oldest are forgotten. */
  readonly rememberedMax: number;
}

export class Attempts {
  readonly #rules: AttemptRules;
  readonly #clock: Clock;
  readonly #triesByName = new Map<string, Tries>();

  constructor(rules: AttemptRules, clock: Clock) {
    this.#rules = rules;
    this.#clock = clock;
  }

  /** Counts one more, before it is made. @returns for how long no more may be, in milliseconds; 0 when this one may. */
  take(name: string): number {
    const now = this.#clock.now();
    const known = this.#triesByName.get(name);
    const isOver = known === undefined || known.since + this.#rules.windowMs <= now;
    const tries = isOver ? { count: 0, since: now } : known;
    if (tries.count >= this.#rules.triesMax) return tries.since + this.#rules.windowMs - now;
    tries.count += 1;
    if (isOver) this.#remember(name, tries);
    return 0;
  }

  /** It went well: it does not count. */
  giveBack(name: string): void {
    const tries = this.#triesByName.get(name);
    if (tries !== undefined && tries.count > 0) tries.count -= 1;
  }

  #remember(name: string, tries: Tries): void {
    this.#triesByName.delete(name);
    this.#triesByName.set(name, tries);
    if (this.#triesByName.size <= this.#rules.rememberedMax) return;
    for (const oldest of this.#triesByName.keys()) {
      this.#triesByName.delete(oldest);
      break;
    }
  }
}
