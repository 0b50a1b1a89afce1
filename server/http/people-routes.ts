/** `/api/people`, for administrators: who has an account, inviting, suspending, links for a new password. */

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Accounts } from '../accounts/accounts.ts';
import { chosenName } from '../accounts/person-names.ts';
import type { PeoplePage, PersonView, TicketIssued } from '../contract/account-api.ts';
import { PEOPLE_PAGE_MAX } from '../contract/limits.ts';
import type { PersonRow } from '../workspace/people.ts';
import { refuse } from './account-problems.ts';
import { emailSchema } from './account-routes.ts';
import { accountScope, adminOf, bodyOf } from './account-scope.ts';

export const invitationSchema = z
  .object({ email: emailSchema, name: chosenName, isAdmin: z.boolean().default(false) })
  .strict();
export const changeSchema = z.object({ isAdmin: z.boolean().optional(), isSuspended: z.boolean().optional() }).strict();
export const pageQuery = z.object({
  after: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
});

export function peopleRoutes(app: FastifyInstance, { accounts }: { readonly accounts: Accounts | null }): void {
  accountScope(app, accounts, (scope, { keeper, people, identify }) => {
    scope.get('/api/people', async (request, reply) => {
      if ((await adminOf(identify, request, reply)) === null) return reply;
      const query = pageQuery.safeParse(request.query);
      if (!query.success) return refuse(reply, 'malformed');
      const { after } = query.data;
      const page: PersonView[] = [];
      const limit = PEOPLE_PAGE_MAX + 1;
      for await (const row of people.list({ limit, ...(after === undefined ? {} : { after }) })) page.push(viewOf(row));
      const shown = page.slice(0, PEOPLE_PAGE_MAX);
      const next = page.length > shown.length ? (shown.at(-1)?.id ?? null) : null;
      return reply.send({ people: shown, next } satisfies PeoplePage);
    });

    scope.post('/api/people', async (request, reply) => {
      if ((await adminOf(identify, request, reply)) === null) return reply;
      const body = bodyOf(invitationSchema, request, reply);
      if (body === null) return reply;
      const invited = await keeper.invite(body);
      if (!invited.ok) return refuse(reply, invited.error);
      const { person, secret } = invited.value;
      return reply.code(201).send({ person: viewOf(person), secret } satisfies TicketIssued);
    });

    scope.patch<{ Params: { person: string } }>('/api/people/:person', async (request, reply) => {
      if ((await adminOf(identify, request, reply)) === null) return reply;
      const body = bodyOf(changeSchema, request, reply);
      if (body === null) return reply;
      const changed = await keeper.change(request.params.person, body);
      return changed.ok ? reply.send(viewOf(changed.value)) : refuse(reply, changed.error);
    });

    scope.post<{ Params: { person: string } }>('/api/people/:person/link', async (request, reply) => {
      if ((await adminOf(identify, request, reply)) === null) return reply;
      const row = people.get(request.params.person);
      if (row === undefined) return refuse(reply, 'unknown');
      const secret = await keeper.linkFor(row.id);
      if (!secret.ok) return refuse(reply, secret.error);
      return reply.code(201).send({ person: viewOf(row), secret: secret.value } satisfies TicketIssued);
    });
  });
}

function viewOf({ id, name, email, isAdmin, isSuspended, password, subject }: PersonRow): PersonView {
  return { id, name, email, isAdmin, isSuspended, isInvited: password === null && subject === null };
}
