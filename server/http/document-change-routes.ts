/**
 * What is done to a document over HTTP: its title, tags, trash, somebody's favourite, and deleting it for good.
 *
 * In the trash a document is out of every list and search, and otherwise as it was: whoever has it open, or comes back
 * with text from offline, goes on, because nothing typed is lost. Deleting for good is what ends it.
 */

import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Action } from '../contract/roles.ts';
import type { CommentStore } from '../workspace/comment-store.ts';
import {
  allowedFor,
  type DocumentRouteParts,
  isThere,
  knownFor,
  missing,
  titled,
  unavailable,
  uncached,
  unfit,
} from './document-answers.ts';
import { changesSchema } from './document-schemas.ts';
import { askerOf, summaryFor } from './document-views.ts';
import { sendProblem } from './problems.ts';

type Changes = z.infer<typeof changesSchema>;

export interface DocumentChangeRouteParts extends DocumentRouteParts {
  readonly comments: Pick<CommentStore, 'forget'>;
}

export function documentChangeRoutes(app: FastifyInstance, parts: DocumentChangeRouteParts): void {
  const { catalogue, clock } = parts;

  app.patch('/api/documents/:id', async (request, reply) => {
    const body = changesSchema.safeParse(request.body ?? {});
    if (!body.success) return unfit(reply, body.error);
    const known = await knownFor(parts, request, reply, neededFor(body.data));
    if (known === null) return reply;
    const { identity, card } = known;
    const { who } = askerOf(identity);
    if (body.data.isFavourite !== undefined && who === null) {
      return sendProblem(reply, 409, 'A favourite is of somebody: come with a cookie of the page, or with a token.');
    }
    const at = clock.now();
    if (!(await titled(parts, card.id, body.data.title, identity))) return unavailable(reply);
    await keep(parts, card.id, { ...body.data, who, at });
    return uncached(reply).send(await summaryFor(parts, identity, catalogue.card(card.id) ?? card));
  });

  /** They have it open: it stands first among what they opened. */
  app.post('/api/documents/:id/visits', async (request, reply) => {
    const allowed = await allowedFor(parts, request, reply, 'read');
    if (allowed === null) return reply;
    const { identity, id } = allowed;
    if (!(await isThere(parts, id))) return missing(reply);
    const { who } = askerOf(identity);
    if (who !== null) await catalogue.opened(who, id, clock.now());
    return reply.code(204).send();
  });

  app.delete('/api/documents/:id', async (request, reply) => {
    const known = await knownFor(parts, request, reply, 'delete');
    if (known === null) return reply;
    if (known.card.trashedAt === null) return sendProblem(reply, 409, 'Put the document into the trash first.');
    if (!(await parts.shard.remove(known.card.id))) return unavailable(reply);
    // Before the card, by which they are found again if this is interrupted.
    await parts.comments.forget(known.card.id);
    // Its images stay for a while: what other documents say is not all read yet (workspace/image-removal.ts).
    await catalogue.removed(known.card.id, clock.now());
    return reply.code(204).send();
  });
}

function neededFor({ title, tags, isTemplate, isTrashed }: Changes): Action {
  if (isTrashed !== undefined) return 'delete';
  return title !== undefined || tags !== undefined || isTemplate !== undefined ? 'write' : 'read';
}

interface Kept extends Changes {
  readonly who: string | null;
  /** When they were asked for. */
  readonly at: number;
}

async function keep({ catalogue }: DocumentRouteParts, id: string, { who, at, ...changes }: Kept) {
  const { title, tags, isTemplate, isTrashed, isFavourite } = changes;
  if (title !== undefined) await catalogue.retitled(id, title, at);
  if (tags !== undefined) await catalogue.setTags(id, tags);
  if (isTemplate !== undefined) await catalogue.setTemplate(id, isTemplate);
  if (isTrashed !== undefined) await catalogue.trash(id, isTrashed ? at : null);
  if (isFavourite !== undefined && who !== null) await catalogue.setFavourite(who, id, isFavourite ? at : null);
}
