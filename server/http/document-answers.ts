/** What the routes for documents share: who asks for which, and how they are refused. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type AccessBook, decide } from '../accounts/access-book.ts';
import type { Refusal } from '../accounts/authorize.ts';
import type { Identify } from '../accounts/identify.ts';
import { authorOf, type Identity } from '../accounts/identity.ts';
import type { Action } from '../contract/roles.ts';
import type { Clock } from '../lib/clock.ts';
import type { Shard } from '../shards/shard.ts';
import type { Catalogue } from '../workspace/catalogue.ts';
import type { Card } from '../workspace/catalogue-rows.ts';
import { documentParameters } from './document-schemas.ts';
import type { ViewParts } from './document-views.ts';
import { flawIn, sendProblem } from './problems.ts';

export interface DocumentRouteParts extends ViewParts {
  readonly shard: Pick<Shard, 'create' | 'copy' | 'write' | 'retitle' | 'remove' | 'isUnwritten' | 'isGone'>;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly identify: Identify;
  readonly book: AccessBook;
}

interface Allowed {
  readonly identity: Identity;
  readonly id: string;
}

interface Known {
  readonly identity: Identity;
  readonly card: Card;
}

/** Null when the answer has been given: it does not fit, they may not, or there is no such document. */
export async function knownFor(
  parts: DocumentRouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
  action: Action,
): Promise<Known | null> {
  const allowed = await allowedFor(parts, request, reply, action);
  if (allowed === null) return null;
  const card = parts.catalogue.card(allowed.id);
  if (card !== null) return { identity: allowed.identity, card };
  sendProblem(reply, 404, 'There is no such document, or it came a moment ago. Look at its address.');
  return null;
}

/** The same of one that the catalogue may not know yet. */
export async function allowedFor(
  parts: DocumentRouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
  action: Action,
): Promise<Allowed | null> {
  const parameters = documentParameters.safeParse(request.params);
  if (!parameters.success) {
    unfit(reply, parameters.error);
    return null;
  }
  const { id } = parameters.data;
  const identity = await parts.identify(request.headers);
  const refusal = await refusalOf(parts, identity, id, action);
  if (refusal === null) return { identity, id };
  refuse(reply, refusal);
  return null;
}

interface Shelves {
  readonly catalogue: Pick<Catalogue, 'card'>;
  readonly shard: Pick<Shard, 'isUnwritten' | 'isGone'>;
}

/** Something was written in it, which the catalogue may not know yet. */
export async function isThere({ catalogue, shard }: Shelves, id: string): Promise<boolean> {
  if (catalogue.card(id) !== null) return true;
  return !(await shard.isUnwritten(id)) && !(await shard.isGone(id));
}

export function missing(reply: FastifyReply): FastifyReply {
  return sendProblem(uncached(reply), 404, 'There is no such document.');
}

export async function refusalOf(
  parts: DocumentRouteParts,
  identity: Identity,
  id: string,
  action: Action,
): Promise<Refusal | null> {
  const decision = await decide(parts, identity, id, action);
  return decision.allowed ? null : decision.refusal;
}

/** @returns whether it has that title, on the disk; nothing to do without one. */
export async function titled(parts: DocumentRouteParts, id: string, title: string | undefined, identity: Identity) {
  return title === undefined || (await parts.shard.retitle(id, title, authorOf(identity)));
}

export function uncached(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store');
}

export function unfit(reply: FastifyReply, error: z.ZodError): FastifyReply {
  return sendProblem(reply, 400, flawIn(error));
}

export function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return refusal === 'sign-in'
    ? sendProblem(
        reply,
        401,
        'Sign in, open the link that you were sent, or send a token: Authorization: Bearer scr_...',
      )
    : sendProblem(reply, 403, 'You may not do this with this document. Ask its owner, or whoever gave you the link.');
}

/** It could not be written: because it was deleted, or because nothing can. */
export async function unwritable(
  { shard }: DocumentRouteParts,
  reply: FastifyReply,
  id: string,
): Promise<FastifyReply> {
  if (!(await shard.isGone(id))) return unavailable(reply);
  return sendProblem(reply, 410, 'The document of that id was deleted for good. Choose another id.', 'gone');
}

export function unavailable(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, 503, 'The server cannot use its disk at present. Try again in a minute.');
}
