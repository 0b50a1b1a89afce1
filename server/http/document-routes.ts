/** `GET /api/documents` lists, `POST /api/documents` creates. */

import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { type AccessBook, decide } from '../accounts/access-book.ts';
import type { Refusal } from '../accounts/authorize.ts';
import type { Identify } from '../accounts/identify.ts';
import type { DocumentCreated, DocumentList } from '../contract/api.ts';
import { DOCUMENT_ID_PATTERN } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { randomId } from '../lib/random.ts';
import type { Shard } from '../shards/shard.ts';
import { sendProblem } from './problems.ts';

const creationSchema = z.object({ id: z.string().regex(DOCUMENT_ID_PATTERN).optional() }).strict();

export interface DocumentRouteParts {
  readonly shard: Pick<Shard, 'documents' | 'create'>;
  readonly clock: Clock;
  readonly identify: Identify;
  readonly book: AccessBook;
}

export function documentRoutes(app: FastifyInstance, parts: DocumentRouteParts): void {
  app.get('/api/documents', async (request, reply) => {
    const identity = await parts.identify(request.headers);
    if (identity.kind === 'stranger') return refuse(reply, 'sign-in');
    const documents = await parts.shard.documents(identity);
    if (documents === null) return unavailable(reply);
    const list: DocumentList = { documents };
    return reply.header('cache-control', 'no-store').send(list);
  });

  app.post('/api/documents', async (request, reply) => {
    const body = creationSchema.safeParse(request.body ?? {});
    if (!body.success) {
      return sendProblem(reply, 400, 'Send {} or {"id": "..."}, where id is 1 to 64 letters, digits, "_" or "-".');
    }
    const id = body.data.id ?? randomId();
    const decision = await decide(parts, await parts.identify(request.headers), id, 'write');
    if (!decision.allowed) return refuse(reply, decision.refusal);
    const created: DocumentCreated = { id };
    return (await parts.shard.create(id)) ? reply.code(201).send(created) : unavailable(reply);
  });
}

function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return refusal === 'sign-in'
    ? sendProblem(reply, 401, 'Sign in: open this page from where you got its link.')
    : sendProblem(reply, 403, 'You may not create this document. Ask whoever gave you the link.');
}

function unavailable(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, 503, 'The server cannot use its disk at present. Try again in a minute.');
}
