/** What all routes about accounts share: they are there only where accounts are, and say who is asking. */

import { stringifySetCookie } from 'cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Accounts } from '../accounts/accounts.ts';
import { type Identify, SESSION_COOKIE } from '../accounts/identify.ts';
import type { Person } from '../accounts/identity.ts';
import type { Caller } from '../accounts/session-keeper.ts';
import { SESSION_MS_MAX } from '../contract/limits.ts';
import { refuse, refuseMalformed } from './account-problems.ts';

/** Registers routes that are there on a server with accounts only, and that nobody between keeps an answer of. */
export function accountScope(
  app: FastifyInstance,
  accounts: Accounts | null,
  register: (scope: FastifyInstance, accounts: Accounts) => void,
): void {
  if (accounts === null) return;
  app.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    register(scope, accounts);
  });
}

/** Somebody with an account; null after the refusal was sent. */
export async function personOf(
  identify: Identify,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Person | null> {
  const identity = await identify({ cookie: request.headers.cookie });
  if (identity.kind === 'person') return identity;
  refuse(reply, 'sign-in');
  return null;
}

/** An administrator; null after the refusal was sent. */
export async function adminOf(
  identify: Identify,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Person | null> {
  const person = await personOf(identify, request, reply);
  if (person === null || person.isAdmin) return person;
  refuse(reply, 'no-access');
  return null;
}

/** A body of exactly this shape; null after the refusal was sent. */
export function bodyOf<Body>(schema: z.ZodType<Body>, request: FastifyRequest, reply: FastifyReply): Body | null {
  const body = schema.safeParse(request.body);
  if (body.success) return body.data;
  refuseMalformed(reply, body.error);
  return null;
}

export function callerOf({ headers }: FastifyRequest): Caller {
  return { cookie: headers.cookie, agent: headers['user-agent'] ?? '' };
}

/** How long a browser keeps it; the server ends a session earlier that is not used. */
type CookieLifetime = { readonly maxAge: number } | { readonly expires: Date };

/** Gives a browser what speaks for it from now on. No script can read it. */
export function setSession(
  request: FastifyRequest,
  reply: FastifyReply,
  secret: string,
  lifetime: CookieLifetime = { maxAge: SESSION_MS_MAX / 1_000 },
): void {
  const cookie = {
    name: SESSION_COOKIE,
    value: secret,
    ...lifetime,
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
  } as const;
  reply.header('set-cookie', stringifySetCookie(cookie));
}

/** Takes it away. */
export function endSession(request: FastifyRequest, reply: FastifyReply): void {
  setSession(request, reply, '', { maxAge: 0 });
}
