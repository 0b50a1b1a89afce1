/**
 * `/api/session`: somebody proves once who they are (POST), with a token of another application or with a password, and
 * from then on a cookie speaks for them, which no script can read and no other site can send along with a change. GET
 * tells who that is, DELETE signs out. In open access they may say what they are called.
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Accounts } from '../accounts/accounts.ts';
import type { Identify } from '../accounts/identify.ts';
import { authorOf, type Bearer, type Identity, type Person } from '../accounts/identity.ts';
import { nameSaidAlong } from '../accounts/person-names.ts';
import type { SignInWays } from '../contract/account-api.ts';
import type { SessionState } from '../contract/api.ts';
import { EMAIL_CHARACTERS_MAX, TOKEN_BYTES_MAX } from '../contract/limits.ts';
import { ANONYMOUS, colourOfAuthor } from '../lib/authors.ts';
import type { AuthorNames } from '../workspace/author-names.ts';
import { refuse } from './account-problems.ts';
import { passwordSchema } from './account-routes.ts';
import { callerOf, endSession, setSession } from './account-scope.ts';
import { sendProblem } from './problems.ts';

const tokenSchema = z.object({ token: z.string().max(TOKEN_BYTES_MAX) }).strict();
/** Whatever is no address is simply nobody's. */
const credentialSchema = z.object({ email: z.string().max(EMAIL_CHARACTERS_MAX), password: passwordSchema }).strict();
export const sessionSchema = z.union([tokenSchema, credentialSchema]);
export const ownNameSchema = z
  .object({ name: nameSaidAlong.pipe(z.string().min(1, 'a name says something')) })
  .strict();

export interface SessionRouteParts {
  readonly identify: Identify;
  /** Null where there are none, and tokens or nothing is asked for. */
  readonly accounts: Accounts | null;
  readonly hasProvider: boolean;
  readonly names: Pick<AuthorNames, 'keep'>;
  /** Somebody signed out: the connections that this very token opened are to end. */
  onSignedOut(bearer: Bearer): void;
}

export function sessionRoutes(app: FastifyInstance, parts: SessionRouteParts): void {
  const { identify, accounts, hasProvider, names, onSignedOut } = parts;
  const ways = (): SignInWays | null => accounts && { hasOwner: accounts.keeper.hasOwner, hasProvider };

  app.get('/api/session', async (request, reply) => {
    const identity = await identify(request.headers);
    return reply.header('cache-control', 'no-store').send(stateOf(identity, ways()));
  });

  app.post('/api/session', async (request, reply) => {
    if (accounts !== null) return signIn(accounts, request, reply);
    const body = tokenSchema.safeParse(request.body);
    if (!body.success) return sendProblem(reply, 400, 'Send {"token": "..."}.');
    const identity = await identify({ query: body.data.token });
    if (identity.kind === 'stranger') {
      return sendProblem(reply, 401, 'This link is not valid any more. Open the document again from where you got it.');
    }
    if (identity.kind === 'bearer') {
      setSession(request, reply, body.data.token, { expires: new Date(identity.expiresAt) });
    }
    return reply.send(stateOf(identity, null));
  });

  app.put('/api/session/name', async (request, reply) => {
    const identity = await identify(request.headers);
    if (identity.kind === 'stranger') return sendProblem(reply, 401, 'Sign in first.');
    const body = ownNameSchema.safeParse(request.body);
    if (!body.success) return sendProblem(reply, 400, 'Send {"name": "..."}, with what others are to call you.');
    const author = authorOf(identity);
    if (author === ANONYMOUS) return sendProblem(reply, 409, 'A name is of somebody: come with a cookie of the page.');
    const name = nameWorthKeeping(identity, body.data.name);
    if (name !== null) await names.keep(author, name);
    return reply.code(204).send();
  });

  app.delete('/api/session', async (request, reply) => {
    const identity = await identify(request.headers);
    if (identity.kind === 'bearer') onSignedOut(identity);
    await accounts?.sessions.endThis(request.headers.cookie);
    endSession(request, reply);
    return reply.code(204).send();
  });
}

async function signIn({ keeper }: Accounts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = credentialSchema.safeParse(request.body);
  if (!body.success) return sendProblem(reply, 400, 'Send {"email": "...", "password": "..."}.', 'malformed');
  const begun = await keeper.signIn(body.data, request.ip, callerOf(request));
  if (!begun.ok) return refuse(reply, begun.error);
  setSession(request, reply, begun.value.secret);
  return reply.send(stateOf(begun.value.identity, null));
}

/** Null for those whose name is known already, and always the newest. */
function nameWorthKeeping(identity: Identity, said: string): string | null {
  switch (identity.kind) {
    case 'anybody':
      return said;
    case 'bearer':
    case 'guest':
      return identity.name;
    default:
      return null;
  }
}

function stateOf(identity: Identity, ways: SignInWays | null): SessionState {
  switch (identity.kind) {
    case 'anybody':
      return { kind: 'anybody' };
    case 'stranger':
      return { kind: 'stranger', ways };
    case 'bearer':
      return { kind: 'bearer', ...shownAs(identity), expiresAt: identity.expiresAt };
    case 'person':
      return { kind: 'person', ...shownAs(identity), isAdmin: identity.isAdmin };
    case 'token':
      return { kind: 'token', name: identity.name, scopes: identity.scopes };
    case 'guest':
      return { kind: 'guest', id: identity.id, name: identity.name };
    default:
      return identity satisfies never;
  }
}

function shownAs({ id, name }: Bearer | Person) {
  return { id, name, colour: colourOfAuthor(id) };
}
