/** Who may look after the server itself: its tokens, webhooks, storage. Pure. */

import type { IncomingHttpHeaders } from 'node:http';
import type { Identity } from './identity.ts';

/** @param isAtMachine whether nobody but somebody of this very machine can have asked: see `isAtMachine`. */
export function mayAdminister(identity: Identity, isAtMachine: boolean, now: number): boolean {
  switch (identity.kind) {
    case 'anybody':
      return isAtMachine;
    case 'person':
      return identity.isAdmin && identity.expiresAt > now;
    case 'token': {
      const { behalf, scopes, expiresAt } = identity;
      if (expiresAt <= now || !scopes.includes('admin')) return false;
      // What the operator made on the machine itself speaks for the operator.
      return behalf.kind === 'anybody' || behalf.isAdmin;
    }
    case 'bearer':
    case 'guest':
    case 'stranger':
      return false;
    default:
      return identity satisfies never;
  }
}

/** What proxies add to what they pass on. */
const PASSED_ON = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];
const OWN_NAMES = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/**
 * Whether a request comes from this machine itself, asked for by a name of it, and not through a proxy on it: whoever is
 * behind one of those is anybody in the world.
 *
 * @param isLoopback whether the server listens to this machine only.
 */
export function isAtMachine(headers: IncomingHttpHeaders, isLoopback: boolean): boolean {
  return isLoopback && OWN_NAMES.test(headers.host ?? '') && PASSED_ON.every((name) => headers[name] === undefined);
}
