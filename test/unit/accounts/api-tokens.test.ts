/** Tokens for programs: what they are good for, and when they end. */

import { randomBytes } from 'node:crypto';
import { fastify } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiTokenCreated, ApiTokenList, Problem } from '../../../server/contract/api.ts';
import { API_REQUESTS_OF_BROWSERS_PER_MINUTE, API_REQUESTS_PER_MINUTE } from '../../../server/contract/api-limits.ts';
import type { Scope } from '../../../server/contract/roles.ts';
import { limitSenders, SenderLimits } from '../../../server/http/sender-limits.ts';
import { type AppServer, startApp } from '../../support/app-server.ts';
import { ManualClock } from '../../support/clock.ts';
import { bytesHeldAfter } from '../../support/heap.ts';

let server: AppServer;
beforeAll(async () => {
  server = await startApp();
});
afterAll(() => server.close());

async function asks(method: string, path: string, token?: string, body?: object): Promise<Response> {
  return await fetch(server.url + path, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function creates(...scopes: readonly Scope[]): Promise<ApiTokenCreated> {
  const answer = await asks('POST', '/api/tokens', undefined, { name: 'A program', scopes, days: 1 });
  expect(answer.status).toBe(201);
  return (await answer.json()) as ApiTokenCreated;
}

it('a token is told once, and is recognised by its first characters afterwards', async () => {
  const { token, id, start } = await creates('read');
  expect(token).toMatch(/^scr_[\w-]{43}$/);
  expect(token.startsWith(start)).toBe(true);
  const list = await (await asks('GET', '/api/tokens')).text();
  expect(list).toContain(start);
  expect(list).not.toContain(token);
  expect(list).not.toContain('hash');
  expect((JSON.parse(list) as ApiTokenList).tokens.find((row) => row.id === id)?.lastUsedAt).toBeNull();
});

it.each([
  ['read', 404, 403, 403],
  ['write', 403, 404, 403],
  ['admin', 403, 403, 200],
] as const)('with the scope %s it may do that and nothing else', async (scope, reading, writing, managing) => {
  const { token } = await creates(scope);
  expect((await asks('GET', '/api/documents/none/content', token)).status).toBe(reading);
  expect((await asks('PATCH', '/api/documents/none/content', token, { title: 'x' })).status).toBe(writing);
  expect((await asks('GET', '/api/tokens', token)).status).toBe(managing);
  expect((await asks('POST', '/api/tokens', token, { name: 'x', scopes: ['admin'] })).status).toBe(403);
});

it('one that was revoked, or was never made, is nobody, also where anybody may do anything', async () => {
  const { token, id } = await creates('read', 'write');
  expect((await asks('GET', '/api/documents', token)).status).toBe(200);
  expect((await asks('DELETE', `/api/tokens/${id}`)).status).toBe(204);
  for (const dead of [token, `scr_${'A'.repeat(43)}`, 'scr_x']) {
    const answer = await asks('GET', '/api/documents', dead);
    expect(answer.status).toBe(401);
    expect(((await answer.json()) as Problem).type).toBe('/api/docs#problem-unauthorized');
  }
  expect((await asks('DELETE', `/api/tokens/${id}`)).status).toBe(404);
});

it('each token has so many requests a minute, which fill up evenly', () => {
  const clock = new ManualClock();
  const limits = new SenderLimits(clock);
  for (let i = 0; i < API_REQUESTS_PER_MINUTE; i++) expect(limits.take('one').isAllowed, `request ${i}`).toBe(true);
  expect(limits.take('one')).toMatchObject({ isAllowed: false, remaining: 0, waitS: 1 });
  expect(limits.take('other').isAllowed).toBe(true);
  clock.set(1_000);
  for (let i = 0; i < API_REQUESTS_PER_MINUTE / 60; i++) expect(limits.take('one').isAllowed).toBe(true);
  expect(limits.take('one').isAllowed).toBe(false);
});

it('a token that somebody made up is remembered in a few bytes, however long it is', () => {
  const limits = new SenderLimits(new ManualClock());
  const held = bytesHeldAfter(() => {
    for (let n = 0; n < 2_000; n += 1) limits.take(randomBytes(8_000).toString('hex'));
  });
  expect(held / 2_000).toBeLessThan(4_000);
  expect(limits.take('one').isAllowed).toBe(true);
});

it('browsers at one address do not take requests from each other, and a made-up cookie gives no end of them', async () => {
  const app = fastify();
  limitSenders(app, new ManualClock(), () => false);
  app.get('/api/session', async () => ({}));
  const asks = async (cookie: string) => {
    const { headers } = await app.inject({ url: '/api/session', headers: { cookie } });
    return [headers['ratelimit-limit'], headers['ratelimit-remaining']].map(Number);
  };
  const least = API_REQUESTS_PER_MINUTE - 1;
  for (const name of ['ann', 'ben']) expect(await asks(`scriptorium-session=${name}`)).toEqual([600, least]);
  expect(await asks('a=b; scriptorium-session=ann')).toEqual([600, least - 1]);
  expect(await asks('a=b')).toEqual([600, least]);
  const left = API_REQUESTS_OF_BROWSERS_PER_MINUTE - API_REQUESTS_PER_MINUTE;
  for (let n = 0; n < left; n += 1) await asks(`scriptorium-browser=${n}`);
  expect(await asks('scriptorium-browser=one-more')).toEqual([12_000, 596]);
  await app.close();
});

it('who asks too often is told how long to wait', async () => {
  // In a server whose clock stands still.
  const still = await startApp({}, new ManualClock());
  const answers = await Promise.all(
    Array.from({ length: API_REQUESTS_PER_MINUTE + 5 }, () =>
      fetch(`${still.url}/api/session`, { headers: { authorization: `Bearer scr_${'A'.repeat(43)}` } }),
    ),
  );
  await still.close();
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answers[0]?.headers.get('ratelimit-limit')).toBe(String(API_REQUESTS_PER_MINUTE));
});
