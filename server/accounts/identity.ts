/** Who is asking: what a request proved about itself, before anything is decided. */

import type { Role } from '../contract/roles.ts';
import { ANONYMOUS } from '../lib/authors.ts';

/** In open access: whoever reaches the server. Nobody has a name that the server could vouch for. */
export interface Anybody {
  readonly kind: 'anybody';
  /** Tells one browser from another; null for what brings no session, a program for instance. See browser-session.ts. */
  readonly session: string | null;
}

/** Somebody for whom a signed token speaks. */
export interface Bearer {
  readonly kind: 'bearer';
  /** Stable and unique; goes into the log as the author. */
  readonly id: string;
  readonly name: string;
  readonly grant: Grant;
  /** Tells this token from another of the same person. */
  readonly tokenKey: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** One document, or (null) all of them. */
export interface Grant {
  readonly documentId: string | null;
  readonly role: Role;
}

/** Nothing, or nothing that holds. */
export interface Stranger {
  readonly kind: 'stranger';
}

export type Identity = Anybody | Bearer | Stranger;

export const ANYBODY: Anybody = { kind: 'anybody', session: null };
export const STRANGER: Stranger = { kind: 'stranger' };

/** How the log names whoever wrote a record. */
export function authorOf(identity: Identity): string {
  if (identity.kind === 'bearer') return identity.id;
  const session = identity.kind === 'anybody' ? identity.session : null;
  return session === null ? ANONYMOUS : `browser:${session}`;
}
