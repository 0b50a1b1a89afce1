/**
 * The only door: whether somebody may do something with a document. HTTP and WebSocket both ask here, nobody decides
 * elsewhere. Pure, and closed by default: what is not granted is refused.
 */

import { type Action, may, type Role } from '../contract/roles.ts';
import type { Identity } from './identity.ts';

/** `sign-in`: the asker is nobody (any more); `no-access`: known, and not allowed. */
export type Refusal = 'sign-in' | 'no-access';

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly refusal: Refusal };

const ALLOWED: Decision = { allowed: true };

/** @param now milliseconds since 1970. */
export function authorize(identity: Identity, documentId: string, action: Action, now: number): Decision {
  if (identity.kind === 'stranger' || hasExpired(identity, now)) return { allowed: false, refusal: 'sign-in' };
  const role = roleOf(identity, documentId);
  return role !== null && may(role, action) ? ALLOWED : { allowed: false, refusal: 'no-access' };
}

function roleOf(identity: Identity, documentId: string): Role | null {
  switch (identity.kind) {
    case 'anybody':
      return 'editor';
    case 'bearer': {
      const { grant } = identity;
      return grant.documentId === null || grant.documentId === documentId ? grant.role : null;
    }
    case 'stranger':
      return null;
  }
}

function hasExpired(identity: Identity, now: number): boolean {
  return identity.kind === 'bearer' && identity.expiresAt <= now;
}
