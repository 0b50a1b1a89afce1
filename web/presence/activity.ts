/**
 * When each person last did something: moved a caret, or changed name or colour. A heartbeat is no deed. Clock and
 * timers are passed in.
 */

import type { Awareness } from 'y-protocols/awareness';
import type { Environment } from '../lib/environment.ts';

interface Changes {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

export class Activity {
  readonly #awareness: Awareness;
  readonly #environment: Environment;
  readonly #idleMs: number;
  readonly #changed: () => void;
  readonly #atMs = new Map<number, number>();
  #cancel: (() => void) | null = null;

  /** Calls `changed` when somebody has been idle for `idleMs`. */
  constructor(awareness: Awareness, environment: Environment, idleMs: number, changed: () => void) {
    this.#awareness = awareness;
    this.#environment = environment;
    this.#idleMs = idleMs;
    this.#changed = changed;
    for (const clientId of awareness.getStates().keys()) this.#atMs.set(clientId, environment.now());
    // `change`, not `update`: it is said only when a state is another one.
    awareness.on('change', this.#note);
    this.#wait();
  }

  isIdle(clientId: number): boolean {
    return this.#environment.now() - (this.#atMs.get(clientId) ?? 0) >= this.#idleMs;
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#awareness.off('change', this.#note);
  }

  readonly #note = ({ added, updated, removed }: Changes): void => {
    for (const clientId of [...added, ...updated]) this.#atMs.set(clientId, this.#environment.now());
    for (const clientId of removed) this.#atMs.delete(clientId);
    this.#wait();
  };

  /** For whoever becomes idle next. */
  #wait(): void {
    this.#cancel?.();
    const now = this.#environment.now();
    const waits = [...this.#atMs.values()].map((atMs) => atMs + this.#idleMs - now).filter((ms) => ms > 0);
    if (waits.length === 0) return;
    this.#cancel = this.#environment.after(Math.min(...waits), () => {
      this.#changed();
      this.#wait();
    });
  }
}
