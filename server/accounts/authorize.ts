/**
 * The only door: whether somebody may do something with a document. HTTP and WebSocket both ask here, nobody decides
 * elsewhere. Pure, and closed by default: what is not granted is refused.
 */

import { type Action, greaterRole, may, type Role, SCOPE_BY_ACTION } from '../contract/roles.ts';
import type { AccessRecord } from '../workspace/access-record.ts';
import type { Guest, Identity, Person } from './identity.ts';

/** `sign-in`: the asker is nobody (any more); `no-access`: known, and not allowed. */
export type Refusal = 'sign-in' | 'no-access';

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly refusal: Refusal };

const ALLOWED: Decision = { allowed: true };
const NO_ACCESS: Decision = { allowed: false, refusal: 'no-access' };

/**
 * @param record who was given what of the document; see access-book.ts.
 * @param now milliseconds since 1970.
 */
export function authorize(identity: Identity, record: AccessRecord, action: Action, now: number): Decision {
  if (identity.kind === 'stranger' || hasExpired(identity, now)) return { allowed: false, refusal: 'sign-in' };
  const role = roleOf(identity, record, now);
  if (identity.kind === 'token' && !identity.scopes.includes(SCOPE_BY_ACTION[action])) return NO_ACCESS;
  return role !== null && may(role, action) ? ALLOWED : NO_ACCESS;
}

/** What somebody is to a document: the most of all that they were given; null for nothing. */
export function roleOf(identity: Identity, record: AccessRecord, now: number): Role | null {
  if (hasExpired(identity, now)) return null;
  switch (identity.kind) {
    case 'anybody':
      return 'owner';
    case 'bearer': {
      const { grant } = identity;
      return grant.documentId === null || grant.documentId === record.documentId ? grant.role : null;
    }
    case 'person':
      return roleOfPerson(identity, record, now);
    case 'guest':
      return roleOfGuest(identity, record, now);
    case 'token':
      return roleOf(identity.behalf, record, now);
    case 'stranger':
      return null;
    default:
      return identity satisfies never;
  }
}

function roleOfPerson({ id, isAdmin }: Person, record: AccessRecord, now: number): Role | null {
  if (record.owner === id) return 'owner';
  // Else nobody could ever give it to somebody.
  if (record.owner === null && isAdmin) return 'owner';
  const grants = record.grants.filter(({ person, expiresAt }) => person === id && isOpen(expiresAt, now));
  return grants.reduce((most, { role }) => greaterRole(most, role), roleByReach(record, ['signed-in', 'link']));
}

function roleOfGuest({ linkIds }: Guest, record: AccessRecord, now: number): Role | null {
  const links = record.links.filter(({ id, expiresAt }) => linkIds.includes(id) && isOpen(expiresAt, now));
  return links.reduce((most, { role }) => greaterRole(most, role), roleByReach(record, ['link']));
}

function roleByReach({ reach }: AccessRecord, reaching: readonly AccessRecord['reach']['who'][]): Role | null {
  return reaching.includes(reach.who) ? reach.role : null;
}

function isOpen(expiresAt: number | null, now: number): boolean {
  return expiresAt === null || expiresAt > now;
}

function hasExpired(identity: Identity, now: number): boolean {
  return 'expiresAt' in identity && identity.expiresAt <= now;
}
