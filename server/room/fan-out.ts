/**
 * When a room sends what the log has confirmed: at once while little is going on, and gathered over a few
 * milliseconds when much is, because a socket write costs the same for one frame as for fifty.
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

export class FanOut {
  readonly #clock: Clock;
  readonly #send: (batch: readonly Delivery[]) => void;
  #batch: Delivery[] = [];
  #timer: Timer | null = null;
  /** Deliveries in about the last second. */
  #recentDeliveries = 0;
  #countedAt: number;

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
    if (batch.length > 0) this.#send(batch);
  }

  #schedule(): void {
    const windowMs = fanOutWindowMs(this.#recentDeliveries);
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

/** How long to gather at a rate of deliveries per second: 0, then 5 ms rising to FAN_OUT_WINDOW_MS_MAX at ten times the rate. */
export function fanOutWindowMs(deliveriesPerS: number): number {
  if (deliveriesPerS < FAN_OUT_EAGER_PER_S) return 0;
  const load = Math.min(1, deliveriesPerS / (10 * FAN_OUT_EAGER_PER_S));
  return Math.max(5, Math.round(FAN_OUT_WINDOW_MS_MAX * load));
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
