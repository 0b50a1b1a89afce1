/** What people are called in a document's history: in open access by their own word, by an account or a token by that. */

import { afterEach, expect, test } from 'vitest';
import type { VersionList } from '../../../server/contract/api.ts';
import { NAME_CHARACTERS_MAX } from '../../../server/contract/limits.ts';
import { type AppServer, startApp } from '../../support/app-server.ts';
import { TOKEN_SECRET, tokenFor } from '../../support/tokens.ts';

let server: AppServer;
afterEach(() => server.close());

const ANN = { cookie: `scriptorium-browser=${'A'.repeat(43)}` };
const BOB = { cookie: `scriptorium-browser=${'B'.repeat(43)}` };

async function asks(who: Record<string, string>, method: string, path: string, body?: unknown) {
  const answer = await fetch(server.url + path, {
    method,
    headers: { ...who, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const said = await answer.text();
  return { status: answer.status, body: said === '' ? null : JSON.parse(said) };
}

async function writes(who: Record<string, string>): Promise<void> {
  await asks(who, 'POST', '/api/documents', { id: 'plan' });
  const { status } = await asks(who, 'PATCH', '/api/documents/plan/content', { append: 'A plan.' });
  expect(status).toBe(200);
}

async function authorsAsSeenBy(who: Record<string, string>) {
  const { versions } = (await asks(who, 'GET', '/api/documents/plan/versions')).body as VersionList;
  return versions.flatMap(({ authors }) => authors.map(({ name, isYou }) => ({ name, isYou })));
}

test('in open access others are called what they last said of themselves', async () => {
  server = await startApp();
  await writes(ANN);
  expect(await authorsAsSeenBy(BOB)).toEqual([{ name: null, isYou: false }]);
  expect((await asks(ANN, 'PUT', '/api/session/name', { name: 'Anne' })).status).toBe(204);
  expect((await asks(ANN, 'PUT', '/api/session/name', { name: ' Ann\n B. ' })).status).toBe(204);
  expect(await authorsAsSeenBy(BOB)).toEqual([{ name: 'Ann B.', isYou: false }]);
  const { documents } = (await asks(BOB, 'GET', '/api/documents')).body;
  expect(documents[0].changedBy).toEqual({ name: 'Ann B.', isYou: false });
});

test('a name that is none is refused with what to send, and nobody is called by it', async () => {
  server = await startApp();
  await writes(ANN);
  for (const body of [{}, { name: '' }, { name: ' \n ' }, { name: 7 }, { name: 'Ann', id: 'Bob' }, 'Ann']) {
    const refused = await asks(ANN, 'PUT', '/api/session/name', body);
    expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining('{"name": "..."}')]);
  }
  expect((await asks({}, 'PUT', '/api/session/name', { name: 'Everybody' })).status).toBe(409);
  expect(await authorsAsSeenBy(BOB)).toEqual([{ name: null, isYou: false }]);
  await asks(ANN, 'PUT', '/api/session/name', { name: 'A'.repeat(1_000) });
  expect(await authorsAsSeenBy(BOB)).toEqual([{ name: 'A'.repeat(NAME_CHARACTERS_MAX), isYou: false }]);
});

test('R22 whoever has a token is called what the token says, whatever they say', async () => {
  server = await startApp({ ACCESS: 'token', TOKEN_SECRET });
  const bearer = async (sub: string, name: string) => ({ authorization: `Bearer ${await tokenFor({ sub, name })}` });
  const carl = await bearer('carl', 'Carl');
  await writes(carl);
  expect((await asks(carl, 'PUT', '/api/session/name', { name: 'The boss' })).status).toBe(204);
  expect(await authorsAsSeenBy(await bearer('dora', 'Dora'))).toEqual([{ name: 'Carl', isYou: false }]);
});
