/** One delivery: a signed POST that follows no redirect and reaches no private network. */

import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { WEBHOOK_ANSWER_MS } from '../contract/api-limits.ts';
import { ForbiddenAddress, guardedLookup, type IsAllowed } from './public-address.ts';

export interface Posting {
  readonly url: string;
  /** `whsec_` and base64. */
  readonly secret: string;
  /** Of the message: the same at every attempt. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly body: string;
}

/** The status, or why there was none. */
export type Posted =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly reason: string };

export const SECRET_PREFIX = 'whsec_';

/** As www.standardwebhooks.com says: receivers check it with libraries that exist. */
function signatureOf({ secret, id, at, body }: Omit<Posting, 'url'>): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key)
    .update(`${id}.${Math.floor(at / 1_000)}.${body}`)
    .digest('base64')}`;
}

export function post(posting: Posting, isAllowed: IsAllowed): Promise<Posted> {
  return new Promise((resolve) => {
    const { url: address, id, at, body } = posting;
    const fail = (reason: string) => resolve({ kind: 'failed', reason });
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url === null || !/^https?:$/.test(url.protocol)) return fail('This is no http or https address.');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !isAllowed(host)) return fail(`${host} is in a private network.`);
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      lookup: guardedLookup(isAllowed),
      // No connection is used twice: each is looked up, and checked, anew.
      agent: false,
      signal: AbortSignal.timeout(WEBHOOK_ANSWER_MS),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Scriptorium',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at / 1_000)),
        'webhook-signature': signatureOf(posting),
      },
    });
    request.on('response', (response) => {
      resolve({ kind: 'answered', status: response.statusCode ?? 0 });
      response.destroy();
    });
    request.on('error', (error) => {
      if (error instanceof ForbiddenAddress) fail(`${error.message}: a private network.`);
      else fail(error.name === 'AbortError' || error.name === 'TimeoutError' ? 'No answer in time.' : error.message);
    });
    request.end(body);
  });
}
