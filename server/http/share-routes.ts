/**
 * Sharing: `/api/documents/:id/access` and what is below it, for whoever may share the document.
 *
 * What always holds: whoever may not read a document is told nothing of it, not even whether it is there; what is changed
 * is named in the address and in a body of exactly one shape.
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Accounts } from '../accounts/accounts.ts';
import { authorize, roleOf } from '../accounts/authorize.ts';
import type { Identify } from '../accounts/identify.ts';
import type { Identity } from '../accounts/identity.ts';
import type { SharingRefusal } from '../accounts/sharing.ts';
import type { AccessView, LinkAdded, SharedView } from '../contract/account-api.ts';
import { DOCUMENT_ID_PATTERN } from '../contract/limits.ts';
import { type Action, REACHES, SHARED_ROLES } from '../contract/roles.ts';
import type { Clock } from '../lib/clock.ts';
import type { Result } from '../lib/result.ts';
import type { AccessRecord } from '../workspace/access-record.ts';
import { refuse } from './account-problems.ts';
import { emailSchema } from './account-routes.ts';
import { accountScope, bodyOf } from './account-scope.ts';
import { tellNobody } from './document-events.ts';

const roleSchema = z.enum(SHARED_ROLES);
const endSchema = z.number().int().positive().nullable().default(null);
export const reachSchema = z.object({ who: z.enum(REACHES), role: roleSchema }).strict();
export const newPersonSchema = z.object({ email: emailSchema, role: roleSchema, expiresAt: endSchema }).strict();
export const personSchema = z.object({ role: roleSchema, expiresAt: endSchema }).strict();
export const ownerSchema = z.object({ person: z.string().max(64) }).strict();
export const linkSchema = z.object({ role: roleSchema, expiresAt: endSchema }).strict();

interface OfDocument {
  readonly Params: { readonly id: string };
}

interface OfPart {
  readonly Params: { readonly id: string; readonly part: string };
}

export interface ShareRouteParts {
  readonly accounts: Accounts | null;
  /** Also of programs. */
  readonly identify: Identify;
  readonly clock: Clock;
}

export function shareRoutes(app: FastifyInstance, parts: ShareRouteParts): void {
  accountScope(app, parts.accounts, (scope, accounts) => {
    accessRoutes(scope, { ...parts, accounts });
    peopleRoutes(scope, { ...parts, accounts });
    linkRoutes(scope, { ...parts, accounts });
  });
}

/** Where there are accounts. */
type Parts = ShareRouteParts & { readonly accounts: Accounts };

/** What the document is to all who have no share of their own, whose it is, and who asked for it. */
function accessRoutes(scope: FastifyInstance, parts: Parts): void {
  const { sharing } = parts.accounts;

  scope.get<OfDocument>('/api/documents/:id/access', async (request, reply) => {
    const identity = await allowed(parts, request, reply, 'read');
    return identity === null ? reply : answer(parts, reply, identity, sharing.of(request.params.id));
  });

  scope.put<OfDocument>('/api/documents/:id/access/reach', async (request, reply) => {
    const identity = await allowed(parts, request, reply, 'share');
    const body = identity === null ? null : bodyOf(reachSchema, request, reply);
    if (identity === null || body === null) return reply;
    return answer(parts, reply, identity, await sharing.reach(request.params.id, body));
  });

  scope.put<OfDocument>('/api/documents/:id/access/owner', async (request, reply) => {
    const identity = await allowed(parts, request, reply, 'share');
    const body = identity === null ? null : bodyOf(ownerSchema, request, reply);
    if (identity === null || body === null) return reply;
    return answerOr(parts, reply, identity, await sharing.giveAway(request.params.id, body.person));
  });

  scope.delete<OfPart>('/api/documents/:id/access/requests/:part', async (request, reply) => {
    const identity = await allowed(parts, request, reply, 'share');
    if (identity === null) return reply;
    return answer(parts, reply, identity, await sharing.decline(request.params.id, request.params.part));
  });
}

function peopleRoutes(scope: FastifyInstance, parts: Parts): void {
  const { sharing, people } = parts.accounts;

  scope.post<OfDocument>('/api/documents/:id/access/people', async (request, reply) => {
    const identity = await allowed(parts, request, reply, 'share');
    const body = identity === null ? null : bodyOf(newPersonSchema, request, reply);
    if (identity === null || body === null) return reply;
    const person = people.byEmail(body.email);
    if (person === undefined) return refuse(reply, 'unknown');
    const grant = { person: person.id, role: body.role, expiresAt: body.expiresAt };
    return answerOr(parts, reply, identity, await sharing.give(request.params.id, grant));
  });

  scope.put<OfPart>('/api/documents/:id/access/people/:part', async (request, reply) => {
    const identity = await allowed(parts, request, reply, 'share');
    const body = identity === null ? null : bodyOf(personSchema, request, reply);
    if (identity === null || body === null) return reply;
    const { id, part: person } = request.params;
    return answerOr(parts, reply, identity, await sharing.give(id, { person, ...body }));
  });

  /** The owner removes somebody, or somebody leaves. */
  scope.delete<OfPart>('/api/documents/:id/access/people/:part', async (request, reply) => {
    const { id, part: person } = request.params;
    const asking = await parts.identify(request.headers);
    const isSelf = asking.kind === 'person' && asking.id === person;
    if (isSelf && !DOCUMENT_ID_PATTERN.test(id)) return refuse(reply, 'no-access');
    if (!isSelf && (await allowed(parts, request, reply, 'share')) === null) return reply;
    // A signed-in person may say so of any document there is.
    if (!sharing.of(id).grants.some((grant) => grant.person === person)) tellNobody(request);
    await sharing.takeFrom(id, person);
    return reply.code(204).send();
  });
}

function linkRoutes(scope: FastifyInstance, parts: Parts): void {
  const { accounts, clock } = parts;
  const { sharing } = accounts;

  scope.post<OfDocument>('/api/documents/:id/access/links', async (request, reply) => {
    const identity = await allowed(parts, request, reply, 'share');
    const body = identity === null ? null : bodyOf(linkSchema, request, reply);
    if (identity === null || body === null) return reply;
    const added = await sharing.addLink(request.params.id, body);
    if (!added.ok) return refuse(reply, added.error);
    const access = viewOf(accounts, identity, sharing.of(request.params.id), clock.now());
    return reply.code(201).send({ token: added.value.token, access } satisfies LinkAdded);
  });

  scope.delete<OfPart>('/api/documents/:id/access/links/:part', async (request, reply) => {
    const identity = await allowed(parts, request, reply, 'share');
    if (identity === null) return reply;
    return answer(parts, reply, identity, await sharing.removeLink(request.params.id, request.params.part));
  });
}

/** Who may do this with the document of the address; null after the refusal was sent. */
async function allowed(
  { accounts, identify, clock }: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  action: Action,
): Promise<Identity | null> {
  const { id } = request.params as { readonly id: string };
  const identity = await identify(request.headers);
  const isId = DOCUMENT_ID_PATTERN.test(id);
  const decision = isId ? authorize(identity, accounts.sharing.of(id), action, clock.now()) : null;
  if (decision?.allowed === true) return identity;
  refuse(reply, decision?.refusal === 'sign-in' ? 'sign-in' : 'no-access');
  return null;
}

function answer({ accounts, clock }: Parts, reply: FastifyReply, identity: Identity, record: AccessRecord) {
  return reply.send(viewOf(accounts, identity, record, clock.now()));
}

function answerOr(parts: Parts, reply: FastifyReply, identity: Identity, result: Result<AccessRecord, SharingRefusal>) {
  return result.ok ? answer(parts, reply, identity, result.value) : refuse(reply, result.error);
}

function viewOf(accounts: Accounts, identity: Identity, record: AccessRecord, now: number): AccessView {
  const maySee = authorize(identity, record, 'share', now).allowed;
  return {
    role: roleOf(identity, record, now) ?? 'viewer',
    owner: record.owner === null ? null : named(accounts, record.owner),
    reach: record.reach,
    shared: maySee ? sharedOf(accounts, record, now) : null,
  };
}

/** What has ended is not there any more. */
function sharedOf(accounts: Accounts, { grants, links, requests }: AccessRecord, now: number): SharedView {
  const isOpen = ({ expiresAt }: { readonly expiresAt: number | null }) => expiresAt === null || expiresAt > now;
  const emailOf = (person: string) => accounts.people.get(person)?.email ?? '';
  return {
    people: grants.filter(isOpen).map(({ person, role, expiresAt, linkId }) => ({
      ...named(accounts, person),
      ...{ email: emailOf(person), role, expiresAt, linkId },
    })),
    links: links.filter(isOpen).map(({ id, role, expiresAt, createdAt }) => ({ id, role, expiresAt, createdAt })),
    requests: requests.map(({ person, at }) => ({ ...named(accounts, person), email: emailOf(person), at })),
  };
}

/** What somebody is shown as to others. */
export function named({ people }: Accounts, id: string) {
  return { id, name: people.get(id)?.name ?? '' };
}
