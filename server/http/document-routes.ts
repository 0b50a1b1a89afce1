/**
 * Documents over HTTP: lists, one, making them, and making one like another. What is done to one is in
 * document-change-routes.ts.
 */

import type { FastifyInstance, FastifyReply } from 'fastify';
import { claimNew } from '../accounts/access-book.ts';
import type { Refusal } from '../accounts/authorize.ts';
import { authorOf, type Identity } from '../accounts/identity.ts';
import type { DocumentCreated, TagList } from '../contract/api.ts';
import { randomId } from '../lib/random.ts';
import {
  type DocumentRouteParts,
  knownFor,
  refusalOf,
  refuse,
  titled,
  unavailable,
  uncached,
  unfit,
  unwritable,
} from './document-answers.ts';
import { copySchema, creationSchema, listQuery } from './document-schemas.ts';
import { askerOf, listFor, summaryFor, tagsFor } from './document-views.ts';
import { sendProblem } from './problems.ts';

export function documentRoutes(app: FastifyInstance, parts: DocumentRouteParts): void {
  const { catalogue, clock } = parts;

  app.get('/api/documents', async (request, reply) => {
    const identity = await parts.identify(request.headers);
    if (identity.kind === 'stranger') return refuse(reply, 'sign-in');
    const query = listQuery.safeParse(request.query);
    if (!query.success) return unfit(reply, query.error);
    return uncached(reply).send(await listFor(parts, identity, query.data));
  });

  app.get('/api/tags', async (request, reply) => {
    const identity = await parts.identify(request.headers);
    if (identity.kind === 'stranger') return refuse(reply, 'sign-in');
    return uncached(reply).send({ tags: await tagsFor(parts, identity) } satisfies TagList);
  });

  app.post('/api/documents', async (request, reply) => {
    const body = creationSchema.safeParse(request.body ?? {});
    if (!body.success) return unfit(reply, body.error);
    const { id = randomId(), template, title } = body.data;
    const identity = await parts.identify(request.headers);
    const refusal =
      (await mayMake(parts, identity, id)) ??
      (template === undefined ? null : await refusalOf(parts, identity, template, 'read'));
    if (refusal !== null) return refuse(reply, refusal);
    if (template !== undefined) return copy(parts, reply, { from: template, to: id, title: title ?? null, identity });
    const isMade = await parts.shard.create(id);
    const at = clock.now();
    if (!isMade || !(await titled(parts, id, title, identity))) return unwritable(parts, reply, id);
    await catalogue.created(id, askerOf(identity).who, at);
    if (title !== undefined) await catalogue.retitled(id, title, at);
    return reply.code(201).send({ id } satisfies DocumentCreated);
  });

  app.get('/api/documents/:id', async (request, reply) => {
    const known = await knownFor(parts, request, reply, 'read');
    if (known === null) return reply;
    return uncached(reply).send(await summaryFor(parts, known.identity, known.card));
  });

  app.post('/api/documents/:id/copies', async (request, reply) => {
    const body = copySchema.safeParse(request.body ?? {});
    if (!body.success) return unfit(reply, body.error);
    const known = await knownFor(parts, request, reply, 'read');
    if (known === null) return reply;
    const { id = randomId(), title = null } = body.data;
    const refusal = await mayMake(parts, known.identity, id);
    if (refusal !== null) return refuse(reply, refusal);
    return copy(parts, reply, { from: known.card.id, to: id, title, identity: known.identity });
  });
}

async function mayMake(parts: DocumentRouteParts, identity: Identity, id: string): Promise<Refusal | null> {
  await claimNew(parts, identity, id);
  return refusalOf(parts, identity, id, 'write');
}

interface Copying {
  readonly from: string;
  readonly to: string;
  /** Null for the same. */
  readonly title: string | null;
  readonly identity: Identity;
}

async function copy(parts: DocumentRouteParts, reply: FastifyReply, { from, to, title, identity }: Copying) {
  const { catalogue, clock, shard } = parts;
  if (await shard.isGone(to)) return unwritable(parts, reply, to);
  if (!(await shard.isUnwritten(to))) return sendProblem(reply, 409, 'There is a document of that id already.');
  const at = clock.now();
  const content = await shard.copy(from, title);
  if (content === null) return sendProblem(reply, 404, 'There is no such document to begin with.');
  if (!(await shard.write(to, content, authorOf(identity)))) return unavailable(reply);
  await catalogue.created(to, askerOf(identity).who, at, catalogue.card(from)?.images);
  const name = title ?? catalogue.card(from)?.title;
  if (name !== undefined) await catalogue.retitled(to, name, at);
  return reply.code(201).send({ id: to } satisfies DocumentCreated);
}
