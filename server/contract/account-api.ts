/** JSON of what ACCESS=accounts adds to the HTTP API: people, sessions, sharing. Times are milliseconds since 1970 in UTC. */

import type { Reach, Role, SharedRole } from './roles.ts';

/** How a stranger may sign in; with `GET /api/session`. */
export interface SignInWays {
  /** Whether anybody looks after the server yet: the first one comes by a link from its terminal. */
  readonly hasOwner: boolean;
  /** Whether there is an identity provider beside passwords. */
  readonly hasProvider: boolean;
}

/** `POST /api/tickets`: what a one-time link is good for. */
export type TicketView =
  | { readonly kind: 'first-owner' }
  | { readonly kind: 'invitation' | 'reset'; readonly email: string; readonly name: string };

/** `GET /api/account` */
export interface AccountView {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isAdmin: boolean;
  /** Without one it comes through an identity provider. */
  readonly hasPassword: boolean;
  readonly sessions: readonly SessionView[];
}

export interface SessionView {
  readonly id: string;
  readonly agent: string;
  readonly createdAt: number;
  readonly usedAt: number;
  /** The one that asks. */
  readonly isThis: boolean;
}

/** `GET /api/people` */
export interface PeoplePage {
  readonly people: readonly PersonView[];
  /** For `?after=`; null on the last page. */
  readonly next: string | null;
}

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isAdmin: boolean;
  readonly isSuspended: boolean;
  /** Was invited, and has not come yet. */
  readonly isInvited: boolean;
}

/** A link that is good once; its secret is told this once. */
export interface TicketIssued {
  readonly person: PersonView;
  readonly secret: string;
}

/** `GET /api/documents/:id/access`: what whoever asks is to the document, and, to its owner, what everybody is. */
export interface AccessView {
  readonly role: Role;
  readonly owner: NamedPerson | null;
  readonly reach: { readonly who: Reach; readonly role: SharedRole };
  /** Null to whoever may not share it. */
  readonly shared: SharedView | null;
}

export interface NamedPerson {
  readonly id: string;
  readonly name: string;
}

export interface SharedView {
  readonly people: readonly SharedPerson[];
  readonly links: readonly SharedLink[];
  readonly requests: readonly (NamedPerson & { readonly email: string; readonly at: number })[];
}

export interface SharedPerson extends NamedPerson {
  readonly email: string;
  readonly role: SharedRole;
  readonly expiresAt: number | null;
  /** The link it came through; null when they were named. */
  readonly linkId: string | null;
}

export interface SharedLink {
  readonly id: string;
  readonly role: SharedRole;
  readonly expiresAt: number | null;
  readonly createdAt: number;
}

/** `POST /api/documents/:id/access/links` answers with what nobody is told again. */
export interface LinkAdded {
  readonly token: string;
  readonly access: AccessView;
}

/** `GET /api/requests`: who waits for whoever asks. */
export interface RequestList {
  readonly requests: readonly {
    readonly documentId: string;
    readonly person: NamedPerson;
    readonly at: number;
  }[];
}

/** `POST /api/entrance`: what is behind a share link or an address, to somebody who is not signed in. */
export interface EntranceView {
  readonly documentId: string;
  readonly role: SharedRole;
}

/** Why something about accounts was refused, for whoever says it in a person's own language. */
export type AccountRefusal =
  | 'wrong'
  | 'later'
  | 'ended'
  | 'taken'
  | 'last'
  | 'unknown'
  | 'full'
  | 'no-provider'
  | 'malformed'
  | 'name-length'
  | 'sign-in'
  | 'no-access';
