/**
 * R41 How many requests one sender may make of the API: each has a bucket that fills evenly. A sender is a token, or
 * an address without one; people of this very machine are not counted, its programs with tokens are.
 */

import type { FastifyInstance } from 'fastify';
import { API_REQUESTS_PER_MINUTE, API_SENDERS_REMEMBERED_MAX } from '../contract/api-limits.ts';
import type { Clock } from '../lib/clock.ts';
import { sendProblem } from './problems.ts';

const MINUTE_MS = 60_000;
const MS_PER_REQUEST = MINUTE_MS / API_REQUESTS_PER_MINUTE;

interface Bucket {
  /** When it will be full again; milliseconds since 1970. */
  fullAt: number;
}

export interface Allowance {
  readonly isAllowed: boolean;
  /** Requests that it may make at once now. */
  readonly remaining: number;
  /** Until it may make one (when it may not), or all of them again. */
  readonly waitS: number;
}

export class SenderLimits {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(sender: string): Allowance {
    const now = this.#clock.now();
    const fullAt = Math.max(now, this.#buckets.get(sender)?.fullAt ?? now);
    const isAllowed = fullAt - now <= MINUTE_MS - MS_PER_REQUEST;
    const next = isAllowed ? fullAt + MS_PER_REQUEST : fullAt;
    this.#buckets.delete(sender);
    this.#buckets.set(sender, { fullAt: next });
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= API_SENDERS_REMEMBERED_MAX) break;
      this.#buckets.delete(oldest);
    }
    const waitMs = isAllowed ? next - now : fullAt - now - (MINUTE_MS - MS_PER_REQUEST);
    const remaining = Math.max(0, Math.floor((MINUTE_MS - (next - now)) / MS_PER_REQUEST));
    return { isAllowed, remaining, waitS: Math.max(1, Math.ceil(waitMs / 1_000)) };
  }
}

/** @param isLocal whether an address is one of this machine. */
export function limitSenders(app: FastifyInstance, clock: Clock, isLocal: (address: string) => boolean): void {
  const limits = new SenderLimits(clock);
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    const token = /^bearer\s+(\S+)/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined && isLocal(request.ip)) return;
    // Whoever tries tokens is counted by address, too.
    const senders = token === undefined || isLocal(request.ip) ? [token ?? request.ip] : [token, request.ip];
    const allowances = senders.map((sender) => limits.take(sender));
    const [least] = allowances.sort((one, other) => one.remaining - other.remaining || (one.isAllowed ? 1 : -1));
    if (least === undefined) return;
    reply.header('ratelimit-limit', API_REQUESTS_PER_MINUTE);
    reply.header('ratelimit-remaining', least.remaining);
    reply.header('ratelimit-reset', least.waitS);
    if (least.isAllowed) return;
    reply.header('retry-after', least.waitS);
    return sendProblem(reply, 429, `More than ${API_REQUESTS_PER_MINUTE} requests a minute. Wait ${least.waitS} s.`);
  });
}
