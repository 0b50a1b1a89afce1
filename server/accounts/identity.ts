/** Who is asking: what a request proved about itself, before anything is decided. */

import type { Role, Scope } from '../contract/roles.ts';
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

/** Somebody with an account here, through one of their sessions. */
export interface Person {
  readonly kind: 'person';
  /** Stable and unique; goes into the log as the author. */
  readonly id: string;
  readonly name: string;
  /** Looks after people and the server. Gives no rights to documents that somebody owns. */
  readonly isAdmin: boolean;
  readonly sessionId: string;
  /** When the session ends unless it is used; milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Somebody without an account who opened a link and gave a name. */
export interface Guest {
  readonly kind: 'guest';
  /** Stable for as long as the session; goes into the log as the author. */
  readonly id: string;
  readonly name: string;
  /** The links that were opened; none where a document was open to whoever has its address. */
  readonly linkIds: readonly string[];
  readonly sessionId: string;
  /** When the session ends; milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A program with a token of its own, for some of what whoever made it may do. */
export interface ApiToken {
  readonly kind: 'token';
  /** Goes into the log as the author. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Whose rights it has at most: a person's, or the operator's. */
  readonly behalf: Person | Anybody;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Nothing, or nothing that holds. */
export interface Stranger {
  readonly kind: 'stranger';
}

export type Identity = Anybody | Bearer | Person | Guest | ApiToken | Stranger;

export const ANYBODY: Anybody = { kind: 'anybody', session: null };
export const STRANGER: Stranger = { kind: 'stranger' };

/** How the log names whoever wrote a record. */
export function authorOf(identity: Identity): string {
  switch (identity.kind) {
    case 'bearer':
    case 'person':
    case 'guest':
    case 'token':
      return identity.id;
    case 'anybody':
      return identity.session === null ? ANONYMOUS : `browser:${identity.session}`;
    case 'stranger':
      return ANONYMOUS;
  }
}

/** Whose it is what they make; null where nobody owns anything, and for whoever may not make it. */
export function makerOf(identity: Identity): string | null {
  if (identity.kind === 'person') return identity.id;
  if (identity.kind !== 'token' || !identity.scopes.includes('write')) return null;
  return makerOf(identity.behalf);
}
