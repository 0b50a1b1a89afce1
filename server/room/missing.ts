/**
 * Updates that were taken although something they build on is not here (R21): no replica can show them until it comes.
 * Their sender is asked for it at once; who does not bring it in time, or sends ever more of this kind, is sent away.
 *
 * What always holds: an update leaves as soon as what it lacks is here, or its sender is gone.
 */

import type { Clock, Timer } from '../lib/clock.ts';
import type { TransportLimits } from '../lib/transport-limits.ts';
import { advance, type CheckedUpdate, hasReferences, type StateVector } from '../lib/update-ranges.ts';
import type { Participant } from './participant.ts';

interface Waiting {
  readonly participant: Participant;
  readonly update: CheckedUpdate;
  readonly since: number;
}

export interface MissingParts {
  readonly clock: Clock;
  readonly limits: Pick<TransportLimits, 'PENDING_BYTES_MAX' | 'PENDING_MS'>;
}

export interface MissingActions {
  /** What the document holds by now, to the best of everybody's knowledge: `settle` is to be called with it. */
  lookAgain(): void;
  /** A sender waited too long, or has too much waiting. */
  giveUp(participant: Participant, limit: 'PENDING_MS' | 'PENDING_BYTES_MAX'): void;
}

export class Missing {
  readonly #clock: Clock;
  readonly #limits: MissingParts['limits'];
  readonly #actions: MissingActions;
  #waiting: Waiting[] = [];
  #look: Timer | null = null;

  constructor({ clock, limits }: MissingParts, actions: MissingActions) {
    this.#clock = clock;
    this.#limits = limits;
    this.#actions = actions;
  }

  get bytes(): number {
    return sizeOf(this.#waiting);
  }

  /** Whether something of theirs waits: they were asked then. An answer that lacks the same must not be asked for again. */
  hasOf(participant: Participant): boolean {
    return this.#waiting.some((waiting) => waiting.participant === participant);
  }

  add(participant: Participant, update: CheckedUpdate): void {
    this.#waiting.push({ participant, update, since: this.#clock.now() });
    if (
      sizeOf(this.#waiting.filter((waiting) => waiting.participant === participant)) > this.#limits.PENDING_BYTES_MAX
    ) {
      this.#giveUp(participant, 'PENDING_BYTES_MAX');
    } else this.#schedule(this.#limits.PENDING_MS);
  }

  /** Something new has come: advances `vector` over what lacks nothing any more, however long the chain. */
  settle(vector: StateVector): void {
    if (this.#waiting.length === 0) return;
    for (let before = -1; this.#waiting.length > 0 && before !== this.#waiting.length; ) {
      before = this.#waiting.length;
      this.#waiting = this.#waiting.filter(
        ({ update }) => !(advance(vector, update.ranges) && hasReferences(vector, update.references)),
      );
    }
    if (this.#waiting.length === 0) this.close();
  }

  leave(participant: Participant): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting.participant !== participant);
  }

  /** Idempotent; forgets what waits. */
  close(): void {
    this.#waiting = [];
    this.#look?.cancel();
    this.#look = null;
  }

  #schedule(delayMs: number): void {
    this.#look ??= this.#clock.after(delayMs, () => {
      this.#look = null;
      this.#actions.lookAgain();
      const now = this.#clock.now();
      const late = this.#waiting.filter(({ since }) => now - since >= this.#limits.PENDING_MS);
      for (const participant of new Set(late.map((waiting) => waiting.participant)))
        this.#giveUp(participant, 'PENDING_MS');
      const [next] = this.#waiting;
      if (next !== undefined) this.#schedule(next.since + this.#limits.PENDING_MS - now);
    });
  }

  #giveUp(participant: Participant, limit: 'PENDING_MS' | 'PENDING_BYTES_MAX'): void {
    this.leave(participant);
    this.#actions.giveUp(participant, limit);
  }
}

function sizeOf(waiting: readonly Waiting[]): number {
  return waiting.reduce((bytes, { update }) => bytes + update.bytes.length, 0);
}
