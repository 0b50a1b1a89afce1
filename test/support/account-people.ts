/** People with accounts, in browsers: they come in by their one-time links without typing, where that is not the point. */

import { expect } from '@playwright/test';
import type { TicketIssued } from '../../server/contract/account-api.ts';
import { emailOf, passwordOf } from './credentials.ts';
import type { Person, PersonOptions } from './person.ts';
import type { World } from './world.ts';

/** Whoever comes first, by the link in the terminal. */
export async function firstOwner(world: World, name: string, options?: PersonOptions): Promise<Person> {
  const secret = /\/welcome#(\S+)/.exec(world.server.output)?.[1] ?? '';
  const owner = await world.somebody(name, options);
  await asks(owner, 'POST', '/api/tickets/use', { secret, name, email: emailOf(name), password: passwordOf(name) });
  return owner;
}

/** Is invited, and comes. */
export async function member(world: World, by: Person, name: string, options?: PersonOptions): Promise<Person> {
  const { secret } = await asks<TicketIssued>(by, 'POST', '/api/people', { email: emailOf(name), name });
  const person = await world.somebody(name, options);
  await asks(person, 'POST', '/api/tickets/use', { secret, password: passwordOf(name) });
  return person;
}

/** Asks the API as this person's pages do, for something that is allowed. */
export async function asks<Body = null>(person: Person, method: string, path: string, body?: object): Promise<Body> {
  const answer = await person.page.request.fetch(person.address(path), {
    method,
    headers: { origin: person.address('') },
    ...(body && { data: body }),
  });
  expect(answer.ok(), `${method} ${path}: ${answer.status()}`).toBe(true);
  const text = await answer.text();
  return (text === '' ? null : JSON.parse(text)) as Body;
}
