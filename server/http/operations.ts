/**
 * What the API can do, one line for each address, with the very schemas that requests are checked against: openapi.json
 * and the page at /api/docs are made from it. test/unit/api/openapi.test.ts fails for an address that is missing here.
 */

import type { z } from 'zod';
import { newTokenSchema } from '../accounts/api-tokens.ts';
import type { AnswerOf, ApiRoute, BodyOf, QueryOf } from '../contract/api-operations.ts';
import type { Scope } from '../contract/roles.ts';
import * as account from './account-routes.ts';
import { sizesQuery } from './admin-routes.ts';
import * as answers from './answer-schemas.ts';
import * as comments from './comment-schemas.ts';
import * as content from './content-routes.ts';
import * as documents from './document-schemas.ts';
import { enterSchema } from './entrance-routes.ts';
import { uploadQuery } from './image-routes.ts';
import * as people from './people-routes.ts';
import { ownNameSchema, sessionSchema } from './session-routes.ts';
import * as share from './share-routes.ts';
import { newWebhookSchema } from './webhook-routes.ts';

export interface Operation {
  /** As Fastify writes it, e.g. `GET /api/documents/:id`. */
  readonly route: string;
  readonly summary: string;
  /** What a token must be good for; null for addresses that are for the page and for people. */
  readonly scope: Scope | null;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Where the body, or the answer, is no JSON. */
  readonly bodyTypes?: readonly string[];
  readonly answerTypes?: readonly string[];
  readonly status: number;
  readonly answer?: z.ZodType;
}

const CONTENT_TYPES = Object.values(content.TYPES);

const DESCRIBED = [
  op('GET /api/documents', 'Documents that one may read, a page at a time', 'read', 200, {
    query: documents.listQuery,
  }),
  op('POST /api/documents', 'Make a document', 'write', 201, { body: documents.creationSchema }),
  op('GET /api/documents/:id', 'What is known of a document', 'read', 200),
  op('PATCH /api/documents/:id', 'Title, tags, trash, favourite', 'write', 200, { body: documents.changesSchema }),
  op('DELETE /api/documents/:id', 'Delete a document that is in the trash, for good', 'write', 204),
  op('POST /api/documents/:id/copies', 'Make a copy', 'write', 201, { body: documents.copySchema }),
  op('POST /api/documents/:id/visits', 'Say that one has it open', 'read', 204),
  op('GET /api/documents/:id/content', 'Read it, now or as it was', 'read', 200, {
    query: content.readQuerySchema,
    answerTypes: CONTENT_TYPES,
  }),
  op('PUT /api/documents/:id/content', 'Write it, as the smallest change', 'write', 200, {
    query: content.writeQuerySchema,
    bodyTypes: CONTENT_TYPES,
    answer: answers.contentSaved,
  }),
  op('PATCH /api/documents/:id/content', 'Change parts of it, in its Markdown', 'write', 200, {
    query: content.writeQuerySchema,
    body: content.partsSchema,
    answer: answers.contentSaved,
  }),
  op('GET /api/documents/:id/versions', 'Who wrote when, newest first', 'read', 200, {
    query: content.versionsQuerySchema,
    answer: answers.versionList,
  }),
  op('GET /api/documents/:id/comments', 'What is said about it beside its text', 'read', 200, {
    query: comments.commentsQuery,
    answer: answers.commentList,
  }),
  op('PUT /api/documents/:id/comments/:thread', 'Begin a thread of comments', 'write', 200, {
    query: comments.saidByQuery,
    body: comments.newThreadSchema,
    answer: answers.commentThread,
  }),
  op('PATCH /api/documents/:id/comments/:thread', 'Say that a thread is resolved, or not', 'write', 200, {
    query: comments.saidByQuery,
    body: comments.threadChangeSchema,
    answer: answers.commentThread,
  }),
  op('DELETE /api/documents/:id/comments/:thread', 'Remove a thread', 'write', 204, {
    query: comments.saidByQuery,
  }),
  op('PUT /api/documents/:id/comments/:thread/replies/:comment', 'Answer, or change one’s comment', 'write', 200, {
    query: comments.saidByQuery,
    body: comments.commentTextSchema,
    answer: answers.commentThread,
  }),
  op('DELETE /api/documents/:id/comments/:thread/replies/:comment', 'Take one’s comment back', 'write', 204, {
    query: comments.saidByQuery,
  }),
  op('GET /api/documents/:id/access', 'Who may do what with it', 'read', 200),
  op('PUT /api/documents/:id/access/reach', 'How far it is open', 'share', 200, { body: share.reachSchema }),
  op('POST /api/documents/:id/access/people', 'Share it with somebody', 'share', 200, { body: share.newPersonSchema }),
  op('PUT /api/documents/:id/access/people/:part', 'Change what somebody may do', 'share', 200, {
    body: share.personSchema,
  }),
  op('DELETE /api/documents/:id/access/people/:part', 'Take it away from somebody', 'share', 204),
  op('PUT /api/documents/:id/access/owner', 'Give it to somebody', 'share', 200, { body: share.ownerSchema }),
  op('POST /api/documents/:id/access/links', 'Make a link that opens it', 'share', 201, { body: share.linkSchema }),
  op('DELETE /api/documents/:id/access/links/:part', 'End a link', 'share', 200),
  op('POST /api/documents/:id/access/requests', 'Ask to be let in', null, 202),
  op('DELETE /api/documents/:id/access/requests/:part', 'Say no to whoever asked', 'share', 200),
  op('GET /api/search', 'Search titles and text', 'read', 200, { query: documents.searchQuery }),
  op('GET /api/tags', 'Tags in use', 'read', 200),
  op('GET /api/presence', 'Who is in which document now', 'read', 200, { query: documents.presenceQuery }),
  op('POST /api/images', 'Keep an image for a document', 'write', 201, {
    query: uploadQuery,
    bodyTypes: ['image/*'],
    answer: answers.imageStored,
  }),
  op('GET /api/images/:name', 'An image', 'read', 200, { answerTypes: ['image/*'] }),
  op('GET /api/tokens', 'Tokens for programs', 'admin', 200, { answer: answers.tokenList }),
  op('POST /api/tokens', 'Make a token; people only', null, 201, {
    body: newTokenSchema,
    answer: answers.tokenCreated,
  }),
  op('DELETE /api/tokens/:id', 'Revoke a token', 'admin', 204),
  op('GET /api/webhooks', 'Who is told of what happens', 'admin', 200, { answer: answers.webhookList }),
  op('POST /api/webhooks', 'Tell an address of what happens', 'admin', 201, {
    body: newWebhookSchema,
    answer: answers.webhookCreated,
  }),
  op('DELETE /api/webhooks/:id', 'Tell it no more', 'admin', 204),
  op('GET /api/webhooks/:id/deliveries', 'What was delivered to it', 'admin', 200, {
    answer: answers.webhookDeliveries,
  }),
  op('GET /api/admin', 'How the server is doing', 'admin', 200, { answer: answers.serverReport }),
  op('GET /api/admin/documents', 'What each document takes, the largest first', 'admin', 200, {
    query: sizesQuery,
    answer: answers.documentSizes,
  }),
  op('POST /api/admin/backups', 'Back everything up, into a folder of the server', 'admin', 202, {
    answer: answers.backupState,
  }),
  op('GET /api/session', 'Who the server takes one for', null, 200),
  op('POST /api/session', 'Sign in', null, 200, { body: sessionSchema }),
  op('PUT /api/session/name', 'Say what one is called, in open access', null, 204, { body: ownNameSchema }),
  op('DELETE /api/session', 'Sign out', null, 204),
  op('GET /api/account', 'Oneself', null, 200),
  op('PATCH /api/account', 'Change one’s name', null, 204, { body: account.changeSchema }),
  op('POST /api/account/password', 'Change one’s password', null, 204, { body: account.passwordChangeSchema }),
  op('DELETE /api/account/sessions', 'Sign out everywhere, here too', null, 204),
  op('DELETE /api/account/sessions/:session', 'Sign out one browser', null, 204),
  op('POST /api/tickets', 'What a link from an invitation is for', null, 200, { body: account.lookSchema }),
  op('POST /api/tickets/use', 'Use it', null, 204, { body: account.useSchema }),
  op('GET /api/people', 'People with an account', null, 200, { query: people.pageQuery }),
  op('POST /api/people', 'Invite somebody', null, 201, { body: people.invitationSchema }),
  op('PATCH /api/people/:person', 'Suspend somebody, or let them look after the server', null, 200, {
    body: people.changeSchema,
  }),
  op('POST /api/people/:person/link', 'A new link for somebody to sign in with', null, 201),
  op('GET /api/requests', 'Who asks to be let in where', null, 200),
  op('POST /api/entrance', 'Come in by a link', null, 200, { body: enterSchema }),
  op('GET /api/oidc/start', 'Sign in with the identity provider', null, 302),
  op('GET /api/oidc/callback', 'Back from the identity provider', null, 302),
  op('GET /api/openapi.json', 'This description', null, 200),
  op('GET /api/docs', 'This description, for people', null, 200, { answerTypes: ['text/html'] }),
];

type Entry = (typeof DESCRIBED)[number];

/** Does not compile while an address of the contract is described otherwise, or not at all: the error names it. */
export const OPERATIONS: [Drifted] extends [never] ? readonly Operation[] : { readonly drifted: Drifted } = DESCRIBED;

type Drifted = {
  [Route in ApiRoute]: Fits<Route, Extract<Entry, { route: Route }>> extends true ? never : Route;
}[ApiRoute];

/** What the contract says may be sent is taken, and what is answered is what it says. */
type Fits<Route extends ApiRoute, Described> = [Described] extends [never]
  ? false
  :
      | Takes<BodyOf<Route>, Described, 'body'>
      | Takes<QueryOf<Route>, Described, 'query'>
      | Answers<AnswerOf<Route>, Described>;

type Takes<Sent, Described, Part extends 'body' | 'query'> =
  Described extends Readonly<Record<Part, infer Schema extends z.ZodType>>
    ? [Writable<Sent>] extends [z.input<Schema>]
      ? true
      : false
    : [Sent] extends [undefined]
      ? true
      : false;

type Answers<Answer, Described> = Described extends { readonly answer: infer Schema extends z.ZodType }
  ? [z.output<Schema>] extends [Answer]
    ? true
    : false
  : true;

/** Schemas speak of arrays that could be written to. */
type Writable<Value> = Value extends readonly (infer Item)[]
  ? Writable<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Writable<Value[Key]> }
    : Value;

function op<
  const Route extends string,
  More extends Omit<Operation, 'route' | 'summary' | 'scope' | 'status'> = object,
>(route: Route, summary: string, scope: Scope | null, status: number, more?: More) {
  return { route, summary, scope, status, ...(more as More) };
}
