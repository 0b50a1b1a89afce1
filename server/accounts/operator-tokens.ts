/**
 * What an operator does with the tokens of programs from the command line: over the rows of a server that rests, or asked
 * of the process that has them. Whoever may open its data directory may do this: they could write the rows as well.
 */

import { z } from 'zod';
import type { ApiTokenSummary } from '../contract/api.ts';
import { EMAIL_CHARACTERS_MAX } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { People, PersonRow } from '../workspace/people.ts';
import { type ApiTokenRow, type ApiTokens, expiryOf, newTokenSchema, summaryOf } from './api-tokens.ts';

const actSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('list') }),
  newTokenSchema.extend({
    kind: z.literal('make'),
    /** Of the person it speaks for; null for the operator, where nobody has an account. */
    email: z.string().max(EMAIL_CHARACTERS_MAX).nullable(),
  }),
  z.strictObject({ kind: z.literal('revoke'), id: z.string() }),
]);

export type TokenAct = z.input<typeof actSchema>;
type NewToken = Extract<z.output<typeof actSchema>, { kind: 'make' }>;

/** The tokens that an act was about: all, the new one, or the one that is no more. */
export interface TokensTold {
  readonly tokens: readonly (ApiTokenSummary & { readonly email: string | null })[];
  /** Of the new one: told this once. */
  readonly secret: string | null;
}

export interface TokenActParts {
  readonly tokens: ApiTokens;
  readonly people: People;
  readonly clock: Clock;
  /** Whether people sign in here; false where that is not known, and told by whether anybody has an account. */
  readonly hasAccounts: boolean;
}

/** Fails with a sentence for the operator. @param asked what may be no act at all. */
export async function actOnTokens(parts: TokenActParts, asked: unknown): Promise<Result<TokensTold, string>> {
  const act = actSchema.safeParse(asked);
  if (!act.success) {
    const [flaw] = act.error.issues;
    return failed(`${String(flaw?.path[0])}: ${flaw?.message}.`);
  }
  const { tokens } = parts;
  switch (act.data.kind) {
    case 'list':
      return ok(told(parts, await tokens.list(null)));
    case 'make':
      return await make(parts, act.data);
    case 'revoke': {
      const row = tokens.find(act.data.id);
      if (row === undefined || !(await tokens.revoke(row.id))) return failed('There is no token of this id.');
      return ok(told(parts, [row]));
    }
    default:
      return act.data satisfies never;
  }
}

async function make(
  parts: TokenActParts,
  { email, name, scopes, days }: NewToken,
): Promise<Result<TokensTold, string>> {
  const { tokens, clock } = parts;
  const person = await personFor(parts, email);
  if (!person.ok) return person;
  if (scopes.includes('admin') && person.value?.isAdmin === false) {
    return failed(`${person.value.email} does not look after the server, so a token of theirs cannot.`);
  }
  const expiresAt = expiryOf(days, clock.now());
  const made = await tokens.create({ name, scopes, person: person.value?.id ?? null, expiresAt });
  if (made === null) return failed('There are too many tokens. Revoke one that is not used.');
  return ok({ ...told(parts, [made.row]), secret: made.token });
}

/** Where people have accounts a token speaks for one of them: nobody but they can have been given a document. */
async function personFor(
  { people, hasAccounts }: TokenActParts,
  email: string | null,
): Promise<Result<PersonRow | null, string>> {
  if (email === null) {
    const isForPeople = hasAccounts || (await isAnybodyIn(people));
    return isForPeople ? failed('People have accounts here. Say for whom the token speaks: --for EMAIL.') : ok(null);
  }
  const person = people.byEmail(email);
  if (person === undefined) return failed(`Nobody with the address ${email} has an account here.`);
  return person.isSuspended ? failed(`${person.email} is suspended.`) : ok(person);
}

async function isAnybodyIn(people: People): Promise<boolean> {
  for await (const _person of people.list({ limit: 1 })) return true;
  return false;
}

function told({ people }: TokenActParts, rows: readonly ApiTokenRow[]): TokensTold {
  const emailOf = (person: string | null) => (person === null ? null : (people.get(person)?.email ?? person));
  return { tokens: rows.map((row) => ({ ...summaryOf(row), email: emailOf(row.person) })), secret: null };
}
