/**
 * The way into a document for whoever has no access yet: asking its owner, who finds it under `/api/requests`, and
 * `/api/entrance`, through which somebody comes by a share link, or by the address of a document that is open to whoever
 * has it, with a name and no account.
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Accounts } from '../accounts/accounts.ts';
import { Attempts } from '../accounts/attempts.ts';
import { chosenName } from '../accounts/person-names.ts';
import type { EntranceView, RequestList } from '../contract/account-api.ts';
import {
  DOCUMENT_ID_PATTERN,
  GUEST_ENTRIES_MAX,
  SIGN_IN_REMEMBERED_MAX,
  SIGN_IN_WINDOW_MS,
} from '../contract/limits.ts';
import type { SharedRole } from '../contract/roles.ts';
import type { Clock } from '../lib/clock.ts';
import type { ShareLink } from '../workspace/access-record.ts';
import { refuse } from './account-problems.ts';
import { accountScope, bodyOf, callerOf, personOf, setSession } from './account-scope.ts';
import { named } from './share-routes.ts';

/** A link's token, or the address of a document that is open to whoever has it. */
const placeSchema = z.union([
  z.object({ token: z.string().max(100) }).strict(),
  z.object({ documentId: z.string().regex(DOCUMENT_ID_PATTERN) }).strict(),
]);
export const enterSchema = z.object({ at: placeSchema, name: chosenName.optional() }).strict();

/** Each leaves a row behind. */
const ENTRY_RULES = {
  triesMax: GUEST_ENTRIES_MAX,
  windowMs: SIGN_IN_WINDOW_MS,
  rememberedMax: SIGN_IN_REMEMBERED_MAX,
};

interface Entrance {
  readonly documentId: string;
  readonly role: SharedRole;
  /** Null where the address is enough. */
  readonly link: ShareLink | null;
}

export interface EntranceRouteParts {
  readonly accounts: Accounts | null;
  readonly clock: Clock;
}

export function entranceRoutes(app: FastifyInstance, { accounts, clock }: EntranceRouteParts): void {
  const entries = new Attempts(ENTRY_RULES, clock);
  accountScope(app, accounts, (scope, own) => {
    const { sharing, identify } = own;

    /** The answer is the same whether or not there is somebody to be asked. */
    scope.post<{ Params: { id: string } }>('/api/documents/:id/access/requests', async (request, reply) => {
      const person = await personOf(identify, request, reply);
      if (person === null) return reply;
      if (DOCUMENT_ID_PATTERN.test(request.params.id)) await sharing.ask(request.params.id, person.id);
      return reply.code(202).send();
    });

    scope.get('/api/requests', async (request, reply) => {
      const person = await personOf(identify, request, reply);
      if (person === null) return reply;
      const asking = await sharing.askingFor(person.id);
      const requests = asking.map(({ documentId, person: id, at }) => ({ documentId, at, person: named(own, id) }));
      return reply.send({ requests } satisfies RequestList);
    });

    scope.post('/api/entrance', async (request, reply) => {
      const body = bodyOf(enterSchema, request, reply);
      if (body === null) return reply;
      const entrance = entranceAt(own, body.at);
      if (entrance === null) return refuse(reply, 'ended');
      const mayEnter = await enter(own, entrance, body.name, request, reply);
      if (!mayEnter) return refuse(reply, 'later');
      const { documentId, role } = entrance;
      return reply.send({ documentId, role } satisfies EntranceView);
    });
  });

  /** Whoever has an account keeps what the link opens, a name makes a guest; without either it was a look. */
  async function enter(
    { identify, sharing, sessions }: Accounts,
    { documentId, link }: Entrance,
    name: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<boolean> {
    const identity = await identify({ cookie: request.headers.cookie });
    if (identity.kind === 'person') {
      if (link !== null) await sharing.keepLink(documentId, link, identity.id);
      return true;
    }
    if (name === undefined) return true;
    if (entries.take(request.ip) > 0) return false;
    const begun = await sessions.beginGuest(name, link?.id ?? null, callerOf(request));
    setSession(request, reply, begun.secret);
    return true;
  }
}

function entranceAt({ sharing }: Accounts, at: z.infer<typeof placeSchema>): Entrance | null {
  if ('token' in at) {
    const opened = sharing.opened(at.token);
    return opened === null ? null : { documentId: opened.documentId, role: opened.link.role, link: opened.link };
  }
  const { reach } = sharing.of(at.documentId);
  return reach.who === 'link' ? { documentId: at.documentId, role: reach.role, link: null } : null;
}
