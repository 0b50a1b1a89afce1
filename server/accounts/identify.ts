/** From what a request carries to who is asking. */

import { parse } from 'cookie';
import { browserSessionIn } from './browser-session.ts';
import { type Identity, STRANGER } from './identity.ts';
import type { TokenVerifier } from './tokens.ts';

/** Holds a token for a browser, which can send no header with a WebSocket. No script can read it. */
export const SESSION_COOKIE = 'scriptorium-session';

/** What of a request can say who it is from; the first that is there counts. */
export interface Credentials {
  /** `?token=` of a WebSocket's address, for programs that can set nothing else. */
  readonly query?: string | null | undefined;
  /** `Bearer <token>`. */
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}

export type Identify = (credentials: Credentials) => Promise<Identity>;

/** @param verifier null in open access. */
export function createIdentify(verifier: TokenVerifier | null): Identify {
  return async (credentials) => {
    if (verifier === null) return { kind: 'anybody', session: browserSessionIn(credentials.cookie) };
    const token = tokenIn(credentials);
    return token === null ? STRANGER : verifier.verify(token);
  };
}

function tokenIn({ query, authorization, cookie }: Credentials): string | null {
  if (typeof query === 'string') return query;
  const [scheme, token] = authorization?.split(' ', 2) ?? [];
  if (scheme?.toLowerCase() === 'bearer' && token !== undefined) return token;
  return cookie === undefined ? null : (parse(cookie)[SESSION_COOKIE] ?? null);
}
