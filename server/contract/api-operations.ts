/**
 * What is sent to, and answered by, each address of the API that speaks JSON: the types that the web app's client asks
 * by. server/http/operations.ts holds them against the schemas that requests are checked with, so that neither can drift.
 */

import type {
  AccessView,
  AccountView,
  EntranceView,
  LinkAdded,
  PeoplePage,
  PersonView,
  RequestList,
  TicketIssued,
  TicketView,
} from './account-api.ts';
import type { BackupState, DocumentSizes, ServerReport } from './admin-api.ts';
import type {
  ApiTokenCreated,
  ApiTokenList,
  ContentSaved,
  DocumentChanges,
  DocumentCreated,
  DocumentList,
  DocumentSummary,
  DocumentView,
  ImageStored,
  Presence,
  SearchResults,
  SessionState,
  TagList,
  VersionList,
  WebhookDeliveries,
  WebhookList,
  WholeDocument,
} from './api.ts';
import type { CommentList, CommentText, NewThread, SaidBy, ThreadChange, ThreadView } from './comment-api.ts';
import type { ContentKind } from './document/file-reader.ts';
import type { Reach, Scope, SharedRole } from './roles.ts';

/** What somebody is given, and until when. */
interface Given {
  readonly role: SharedRole;
  /** Milliseconds since 1970; null, or left out, for no end. */
  readonly expiresAt?: number | null;
}

interface ListQuery {
  /** Ids, commas between. */
  readonly ids?: string;
  readonly view?: DocumentView;
  readonly tag?: string;
  readonly after?: string;
  readonly limit?: number;
}

interface PartsOfContent {
  readonly title?: string;
  readonly prepend?: string;
  readonly append?: string;
  readonly replace?: readonly { readonly find: string; readonly with: string }[];
}

interface NewToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** From now; null for no end. */
  readonly days?: number | null;
}

/** By address: what stands in its query and in its body, and what a success answers with; null for nothing. */
export interface ApiOperations {
  'GET /api/documents': { readonly query: ListQuery; readonly answer: DocumentList };
  'POST /api/documents': {
    readonly body: { readonly id?: string; readonly template?: string; readonly title?: string };
    readonly answer: DocumentCreated;
  };
  'GET /api/documents/:id': { readonly answer: DocumentSummary };
  'PATCH /api/documents/:id': { readonly body: DocumentChanges; readonly answer: DocumentSummary };
  'DELETE /api/documents/:id': { readonly answer: null };
  'POST /api/documents/:id/copies': {
    readonly body: { readonly id?: string; readonly title?: string };
    readonly answer: DocumentCreated;
  };
  'POST /api/documents/:id/visits': { readonly answer: null };
  /** In the other formats it is no JSON. */
  'GET /api/documents/:id/content': {
    readonly query: { readonly format: 'json'; readonly version?: number };
    readonly answer: WholeDocument;
  };
  'PATCH /api/documents/:id/content': {
    readonly query: { readonly format?: ContentKind; readonly base?: number };
    readonly body: PartsOfContent;
    readonly answer: ContentSaved;
  };
  'GET /api/documents/:id/versions': {
    readonly query: { readonly cursor?: number; readonly limit?: number };
    readonly answer: VersionList;
  };
  'GET /api/documents/:id/comments': { readonly query: { readonly after?: number }; readonly answer: CommentList };
  'PUT /api/documents/:id/comments/:thread': {
    readonly query: SaidBy;
    readonly body: NewThread;
    readonly answer: ThreadView;
  };
  'PATCH /api/documents/:id/comments/:thread': {
    readonly query: SaidBy;
    readonly body: ThreadChange;
    readonly answer: ThreadView;
  };
  'DELETE /api/documents/:id/comments/:thread': { readonly query: SaidBy; readonly answer: null };
  'PUT /api/documents/:id/comments/:thread/replies/:comment': {
    readonly query: SaidBy;
    readonly body: CommentText;
    readonly answer: ThreadView;
  };
  'DELETE /api/documents/:id/comments/:thread/replies/:comment': { readonly query: SaidBy; readonly answer: null };
  'GET /api/documents/:id/access': { readonly answer: AccessView };
  'PUT /api/documents/:id/access/reach': {
    readonly body: { readonly who: Reach; readonly role: SharedRole };
    readonly answer: AccessView;
  };
  'POST /api/documents/:id/access/people': {
    readonly body: Given & { readonly email: string };
    readonly answer: AccessView;
  };
  'PUT /api/documents/:id/access/people/:part': { readonly body: Given; readonly answer: AccessView };
  'DELETE /api/documents/:id/access/people/:part': { readonly answer: null };
  'PUT /api/documents/:id/access/owner': { readonly body: { readonly person: string }; readonly answer: AccessView };
  'POST /api/documents/:id/access/links': { readonly body: Given; readonly answer: LinkAdded };
  'DELETE /api/documents/:id/access/links/:part': { readonly answer: AccessView };
  'POST /api/documents/:id/access/requests': { readonly answer: null };
  'DELETE /api/documents/:id/access/requests/:part': { readonly answer: AccessView };
  'GET /api/search': {
    readonly query: { readonly q: string; readonly limit?: number };
    readonly answer: SearchResults;
  };
  'GET /api/tags': { readonly answer: TagList };
  'GET /api/presence': { readonly query: { readonly documents: string }; readonly answer: Presence };
  /** Its body is the bytes of the image. */
  'POST /api/images': { readonly query: { readonly document: string }; readonly answer: ImageStored };
  'GET /api/tokens': { readonly answer: ApiTokenList };
  'POST /api/tokens': { readonly body: NewToken; readonly answer: ApiTokenCreated };
  'DELETE /api/tokens/:id': { readonly answer: null };
  'GET /api/webhooks': { readonly answer: WebhookList };
  'DELETE /api/webhooks/:id': { readonly answer: null };
  'GET /api/webhooks/:id/deliveries': { readonly answer: WebhookDeliveries };
  'GET /api/admin': { readonly answer: ServerReport };
  'GET /api/admin/documents': {
    readonly query: { readonly from?: number; readonly limit?: number };
    readonly answer: DocumentSizes;
  };
  'POST /api/admin/backups': { readonly answer: BackupState };
  'GET /api/session': { readonly answer: SessionState };
  'POST /api/session': {
    readonly body: { readonly token: string } | { readonly email: string; readonly password: string };
    readonly answer: SessionState;
  };
  'PUT /api/session/name': { readonly body: { readonly name: string }; readonly answer: null };
  'DELETE /api/session': { readonly answer: null };
  'GET /api/account': { readonly answer: AccountView };
  'PATCH /api/account': { readonly body: { readonly name: string }; readonly answer: null };
  'POST /api/account/password': {
    readonly body: { readonly now: string; readonly next: string };
    readonly answer: null;
  };
  'DELETE /api/account/sessions': { readonly answer: null };
  'DELETE /api/account/sessions/:session': { readonly answer: null };
  'POST /api/tickets': { readonly body: { readonly secret: string }; readonly answer: TicketView };
  'POST /api/tickets/use': {
    readonly body: {
      readonly secret: string;
      readonly password: string;
      readonly name?: string;
      readonly email?: string;
    };
    readonly answer: null;
  };
  'GET /api/people': { readonly query: { readonly after?: string }; readonly answer: PeoplePage };
  'POST /api/people': {
    readonly body: { readonly email: string; readonly name: string; readonly isAdmin?: boolean };
    readonly answer: TicketIssued;
  };
  'PATCH /api/people/:person': {
    readonly body: { readonly isAdmin?: boolean; readonly isSuspended?: boolean };
    readonly answer: PersonView;
  };
  'POST /api/people/:person/link': { readonly answer: TicketIssued };
  'GET /api/requests': { readonly answer: RequestList };
  'POST /api/entrance': {
    readonly body: {
      readonly at: { readonly token: string } | { readonly documentId: string };
      readonly name?: string;
    };
    readonly answer: EntranceView;
  };
}

export type ApiRoute = keyof ApiOperations;

/** What is sent to an address in the body; undefined where nothing is. */
export type BodyOf<Route extends ApiRoute> = ApiOperations[Route] extends { readonly body: infer Body }
  ? Body
  : undefined;

export type QueryOf<Route extends ApiRoute> = ApiOperations[Route] extends { readonly query: infer Query }
  ? Query
  : undefined;

export type AnswerOf<Route extends ApiRoute> = ApiOperations[Route]['answer'];

/** The names behind the colons of an address. */
export type ParametersOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParametersOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
