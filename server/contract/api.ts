/** JSON of the HTTP API. Times are milliseconds since 1970 in UTC. */

import type { SignInWays } from './account-api.ts';
import type { TreeNode } from './document/tree.ts';
import type { Scope } from './roles.ts';

/** Somebody who wrote, as far as the server can vouch for it. */
export interface Author {
  /** Null where nobody signs in. */
  readonly name: string | null;
  readonly isYou: boolean;
}

export interface DocumentSummary {
  readonly id: string;
  /** As of the last compaction, seconds behind the editor at most; empty when nobody wrote one. */
  readonly title: string;
  readonly createdAt: number;
  /** Null when nobody knows. */
  readonly createdBy: Author | null;
  readonly changedAt: number;
  readonly changedBy: Author | null;
  /** Null for what is not in the trash. */
  readonly trashedAt: number | null;
  readonly tags: readonly string[];
  readonly isTemplate: boolean;
  readonly isFavourite: boolean;
  /** What whoever asked may do with it beside reading. */
  readonly mayWrite: boolean;
  readonly mayDelete: boolean;
}

/** `all`: newest change first; `recent`: what I opened last; `mine`: what I made; `shared`: what others made and gave to me. */
export const DOCUMENT_VIEWS = ['all', 'recent', 'favourites', 'mine', 'shared', 'templates', 'trash'] as const;
export type DocumentView = (typeof DOCUMENT_VIEWS)[number];

/** `GET /api/documents?view=&tag=&after=&limit=`: the newest first; `?ids=a,b` asks for these, wherever they stand. */
export interface DocumentList {
  readonly documents: readonly DocumentSummary[];
  /** What to ask for with `after` to get more; null at the end. */
  readonly next: string | null;
  /** As of which state of the server's documents; see `Presence`. */
  readonly revision: string;
}

/** `GET /api/tags`: those of documents that are not in the trash. */
export interface TagList {
  readonly tags: readonly { readonly tag: string; readonly documents: number }[];
}

/** `PATCH /api/documents/:id` takes any of these, and answers with the document. */
export interface DocumentChanges {
  readonly title?: string;
  readonly tags?: readonly string[];
  readonly isTemplate?: boolean;
  readonly isTrashed?: boolean;
  /** Of whoever asks; the only one that needs no more than reading. */
  readonly isFavourite?: boolean;
}

/** Text with the places that were looked for, as UTF-16 places: from, to. */
export interface MarkedText {
  readonly text: string;
  readonly hits: readonly (readonly [number, number])[];
}

export interface SearchResult {
  readonly document: DocumentSummary;
  readonly title: MarkedText;
  /** Where it is found in the text, or how that begins when it is found in the title. */
  readonly snippet: MarkedText;
}

/** `GET /api/search?q=&limit=`: titles first, of each the newest first. */
export interface SearchResults {
  readonly results: readonly SearchResult[];
  /** How many there are for whoever asks; SEARCH_COUNT_MAX stands for that many or more. */
  readonly count: number;
  /** As of which state of the server's documents; see `Presence`. */
  readonly revision: string;
}

/** Somebody who has a document open, by their own word. */
export interface PresentPerson {
  /** The same for all tabs of one person. */
  readonly key: string;
  readonly name: string;
  /** "#" and six hexadecimal digits; null for one that says none. */
  readonly color: string | null;
}

/** By document; those with nobody are left out. */
export type PresentPeople = Readonly<Record<string, readonly PresentPerson[]>>;

/** `GET /api/presence?documents=a,b`: what a list that is looked at asks for again and again; `documents` may be empty. */
export interface Presence {
  readonly people: PresentPeople;
  /** While it is that of a list or of search results, those are still what the server would answer. */
  readonly revision: string;
}

/** `POST /api/documents` and `POST /api/documents/:id/copies` answer 201 with this. */
export interface DocumentCreated {
  readonly id: string;
}

/** `POST /api/images`, whose body is the bytes of an image, answers 201 with this. */
export interface ImageStored {
  /** Where it is shown from: its path on this server, the same for the same bytes. */
  readonly address: string;
}

/** Every refusal of the API; RFC 9457 (`application/problem+json`). */
export interface Problem {
  /** Where this kind of refusal is explained; the same for ever. */
  readonly type: string;
  readonly status: number;
  readonly title: string;
  /** One sentence: what happened and what to do. */
  readonly detail: string;
  /** One word that a program can tell it by, where there is something to tell. */
  readonly reason?: string;
}

/** `GET /healthz`: 200 while writes work; 503 while they fail, and from when the server stops. */
export interface Health {
  readonly ok: boolean;
  readonly detail: string;
}

/** `GET /api/session`: who the server takes this browser for. */
export type SessionState =
  | { readonly kind: 'anybody' }
  /** `ways` is null where another application lets people in. */
  | { readonly kind: 'stranger'; readonly ways: SignInWays | null }
  | { readonly kind: 'token'; readonly name: string; readonly scopes: readonly Scope[] }
  /** `colour` is a place in the palette; null, and with a guest not there, for whoever chooses it. */
  | {
      readonly kind: 'bearer';
      readonly id: string;
      readonly name: string;
      readonly colour: number | null;
      readonly expiresAt: number;
    }
  | {
      readonly kind: 'person';
      readonly id: string;
      readonly name: string;
      readonly colour: number | null;
      readonly isAdmin: boolean;
    }
  | { readonly kind: 'guest'; readonly id: string; readonly name: string };

/** `GET /api/documents/<id>/content?format=json` answers with this. */
export interface WholeDocument {
  readonly title: string;
  /** The editor's own tree. */
  readonly document: TreeNode;
}

/** `PUT` and `PATCH /api/documents/<id>/content` answer with this. */
export interface ContentSaved {
  /** The newest record of the document, on the disk. */
  readonly version: number;
  /** Length of the update that was written; 0 when the document said so already. */
  readonly updateBytes: number;
}

export interface VersionAuthor extends Author {
  /** As the history names them: the same person by the same word. */
  readonly user: string;
}

/** Changes that lie close together, by one person or by some who wrote at once. */
export interface Version {
  readonly from: number;
  /** The version to ask for: `?version=`. */
  readonly through: number;
  readonly fromAt: number;
  readonly throughAt: number;
  /** The first of them, in the order in which they came. */
  readonly authors: readonly VersionAuthor[];
  /** How many they are; none for what the server wrote by itself. */
  readonly authorCount: number;
  /** Keystrokes, pasted pieces and the like. */
  readonly edits: number;
}

/** `GET /api/documents/<id>/versions`: newest first. */
export interface VersionList {
  readonly versions: readonly Version[];
  /** `?cursor=` of the next page; null on the last. */
  readonly next: string | null;
}

/** A token for programs, without what makes it one. */
export interface ApiTokenSummary {
  readonly id: string;
  /** Its first characters. */
  readonly start: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The person it speaks for; null for the operator. */
  readonly person: string | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  /** To the minute. */
  readonly lastUsedAt: number | null;
}

/** `GET /api/tokens`: newest first. */
export interface ApiTokenList {
  readonly tokens: readonly ApiTokenSummary[];
}

/** `POST /api/tokens` answers 201 with this: the only time that the token is told. */
export interface ApiTokenCreated extends ApiTokenSummary {
  readonly token: string;
}

export interface WebhookSummary {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  /** One document; null for all. */
  readonly documentId: string | null;
  readonly createdAt: number;
}

/** `GET /api/webhooks`. */
export interface WebhookList {
  readonly webhooks: readonly WebhookSummary[];
}

/** `POST /api/webhooks` answers 201 with this: the only time that the secret is told. */
export interface WebhookCreated extends WebhookSummary {
  readonly secret: string;
}

/** `GET /api/webhooks/<id>/deliveries`: newest first. */
export interface WebhookDeliveries {
  readonly deliveries: readonly {
    readonly id: string;
    readonly event: string;
    readonly documentId: string;
    readonly at: number;
    readonly attempts: number;
    readonly status: number | null;
    readonly reason: string | null;
    /** When it is tried again; null when it arrived, or was given up. */
    readonly nextAt: number | null;
  }[];
}
