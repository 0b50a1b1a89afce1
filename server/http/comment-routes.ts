/**
 * `/api/documents/:id/comments`: what people say about a document beside its text. Reading it takes the right to read,
 * saying something that to comment, and removing what somebody else began that to write.
 *
 * What always holds: who wrote a comment is what the server knows of the asker, never what the request says; an answer
 * leaves when what it says is on the disk, and whoever has the document open has been told that there is something new.
 *
 * In open access a browser is told from others by its cookie. Whoever brings none is one writer with all the others who
 * bring none: each of them may change what any of them wrote, since any of them could say to be the other.
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AccessBook } from '../accounts/access-book.ts';
import { authorize } from '../accounts/authorize.ts';
import type { Identify } from '../accounts/identify.ts';
import { authorOf, type Identity } from '../accounts/identity.ts';
import type { ThreadView } from '../contract/comment-api.ts';
import { COMMENT_REPLIES_MAX, COMMENT_THREADS_MAX } from '../contract/limits.ts';
import type { Action } from '../contract/roles.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Shard } from '../shards/shard.ts';
import type { Catalogue } from '../workspace/catalogue.ts';
import type { Writer } from '../workspace/comment-rows.ts';
import type { CommentChange, CommentOutcome, CommentRefusal, CommentStore } from '../workspace/comment-store.ts';
import {
  commentParameters,
  commentsQuery,
  commentTextSchema,
  newThreadSchema,
  saidByQuery,
  threadChangeSchema,
  threadParameters,
} from './comment-schemas.ts';
import { listJson, type Onlooker, threadFor } from './comment-views.ts';
import { isThere, missing, refuse, unavailable, uncached, unfit } from './document-answers.ts';
import { documentParameters } from './document-schemas.ts';
import { sendProblem } from './problems.ts';

const COMMENTS = '/api/documents/:id/comments';
const THREAD = `${COMMENTS}/:thread`;
const COMMENT = `${THREAD}/replies/:comment`;

export interface CommentRouteParts {
  readonly comments: CommentStore;
  readonly catalogue: Pick<Catalogue, 'card'>;
  readonly shard: Pick<Shard, 'isUnwritten' | 'isGone' | 'commentsChanged'>;
  readonly identify: Identify;
  readonly book: AccessBook;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What somebody is called whom the log names so. */
  readonly nameOf: (author: string) => string | null;
  /** Somebody said something; resolves when that will be told. */
  readonly commented: (comment: Commented) => Promise<void>;
}

export interface Commented {
  readonly documentId: string;
  readonly thread: string;
  readonly comment: string;
  /** Their name. */
  readonly author: string;
}

/** Who asks, about which document. */
interface Asking {
  readonly documentId: string;
  readonly identity: Identity;
  readonly mayWrite: boolean;
}

export function commentRoutes(app: FastifyInstance, parts: CommentRouteParts): void {
  const { comments } = parts;

  app.get(COMMENTS, async (request, reply) => {
    const asking = await askingFor(parts, request, reply, 'read');
    const query = asking === null ? null : fitting(commentsQuery, request.query, reply);
    if (asking === null || query === null) return reply;
    const { documentId, identity } = asking;
    if (await isGone(parts, documentId)) return missing(reply);
    const list = await listJson(onlookerOf(parts, identity), comments.list(documentId, query.after ?? null));
    return uncached(reply).type('application/json; charset=utf-8').send(list);
  });

  app.put(THREAD, async (request, reply) => {
    const place = await placeFor(parts, threadParameters, request, reply);
    const body = place === null ? null : fitting(newThreadSchema, request.body, reply);
    if (place === null || body === null) return reply;
    const { documentId, identity, thread } = place;
    const writer = writerOf(identity, body.name);
    const result = await tried(parts, reply, () => comments.begin(documentId, thread, body, writer));
    return await answer(parts, reply, place, result, { comment: body.comment.id, writer });
  });

  app.patch(THREAD, async (request, reply) => {
    const place = await placeFor(parts, threadParameters, request, reply);
    const body = place === null ? null : fitting(threadChangeSchema, request.body, reply);
    if (place === null || body === null) return reply;
    const { documentId, identity, thread } = place;
    const by = writerOf(identity, body.name);
    const result = await tried(parts, reply, () => comments.resolve(documentId, thread, body.isResolved, by));
    return await answer(parts, reply, place, result);
  });

  app.delete(THREAD, async (request, reply) => {
    const place = await placeFor(parts, threadParameters, request, reply);
    if (place === null) return reply;
    const { documentId, identity, thread, mayWrite } = place;
    const mayRemove = (begunBy: string) => mayWrite || begunBy === authorOf(identity);
    const result = await tried(parts, reply, () => comments.remove(documentId, thread, mayRemove));
    return gone(parts, reply, place, result);
  });

  app.put(COMMENT, async (request, reply) => {
    const place = await placeFor(parts, commentParameters, request, reply);
    const body = place === null ? null : fitting(commentTextSchema, request.body, reply);
    if (place === null || body === null) return reply;
    const { documentId, identity, thread, comment } = place;
    const writer = writerOf(identity, body.name);
    const result = await tried(parts, reply, () =>
      comments.say(documentId, thread, { id: comment, text: body.text }, writer),
    );
    return await answer(parts, reply, place, result, { comment, writer });
  });

  app.delete(COMMENT, async (request, reply) => {
    const place = await placeFor(parts, commentParameters, request, reply);
    if (place === null) return reply;
    const { documentId, identity, thread, comment } = place;
    const result = await tried(parts, reply, () => comments.takeBack(documentId, thread, comment, authorOf(identity)));
    return gone(parts, reply, place, result);
  });
}

/** Null when the answer has been given. */
async function askingFor(
  { identify, book, clock }: CommentRouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
  action: Action,
): Promise<Asking | null> {
  const document = fitting(documentParameters, request.params, reply);
  if (document === null) return null;
  const identity = await identify(request.headers);
  if (action !== 'read' && !isSaidBy(identity, request, reply)) return null;
  const record = await book.of(document.id);
  const decide = (asked: Action) => authorize(identity, record, asked, clock.now());
  const decision = decide(action);
  if (decision.allowed) return { documentId: document.id, identity, mayWrite: decide('write').allowed };
  refuse(reply, decision.refusal);
  return null;
}

/**
 * Before anything is said about what the asker may do: of whoever is meant that would say nothing. A stranger is told to
 * sign in, like with any request.
 */
function isSaidBy(identity: Identity, request: FastifyRequest, reply: FastifyReply): boolean {
  const query = fitting(saidByQuery, request.query, reply);
  if (query === null) return false;
  const known = 'id' in identity ? identity.id : '';
  if (query.as === undefined || identity.kind === 'stranger' || query.as === known) return true;
  sendProblem(
    uncached(reply),
    412,
    'Somebody else is signed in by now. This waits for whoever wrote it.',
    'other-person',
  );
  return false;
}

/** What is to be changed, by somebody who may comment on a document that is there; null when the answer has been given. */
async function placeFor<Place>(
  parts: CommentRouteParts,
  schema: z.ZodType<Place>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<(Asking & Place) | null> {
  const asking = await askingFor(parts, request, reply, 'comment');
  const place = asking === null ? null : fitting(schema, request.params, reply);
  if (asking === null || place === null) return null;
  if (await isThere(parts, asking.documentId)) return { ...asking, ...place };
  missing(reply);
  return null;
}

/** Null after the refusal was sent. */
function fitting<Value>(schema: z.ZodType<Value>, sent: unknown, reply: FastifyReply): Value | null {
  const parsed = schema.safeParse(sent ?? {});
  if (parsed.success) return parsed.data;
  unfit(reply, parsed.error);
  return null;
}

/** One that holds nothing yet has no comments, and is no mistake: a page that is about to bring it asks already. */
async function isGone({ catalogue, comments, shard }: CommentRouteParts, documentId: string): Promise<boolean> {
  if (comments.isGone(documentId)) return true;
  return catalogue.card(documentId) === null && (await shard.isGone(documentId));
}

/** The name is the server's own word, where it knows one. */
function writerOf(identity: Identity, name = ''): Writer {
  return { id: authorOf(identity), name: 'name' in identity ? identity.name : name };
}

function onlookerOf({ nameOf }: CommentRouteParts, identity: Identity): Onlooker {
  return { id: authorOf(identity), nameOf };
}

/** Null after the refusal was sent: the disk cannot be used. */
async function tried(
  { logger }: CommentRouteParts,
  reply: FastifyReply,
  change: () => Promise<CommentOutcome>,
): Promise<CommentOutcome | null> {
  try {
    return await change();
  } catch (error) {
    logger.error({ error: String(error) }, 'a comment could not be written');
    unavailable(reply);
    return null;
  }
}

interface Told {
  readonly comment: string;
  readonly writer: Writer;
}

async function answer(
  parts: CommentRouteParts,
  reply: FastifyReply,
  { documentId, identity, thread }: Asking & { readonly thread: string },
  result: CommentOutcome | null,
  said: Told | null = null,
): Promise<FastifyReply> {
  if (result === null) return reply;
  if (!result.ok || result.value.thread === null) return declined(reply, result.ok ? 'removed' : result.error);
  tell(parts, documentId, result.value);
  const view: ThreadView = threadFor(onlookerOf(parts, identity), result.value.thread);
  // Also when it was there: the answer of the first time may be what got lost, and this with it.
  if (said !== null) await parts.commented({ documentId, thread, comment: said.comment, author: said.writer.name });
  return uncached(reply).send(view);
}

/** What was gone already is gone. */
function gone(
  parts: CommentRouteParts,
  reply: FastifyReply,
  { documentId }: Asking,
  result: CommentOutcome | null,
): FastifyReply {
  if (result === null) return reply;
  if (!result.ok && result.error !== 'removed') return declined(reply, result.error);
  if (result.ok) tell(parts, documentId, result.value);
  return reply.code(204).send();
}

function tell({ shard }: CommentRouteParts, documentId: string, { revision }: CommentChange): void {
  if (revision !== null) shard.commentsChanged(documentId, revision);
}

const REFUSALS: Readonly<Record<CommentRefusal, readonly [status: number, detail: string, reason?: string]>> = {
  'no-thread': [404, 'There is no such thread of comments.'],
  removed: [410, 'This thread of comments was removed. Begin another.', 'gone'],
  'not-yours': [403, 'Somebody else wrote this. Answer in the thread instead, or ask them.'],
  threads: [409, `A document has at most ${COMMENT_THREADS_MAX} threads of comments. Remove some first.`, 'too-many'],
  replies: [409, `A thread has at most ${COMMENT_REPLIES_MAX} comments. Begin another.`, 'too-many'],
  characters: [409, 'The comments on this document are as long as they may be. Remove some first.', 'too-many'],
};

function declined(reply: FastifyReply, refusal: CommentRefusal): FastifyReply {
  const [status, detail, reason] = REFUSALS[refusal];
  return sendProblem(uncached(reply), status, detail, reason);
}
