/** `GET /api/documents` lists, `POST /api/documents` creates. */

import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { authorize, type Refusal } from '../accounts/authorize.ts';
import type { Identify } from '../accounts/identify.ts';
import type { DocumentCreated, DocumentList, DocumentSummary } from '../contract/api.ts';
import { seedUpdate } from '../contract/document/seed.ts';
import { DOCUMENT_ID_PATTERN } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { randomId } from '../lib/random.ts';
import type { Rooms } from '../room/rooms.ts';
import type { DocumentLog } from '../storage/document-log.ts';
import { sendProblem } from './problems.ts';

/** Longest list; paging comes with the index of documents. */
const LISTED_MAX = 1_000;

const creationSchema = z.object({ id: z.string().regex(DOCUMENT_ID_PATTERN).optional() }).strict();

export interface DocumentRouteParts {
  readonly log: DocumentLog;
  readonly rooms: Rooms;
  readonly clock: Clock;
  readonly identify: Identify;
}

export function documentRoutes(app: FastifyInstance, parts: DocumentRouteParts): void {
  app.get('/api/documents', async (request, reply) => {
    const identity = await parts.identify(request.headers);
    if (identity.kind === 'stranger') return refuse(reply, 'sign-in');
    const documents: DocumentSummary[] = [];
    for await (const entry of parts.log.documents()) {
      if (!entry.ok) return unavailable(reply);
      const { id, title, createdAt, changedAt } = entry.value;
      if (authorize(identity, id, 'read', parts.clock.now()).allowed)
        documents.push({ id, title, createdAt, changedAt });
    }
    documents.sort((one, other) => other.changedAt - one.changedAt);
    const list: DocumentList = { documents: documents.slice(0, LISTED_MAX) };
    return reply.header('cache-control', 'no-store').send(list);
  });

  app.post('/api/documents', async (request, reply) => {
    const body = creationSchema.safeParse(request.body ?? {});
    if (!body.success) {
      return sendProblem(reply, 400, 'Send {} or {"id": "..."}, where id is 1 to 64 letters, digits, "_" or "-".');
    }
    const id = body.data.id ?? randomId();
    const decision = authorize(await parts.identify(request.headers), id, 'write', parts.clock.now());
    if (!decision.allowed) return refuse(reply, decision.refusal);
    const created: DocumentCreated = { id };
    return (await create(id, parts)) ? reply.code(201).send(created) : unavailable(reply);
  });
}

/** Creating a document that exists changes nothing: it was made offline under this id and has arrived already. */
async function create(id: string, { rooms }: DocumentRouteParts): Promise<boolean> {
  const room = await rooms.open(id);
  if (!room.ok) return false;
  return !room.value.isUnwritten || (await room.value.write(seedUpdate())) === null;
}

function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return refusal === 'sign-in'
    ? sendProblem(reply, 401, 'Sign in: open this page from where you got its link.')
    : sendProblem(reply, 403, 'You may not create this document. Ask whoever gave you the link.');
}

function unavailable(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, 503, 'The server cannot use its disk at present. Try again in a minute.');
}
