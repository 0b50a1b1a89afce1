/**
 * `/api/session`: a browser brings its token once (POST) and from then on a cookie speaks for it, which no script can
 * read and no other site can send along with a change. GET tells who that is, DELETE signs out.
 */

import { stringifySetCookie } from 'cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Identify, SESSION_COOKIE } from '../accounts/identify.ts';
import type { Bearer, Identity } from '../accounts/identity.ts';
import type { SessionState } from '../contract/api.ts';
import { TOKEN_BYTES_MAX } from '../contract/limits.ts';
import { sendProblem } from './problems.ts';

const signInSchema = z.object({ token: z.string().max(TOKEN_BYTES_MAX) }).strict();

export interface SessionRouteParts {
  readonly identify: Identify;
  /** Somebody signed out: the connections that this very token opened are to end. */
  onSignedOut(bearer: Bearer): void;
}

export function sessionRoutes(app: FastifyInstance, { identify, onSignedOut }: SessionRouteParts): void {
  app.get('/api/session', async (request, reply) => {
    const identity = await identify(request.headers);
    return reply.header('cache-control', 'no-store').send(stateOf(identity));
  });

  app.post('/api/session', async (request, reply) => {
    const body = signInSchema.safeParse(request.body);
    if (!body.success) return sendProblem(reply, 400, 'Send {"token": "..."}.');
    const identity = await identify({ query: body.data.token });
    if (identity.kind === 'stranger') {
      return sendProblem(reply, 401, 'This link is not valid any more. Open the document again from where you got it.');
    }
    if (identity.kind === 'bearer') setCookie(request, reply, body.data.token, new Date(identity.expiresAt));
    return reply.send(stateOf(identity));
  });

  app.delete('/api/session', async (request, reply) => {
    const identity = await identify(request.headers);
    if (identity.kind === 'bearer') onSignedOut(identity);
    setCookie(request, reply, '', new Date(0));
    return reply.code(204).send();
  });
}

function setCookie(request: FastifyRequest, reply: FastifyReply, token: string, expires: Date): void {
  const cookie = {
    name: SESSION_COOKIE,
    value: token,
    expires,
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
  } as const;
  reply.header('set-cookie', stringifySetCookie(cookie));
}

function stateOf(identity: Identity): SessionState {
  switch (identity.kind) {
    case 'anybody':
    case 'stranger':
      return { kind: identity.kind };
    case 'bearer':
      return { kind: 'bearer', id: identity.id, name: identity.name, expiresAt: identity.expiresAt };
    case 'person':
      return { kind: 'person', id: identity.id, name: identity.name, isAdmin: identity.isAdmin };
    case 'guest':
      return { kind: 'guest', id: identity.id, name: identity.name };
    default:
      return identity satisfies never;
  }
}
