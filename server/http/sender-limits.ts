/**
 * How many requests one sender may make of the API: each has a bucket that fills evenly. A sender is a token, a browser by
 * its cookie, or an address without either; people of this very machine are not counted, its programs with tokens are.
 *
 * What always holds: nobody gets more by making cookies or tokens up, because an address is counted beside them. That of
 * browsers holds as much as an office behind one address needs.
 */

import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  API_REQUESTS_OF_BROWSERS_PER_MINUTE,
  API_REQUESTS_PER_MINUTE,
  API_SENDERS_REMEMBERED_MAX,
} from '../contract/api-limits.ts';
import type { Clock } from '../lib/clock.ts';
import { sendProblem } from './problems.ts';

const MINUTE_MS = 60_000;

/** What tells one from another stands at the end, also of one that holds a token. */
const COOKIE_CHARACTERS = 64;

interface Bucket {
  /** When it will be full again; milliseconds since 1970. */
  fullAt: number;
}

export interface Allowance {
  readonly isAllowed: boolean;
  /** Requests a minute. */
  readonly most: number;
  /** Requests that it may make at once now. */
  readonly remaining: number;
  /** Until it may make one (when it may not), or all of them again. */
  readonly waitS: number;
}

export class SenderLimits {
  readonly #clock: Clock;
  /** By a hash of whose it is: a token that somebody made up is as long as a header may be, and remembered. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(sender: string, most = API_REQUESTS_PER_MINUTE): Allowance {
    const key = createHash('sha256').update(sender).digest('base64url');
    const now = this.#clock.now();
    const msPerRequest = MINUTE_MS / most;
    const fullAt = Math.max(now, this.#buckets.get(key)?.fullAt ?? now);
    const isAllowed = fullAt - now <= MINUTE_MS - msPerRequest;
    const next = isAllowed ? fullAt + msPerRequest : fullAt;
    this.#buckets.delete(key);
    this.#buckets.set(key, { fullAt: next });
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= API_SENDERS_REMEMBERED_MAX) break;
      this.#buckets.delete(oldest);
    }
    const waitMs = isAllowed ? next - now : fullAt - now - (MINUTE_MS - msPerRequest);
    const remaining = Math.max(0, Math.floor((MINUTE_MS - (next - now)) / msPerRequest));
    return { isAllowed, most, remaining, waitS: Math.max(1, Math.ceil(waitMs / 1_000)) };
  }
}

/** @param isLocal whether an address is one of this machine. */
export function limitSenders(app: FastifyInstance, clock: Clock, isLocal: (address: string) => boolean): void {
  const limits = new SenderLimits(clock);
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    const allowances = sendersOf(request, isLocal(request.ip)).map(({ name, most }) => limits.take(name, most));
    const [least] = allowances.sort((one, other) => one.remaining - other.remaining || (one.isAllowed ? 1 : -1));
    if (least === undefined) return;
    reply.header('ratelimit-limit', least.most);
    reply.header('ratelimit-remaining', least.remaining);
    reply.header('ratelimit-reset', least.waitS);
    if (least.isAllowed) return;
    reply.header('retry-after', least.waitS);
    return sendProblem(reply, 429, `More than ${least.most} requests a minute. Wait ${least.waitS} s.`);
  });
}

interface Sender {
  readonly name: string;
  readonly most: number;
}

function sendersOf({ headers, ip }: FastifyRequest, isLocal: boolean): readonly Sender[] {
  const most = API_REQUESTS_PER_MINUTE;
  const token = /^bearer\s+(\S+)/i.exec(headers.authorization ?? '')?.[1];
  if (token !== undefined) return [{ name: token, most }, ...(isLocal ? [] : [{ name: ip, most }])];
  if (isLocal) return [];
  const cookie = /(?:^|;\s*)scriptorium-(?:session|browser)=([^;]+)/.exec(headers.cookie ?? '')?.[1];
  if (cookie === undefined) return [{ name: ip, most }];
  return [
    { name: `browser ${cookie.slice(-COOKIE_CHARACTERS)}`, most },
    { name: `browsers at ${ip}`, most: API_REQUESTS_OF_BROWSERS_PER_MINUTE },
  ];
}
