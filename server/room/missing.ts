/**
 * Updates that were taken although something they build on is not here (R21): no replica can show them until it comes.
 * Their sender is asked for it at once; who does not bring it in time, or sends ever more of this kind, is sent away.
 *
 * What always holds: an update leaves as soon as what it lacks is here, or its sender is gone. What comes costs in
 * proportion to what it closes, not to what waits: each waits, client by client, for the next clock that it lacks.
 */

import { PENDING_UPDATES_MAX } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { TransportLimits } from '../lib/transport-limits.ts';
import type { CheckedUpdate, ClockRange, StateVector } from '../lib/update-ranges.ts';
import type { Participant } from './participant.ts';

interface Waiting {
  readonly participant: Participant;
  readonly update: CheckedUpdate;
  readonly since: number;
  /** Clients of which it lacks something. */
  gaps: number;
}

/** What one update lacks of one client. */
interface Gap {
  readonly waiting: Waiting;
  /** What it brings of that client, rising; at last, as an empty stretch, what it builds on. */
  readonly stretches: readonly ClockRange[];
  /** The first of them that does not follow what is here. */
  at: number;
}

/** What waits of one participant, the oldest first. */
interface Own {
  readonly updates: Set<Waiting>;
  bytes: number;
}

export type PendingLimit = 'PENDING_MS' | 'PENDING_BYTES_MAX' | 'PENDING_UPDATES_MAX';

export interface MissingParts {
  readonly clock: Clock;
  readonly limits: Pick<TransportLimits, 'PENDING_BYTES_MAX' | 'PENDING_MS'>;
}

export interface MissingActions {
  /** A sender waited too long, or has too much waiting. */
  giveUp(participant: Participant, limit: PendingLimit): void;
}

export class Missing {
  readonly #clock: Clock;
  readonly #limits: MissingParts['limits'];
  readonly #actions: MissingActions;
  readonly #ownByParticipant = new Map<Participant, Own>();
  /** By the clock that each waits for, falling: the next one to be closed is the last. */
  readonly #gapsByClient = new Map<number, Gap[]>();
  #look: Timer | null = null;

  constructor({ clock, limits }: MissingParts, actions: MissingActions) {
    this.#clock = clock;
    this.#limits = limits;
    this.#actions = actions;
  }

  get bytes(): number {
    return [...this.#ownByParticipant.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Whether something of theirs waits: they were asked then. An answer that lacks the same must not be asked for again. */
  hasOf(participant: Participant): boolean {
    return this.#ownByParticipant.has(participant);
  }

  /** @param vector as for `settle`; the update was counted in it. */
  add(participant: Participant, update: CheckedUpdate, vector: StateVector): void {
    const own = this.#ownByParticipant.get(participant) ?? { updates: new Set(), bytes: 0 };
    this.#ownByParticipant.set(participant, own);
    const waiting = { participant, update, since: this.#clock.now(), gaps: 0 };
    own.updates.add(waiting);
    own.bytes += update.bytes.length;
    const limit = this.#exceededBy(own);
    if (limit !== null) {
      this.#giveUp(participant, limit);
      return;
    }
    this.#wait(waiting, vector);
    this.settle(vector, update.ranges);
    this.#schedule(this.#limits.PENDING_MS);
  }

  #exceededBy({ updates, bytes }: Own): PendingLimit | null {
    if (bytes > this.#limits.PENDING_BYTES_MAX) return 'PENDING_BYTES_MAX';
    return updates.size > PENDING_UPDATES_MAX ? 'PENDING_UPDATES_MAX' : null;
  }

  /** Something new has come, of these clients: advances `vector` over what lacks nothing any more, however long the chain. */
  settle(vector: StateVector, moved: readonly ClockRange[]): void {
    if (this.#gapsByClient.size === 0) return;
    for (const { client } of moved) this.#close(client, vector);
  }

  /** As `settle` for a vector that is another than before, also where it says less. */
  settleAll(vector: StateVector): void {
    this.#gapsByClient.clear();
    for (const { updates } of this.#ownByParticipant.values())
      for (const waiting of updates) this.#wait(waiting, vector);
    for (const client of this.#gapsByClient.keys()) this.#close(client, vector);
  }

  leave(participant: Participant): void {
    const own = this.#ownByParticipant.get(participant);
    if (own === undefined) return;
    this.#ownByParticipant.delete(participant);
    const clients = new Set<number>();
    for (const { update } of own.updates)
      for (const { client } of [...update.ranges, ...update.references]) clients.add(client);
    for (const client of clients) {
      const others = this.#gapsByClient.get(client)?.filter(({ waiting }) => waiting.participant !== participant) ?? [];
      if (others.length > 0) this.#gapsByClient.set(client, others);
      else this.#gapsByClient.delete(client);
    }
    this.#restIfDone();
  }

  /** Idempotent; forgets what waits. */
  close(): void {
    this.#ownByParticipant.clear();
    this.#gapsByClient.clear();
    this.#restIfDone();
  }

  #wait(waiting: Waiting, vector: StateVector): void {
    waiting.gaps = 0;
    for (const [client, stretches] of stretchesOf(waiting.update)) {
      const gap = { waiting, stretches, at: 0 };
      if (isClosed(gap, vector)) continue;
      waiting.gaps += 1;
      const gaps = this.#gapsByClient.get(client);
      if (gaps === undefined) this.#gapsByClient.set(client, [gap]);
      else insert(gaps, gap);
    }
    if (waiting.gaps === 0) this.#forget(waiting);
  }

  #close(client: number, vector: StateVector): void {
    const gaps = this.#gapsByClient.get(client);
    if (gaps === undefined) return;
    for (let gap = gaps.at(-1); gap !== undefined && clockOf(gap) <= (vector.get(client) ?? 0); gap = gaps.at(-1)) {
      gaps.pop();
      if (!isClosed(gap, vector)) insert(gaps, gap);
      else {
        gap.waiting.gaps -= 1;
        if (gap.waiting.gaps === 0) this.#forget(gap.waiting);
      }
    }
    if (gaps.length === 0) this.#gapsByClient.delete(client);
  }

  #forget(waiting: Waiting): void {
    const own = this.#ownByParticipant.get(waiting.participant);
    if (own === undefined) return;
    own.updates.delete(waiting);
    own.bytes -= waiting.update.bytes.length;
    if (own.updates.size === 0) this.#ownByParticipant.delete(waiting.participant);
    this.#restIfDone();
  }

  #restIfDone(): void {
    if (this.#ownByParticipant.size > 0) return;
    this.#look?.cancel();
    this.#look = null;
  }

  #schedule(delayMs: number): void {
    if (this.#ownByParticipant.size === 0) return;
    this.#look ??= this.#clock.after(delayMs, () => {
      this.#look = null;
      const now = this.#clock.now();
      let oldest = Number.POSITIVE_INFINITY;
      for (const [participant, { updates }] of [...this.#ownByParticipant]) {
        const [first] = updates;
        const since = first?.since ?? now;
        if (now - since >= this.#limits.PENDING_MS) this.#giveUp(participant, 'PENDING_MS');
        else oldest = Math.min(oldest, since);
      }
      this.#schedule(oldest + this.#limits.PENDING_MS - now);
    });
  }

  #giveUp(participant: Participant, limit: PendingLimit): void {
    this.leave(participant);
    this.#actions.giveUp(participant, limit);
  }
}

function stretchesOf({ ranges, references }: CheckedUpdate): Map<number, ClockRange[]> {
  const stretchesByClient = new Map<number, ClockRange[]>();
  const builtOn = references.map(({ client, clock }) => ({ client, from: clock + 1, to: clock + 1 }));
  for (const stretch of [...ranges, ...builtOn]) {
    const stretches = stretchesByClient.get(stretch.client);
    if (stretches === undefined) stretchesByClient.set(stretch.client, [stretch]);
    else stretches.push(stretch);
  }
  return stretchesByClient;
}

/** Advances `vector` over what follows what is here. @returns whether that is all of it. */
function isClosed(gap: Gap, vector: StateVector): boolean {
  for (; gap.at < gap.stretches.length; gap.at += 1) {
    const { client, from, to } = gap.stretches[gap.at] as ClockRange;
    const here = vector.get(client) ?? 0;
    if (from > here) return false;
    if (to > here) vector.set(client, to);
  }
  return true;
}

/** The clock that it waits for. */
function clockOf(gap: Gap): number {
  return (gap.stretches[gap.at] as ClockRange).from;
}

function insert(gaps: Gap[], gap: Gap): void {
  const clock = clockOf(gap);
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (clockOf(gaps[middle] as Gap) > clock) low = middle + 1;
    else high = middle;
  }
  gaps.splice(low, 0, gap);
}
