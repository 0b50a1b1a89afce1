/**
 * Asks the server once a minute, while nothing is typed, whether the document here says what the server's says (R23).
 * Two differing answers in a row are a difference; one may be a frame that is on its way.
 */

import type { Doc } from 'yjs';
import { COMPARE_MS, PROBE_TIMEOUT_MS } from '../../server/contract/limits.ts';
import type { Environment } from '../lib/environment.ts';

export interface ReplicaCheckActions {
  /** Whether everything typed here is on the server, and everything there is here. */
  isSettled(): boolean;
  ask(): void;
  /** The documents differ. */
  differs(): void;
}

export class ReplicaCheck {
  readonly #doc: Doc;
  readonly #environment: Environment;
  readonly #actions: ReplicaCheckActions;
  #cancel: () => void;
  #changes = 0;
  #doubts = 0;

  constructor(doc: Doc, environment: Environment, actions: ReplicaCheckActions) {
    this.#doc = doc;
    this.#environment = environment;
    this.#actions = actions;
    this.#cancel = environment.after(COMPARE_MS, () => this.#ask());
    doc.on('update', () => {
      this.#changes += 1;
    });
  }

  /** The server's answer, which holds for this very moment. */
  async answered(hash: Uint8Array): Promise<void> {
    const changes = this.#changes;
    const { stateHash } = await import('../../server/contract/state-hash.ts');
    if (changes !== this.#changes || !this.#actions.isSettled()) return;
    const own = stateHash(this.#doc);
    if (own.every((byte, index) => byte === hash[index])) this.#doubts = 0;
    else {
      this.#doubts += 1;
      if (this.#doubts >= 2) this.#actions.differs();
      else this.#askIn(PROBE_TIMEOUT_MS);
    }
  }

  close(): void {
    this.#cancel();
  }

  #ask(): void {
    this.#askIn(COMPARE_MS);
    if (this.#actions.isSettled()) this.#actions.ask();
  }

  #askIn(delayMs: number): void {
    this.#cancel();
    this.#cancel = this.#environment.after(delayMs, () => this.#ask());
  }
}
