/** `/api/tokens`: tokens for programs. Who looks after the server sees all; everybody else their own. */

import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { mayAdminister } from '../accounts/administration.ts';
import type { ApiTokenRow, ApiTokens } from '../accounts/api-tokens.ts';
import type { Identify } from '../accounts/identify.ts';
import type { Identity } from '../accounts/identity.ts';
import type { ApiTokenCreated, ApiTokenList, ApiTokenSummary } from '../contract/api.ts';
import { NAME_CHARACTERS_MAX } from '../contract/limits.ts';
import { SCOPES } from '../contract/roles.ts';
import type { Clock } from '../lib/clock.ts';
import { sendProblem } from './problems.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

export const newTokenSchema = z
  .object({
    name: z.string().trim().min(1).max(NAME_CHARACTERS_MAX),
    scopes: z.array(z.enum(SCOPES)).min(1),
    /** Days from now; null for no end. */
    days: z.number().int().min(1).max(3_650).nullable().default(90),
  })
  .strict();

export interface TokenRouteParts {
  readonly tokens: ApiTokens;
  readonly identify: Identify;
  readonly clock: Clock;
  readonly isLoopback: boolean;
}

/** Whose tokens somebody looks after: everybody's (null), one person's, or nobody's. */
type Keeper = { readonly person: string | null; readonly isAdmin: boolean };

export function tokenRoutes(app: FastifyInstance, { tokens, identify, clock, isLoopback }: TokenRouteParts): void {
  const keeperOf = (identity: Identity): Keeper | null => {
    if (mayAdminister(identity, isLoopback, clock.now())) {
      return { person: identity.kind === 'person' ? identity.id : null, isAdmin: true };
    }
    // A token makes no other tokens: it could outlive itself.
    return identity.kind === 'person' ? { person: identity.id, isAdmin: false } : null;
  };

  app.get('/api/tokens', async (request, reply) => {
    const identity = await identify(request.headers);
    const keeper = keeperOf(identity);
    if (keeper === null) return refuse(reply, identity);
    const rows = await tokens.list(keeper.isAdmin ? null : keeper.person);
    const list: ApiTokenList = { tokens: rows.map(summaryOf) };
    return reply.header('cache-control', 'no-store').send(list);
  });

  app.post('/api/tokens', async (request, reply) => {
    const identity = await identify(request.headers);
    const keeper = keeperOf(identity);
    if (keeper === null || identity.kind === 'token') return refuse(reply, identity);
    const body = newTokenSchema.safeParse(request.body);
    if (!body.success)
      return sendProblem(reply, 400, `Send {"name", "scopes", "days"}: scopes are ${SCOPES.join(', ')}.`);
    const { name, scopes, days } = body.data;
    if (scopes.includes('admin') && !keeper.isAdmin) return refuse(reply, identity);
    const expiresAt = days === null ? null : clock.now() + days * DAY_MS;
    const created = await tokens.create({ name, scopes, person: keeper.person, expiresAt });
    if (created === null)
      return sendProblem(reply, 409, 'There are too many tokens. Revoke one that is not used.', 'too-many');
    const answer: ApiTokenCreated = { ...summaryOf(created.row), token: created.token };
    return reply.code(201).header('cache-control', 'no-store').send(answer);
  });

  app.delete<{ Params: { id: string } }>('/api/tokens/:id', async (request, reply) => {
    const identity = await identify(request.headers);
    const keeper = keeperOf(identity);
    if (keeper === null) return refuse(reply, identity);
    const row = tokens.find(request.params.id);
    if (row === undefined || (!keeper.isAdmin && row.person !== keeper.person)) {
      return sendProblem(reply, 404, 'There is no such token.');
    }
    await tokens.revoke(row.id);
    return reply.code(204).send();
  });
}

function refuse(reply: FastifyReply, identity: Identity): FastifyReply {
  return identity.kind === 'stranger'
    ? sendProblem(reply, 401, 'Sign in first.')
    : sendProblem(reply, 403, 'You may not look after tokens.');
}

function summaryOf({ hash: _secret, ...shown }: ApiTokenRow): ApiTokenSummary {
  return shown;
}
