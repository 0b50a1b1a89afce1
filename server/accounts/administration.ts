/** Who may look after the server itself: its tokens, webhooks, storage. Pure. */

import type { Identity } from './identity.ts';

/** @param isLoopback whether only people of this machine reach the server. */
export function mayAdminister(identity: Identity, isLoopback: boolean, now: number): boolean {
  switch (identity.kind) {
    case 'anybody':
      return isLoopback;
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
