/** `/api/tokens`: tokens for programs. Who looks after the server sees all; everybody else their own. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isAtMachine, mayAdminister } from '../accounts/administration.ts';
import { type ApiTokens, expiryOf, newTokenSchema, summaryOf } from '../accounts/api-tokens.ts';
import type { Identify } from '../accounts/identify.ts';
import type { Identity } from '../accounts/identity.ts';
import type { ApiTokenCreated, ApiTokenList } from '../contract/api.ts';
import type { Clock } from '../lib/clock.ts';
import { flawIn, sendProblem } from './problems.ts';

export interface TokenRouteParts {
  readonly tokens: ApiTokens;
  readonly identify: Identify;
  readonly clock: Clock;
  readonly isLoopback: boolean;
}

/** Whose tokens somebody looks after: everybody's (null), one person's, or nobody's. */
type Keeper = { readonly person: string | null; readonly isAdmin: boolean };

export function tokenRoutes(app: FastifyInstance, { tokens, identify, clock, isLoopback }: TokenRouteParts): void {
  const keeperOf = (identity: Identity, { headers }: FastifyRequest): Keeper | null => {
    if (mayAdminister(identity, isAtMachine(headers, isLoopback), clock.now())) {
      return { person: identity.kind === 'person' ? identity.id : null, isAdmin: true };
    }
    // A token makes no other tokens: it could outlive itself.
    return identity.kind === 'person' ? { person: identity.id, isAdmin: false } : null;
  };

  app.get('/api/tokens', async (request, reply) => {
    const identity = await identify(request.headers);
    const keeper = keeperOf(identity, request);
    if (keeper === null) return refuse(reply, identity);
    const rows = await tokens.list(keeper.isAdmin ? null : keeper.person);
    const list: ApiTokenList = { tokens: rows.map(summaryOf) };
    return reply.header('cache-control', 'no-store').send(list);
  });

  app.post('/api/tokens', async (request, reply) => {
    const identity = await identify(request.headers);
    const keeper = keeperOf(identity, request);
    if (keeper === null || identity.kind === 'token') return refuse(reply, identity);
    const body = newTokenSchema.safeParse(request.body);
    if (!body.success) return sendProblem(reply, 400, `${flawIn(body.error)} Send {"name", "scopes", "days"}.`);
    const { name, scopes, days } = body.data;
    if (scopes.includes('admin') && !keeper.isAdmin) return refuse(reply, identity);
    const expiresAt = expiryOf(days, clock.now());
    const created = await tokens.create({ name, scopes, person: keeper.person, expiresAt });
    if (created === null)
      return sendProblem(reply, 409, 'There are too many tokens. Revoke one that is not used.', 'too-many');
    const answer: ApiTokenCreated = { ...summaryOf(created.row), token: created.token };
    return reply.code(201).header('cache-control', 'no-store').send(answer);
  });

  app.delete<{ Params: { id: string } }>('/api/tokens/:id', async (request, reply) => {
    const identity = await identify(request.headers);
    const keeper = keeperOf(identity, request);
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
    : sendProblem(reply, 403, 'You may not look after tokens. Ask whoever looks after the server.');
}
