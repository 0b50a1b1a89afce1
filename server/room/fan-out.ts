/**
 * When a room sends what the log has confirmed: at once while little is going on, and gathered over a few
 * milliseconds when much is, because a socket write costs the same for one frame as for fifty. How many follows from
 * what sending takes on this machine, so that it leaves time for everything else, and no reader waits for nothing.
 *
 * What always holds: deliveries leave in the order they came; none waits longer than FAN_OUT_WINDOW_MS_MAX.
 */

import { FAN_OUT_EAGER_PER_S, FAN_OUT_WINDOW_MS_MAX } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Sequence } from '../storage/document-log.ts';
import type { Participant } from './participant.ts';

export interface Delivery {
  /** A finished WebSocket frame. */
  readonly frame: Buffer;
  readonly author: Participant | null;
  readonly sequence: Sequence;
}

/** Weight of the past: deliveries of a second ago count about a third. */
const MEMORY_MS = 1_000;

/** Gathering for so many times what sending takes: sending is at most two fifths of what the room does. */
const GATHER_PER_SENDING = 1.5;

/** Weight of the last sending among those before it. */
const SENDING_WEIGHT = 1 / 8;

export class FanOut {
  readonly #clock: Clock;
  readonly #send: (batch: readonly Delivery[]) => void;
  #batch: Delivery[] = [];
  #timer: Timer | null = null;
  /** Deliveries in about the last second. */
  #recentDeliveries = 0;
  #countedAt: number;
  /** How long sending has taken lately. */
  #sendingMs = 0;

  constructor(clock: Clock, send: (batch: readonly Delivery[]) => void) {
    this.#clock = clock;
    this.#send = send;
    this.#countedAt = clock.now();
  }

  /** Takes one delivery for `readers` people; what arrives in the same turn leaves together at least. */
  add(delivery: Delivery, readers: number): void {
    this.#count(readers);
    this.#batch.push(delivery);
    if (this.#batch.length === 1) this.#schedule();
  }

  /** Sends what was gathered, now. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length === 0) return;
    const startedAt = this.#clock.now();
    this.#send(batch);
    // A clock that was set meanwhile, either way, says nothing of how long it took.
    const tookMs = Math.min(FAN_OUT_WINDOW_MS_MAX, Math.max(0, this.#clock.now() - startedAt));
    this.#sendingMs += (tookMs - this.#sendingMs) * SENDING_WEIGHT;
  }

  #schedule(): void {
    const windowMs = fanOutWindowMs(this.#recentDeliveries, this.#sendingMs);
    if (windowMs === 0) queueMicrotask(() => this.flush());
    else this.#timer = this.#clock.after(windowMs, () => this.flush());
  }

  #count(deliveries: number): void {
    const now = this.#clock.now();
    // A clock that was set back makes nothing of the past weightier.
    const elapsedMs = Math.max(0, now - this.#countedAt);
    this.#recentDeliveries = this.#recentDeliveries * Math.exp(-elapsedMs / MEMORY_MS) + deliveries;
    this.#countedAt = now;
  }
}

/**
 * How long to gather, in whole milliseconds: 0 up to a rate of FAN_OUT_EAGER_PER_S deliveries per second; beyond it, at
 * least 5, what sending takes times GATHER_PER_SENDING, and what the rate asks for, which reaches FAN_OUT_WINDOW_MS_MAX at
 * thirty times that rate.
 */
export function fanOutWindowMs(deliveriesPerS: number, sendingMs: number): number {
  if (deliveriesPerS < FAN_OUT_EAGER_PER_S) return 0;
  const byRateMs = (FAN_OUT_WINDOW_MS_MAX * deliveriesPerS) / (30 * FAN_OUT_EAGER_PER_S);
  const windowMs = Math.max(5, byRateMs, GATHER_PER_SENDING * sendingMs);
  return Math.min(FAN_OUT_WINDOW_MS_MAX, Math.round(windowMs));
}

/** The deliveries of one batch as one stretch of bytes, and which parts of it each author wrote. */
export interface JoinedDeliveries {
  readonly bytes: Buffer;
  readonly ownByAuthor: ReadonlyMap<Participant | null, readonly Stretch[]>;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

export function joinDeliveries(batch: readonly Delivery[]): JoinedDeliveries {
  const ownByAuthor = new Map<Participant | null, Stretch[]>();
  let from = 0;
  for (const { frame, author } of batch) {
    const own = ownByAuthor.get(author);
    const stretch = { from, to: from + frame.length };
    if (own === undefined) ownByAuthor.set(author, [stretch]);
    else own.push(stretch);
    from = stretch.to;
  }
  return {
    bytes: Buffer.concat(
      batch.map(({ frame }) => frame),
      from,
    ),
    ownByAuthor,
  };
}

/** Views of everything but what the reader wrote: cutting out a few frames costs less than joining all the others anew. */
export function framesFor(reader: Participant, { bytes, ownByAuthor }: JoinedDeliveries): Buffer[] {
  const own = ownByAuthor.get(reader);
  if (own === undefined) return [bytes];
  const frames: Buffer[] = [];
  let at = 0;
  for (const { from, to } of own) {
    if (from > at) frames.push(bytes.subarray(at, from));
    at = to;
  }
  if (at < bytes.length) frames.push(bytes.subarray(at));
  return frames;
}
