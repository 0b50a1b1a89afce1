/**
 * One's own account: a one-time link is looked at and used up (`/api/tickets`), the account seen and changed
 * (`/api/account`), sessions ended. Secrets come in bodies only, never in an address that somebody logs.
 */

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Accounts } from '../accounts/accounts.ts';
import { chosenName } from '../accounts/person-names.ts';
import type { AccountView, TicketView } from '../contract/account-api.ts';
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from '../contract/limits.ts';
import { isEmail } from '../workspace/people.ts';
import { refuse } from './account-problems.ts';
import { accountScope, bodyOf, callerOf, endSession, personOf, setSession } from './account-scope.ts';

export const emailSchema = z.string().refine(isEmail);

/** What somebody gives to be let in: nothing is said about its length, which would say something about accounts. */
export const passwordSchema = z.string().min(1).max(PASSWORD_CHARACTERS_MAX);

const newPasswordSchema = z.string().min(PASSWORD_CHARACTERS_MIN).max(PASSWORD_CHARACTERS_MAX);

const secretSchema = z.string().max(100);

export const lookSchema = z.object({ secret: secretSchema }).strict();
export const useSchema = z
  .object({
    secret: secretSchema,
    password: newPasswordSchema,
    /** Kept as it is for somebody who is here already. */
    name: chosenName.optional(),
    /** Only the first owner says; for everybody else it was said by whoever invited them. */
    email: emailSchema.optional(),
  })
  .strict();
export const changeSchema = z.object({ name: chosenName }).strict();
export const passwordChangeSchema = z.object({ now: passwordSchema, next: newPasswordSchema }).strict();

export function accountRoutes(app: FastifyInstance, { accounts }: { readonly accounts: Accounts | null }): void {
  accountScope(app, accounts, (scope, own) => {
    ticketRoutes(scope, own);
    ownAccountRoutes(scope, own);
    sessionRoutes(scope, own);
  });
}

function ticketRoutes(scope: FastifyInstance, { keeper }: Accounts): void {
  scope.post('/api/tickets', async (request, reply) => {
    const body = bodyOf(lookSchema, request, reply);
    if (body === null) return reply;
    const use: TicketView | null = keeper.look(body.secret);
    return use === null ? refuse(reply, 'ended') : reply.send(use);
  });

  scope.post('/api/tickets/use', async (request, reply) => {
    const body = bodyOf(useSchema, request, reply);
    if (body === null) return reply;
    const use = keeper.look(body.secret);
    if (use === null) return refuse(reply, 'ended');
    const isFirst = use.kind === 'first-owner';
    const name = body.name ?? (isFirst ? '' : use.name);
    const email = isFirst ? body.email : use.email;
    if (email === undefined || name === '') return refuse(reply, 'malformed');
    const introduction = { name, email, password: body.password };
    const begun = await keeper.use(body.secret, introduction, callerOf(request));
    if (!begun.ok) return refuse(reply, begun.error);
    setSession(request, reply, begun.value.secret);
    return reply.code(204).send();
  });
}

function ownAccountRoutes(scope: FastifyInstance, { keeper, sessions, people, identify }: Accounts): void {
  scope.get('/api/account', async (request, reply) => {
    const person = await personOf(identify, request, reply);
    const row = person === null ? undefined : people.get(person.id);
    if (person === null || row === undefined) return reply;
    const own = await sessions.of(person.id);
    const view: AccountView = {
      ...{ id: row.id, name: row.name, email: row.email, isAdmin: row.isAdmin },
      hasPassword: row.password !== null,
      sessions: own.map((session) => ({ ...session, isThis: session.id === person.sessionId })),
    };
    return reply.send(view);
  });

  scope.patch('/api/account', async (request, reply) => {
    const person = await personOf(identify, request, reply);
    const body = person === null ? null : bodyOf(changeSchema, request, reply);
    if (person === null || body === null) return reply;
    await keeper.rename(person.id, body.name);
    return reply.code(204).send();
  });

  scope.post('/api/account/password', async (request, reply) => {
    const person = await personOf(identify, request, reply);
    const body = person === null ? null : bodyOf(passwordChangeSchema, request, reply);
    const row = person === null ? undefined : people.get(person.id);
    if (body === null || row === undefined) return reply;
    const change = { id: row.id, email: row.email, ...body };
    const begun = await keeper.changePassword(change, request.ip, callerOf(request));
    if (!begun.ok) return refuse(reply, begun.error === 'wrong' ? 'no-access' : begun.error);
    setSession(request, reply, begun.value.secret);
    return reply.code(204).send();
  });
}

function sessionRoutes(scope: FastifyInstance, { sessions, identify }: Accounts): void {
  /** Everywhere, here too. */
  scope.delete('/api/account/sessions', async (request, reply) => {
    const person = await personOf(identify, request, reply);
    if (person === null) return reply;
    await sessions.endAll(person.id, (same) => same);
    endSession(request, reply);
    return reply.code(204).send();
  });

  scope.delete<{ Params: { session: string } }>('/api/account/sessions/:session', async (request, reply) => {
    const person = await personOf(identify, request, reply);
    if (person === null) return reply;
    if (!(await sessions.end(person.id, request.params.session))) return refuse(reply, 'unknown');
    if (request.params.session === person.sessionId) endSession(request, reply);
    return reply.code(204).send();
  });
}
