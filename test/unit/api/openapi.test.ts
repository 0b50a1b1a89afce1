/** What the server says of its API is what it does. */

import { readFileSync } from 'node:fs';
import { fastify } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Problem } from '../../../server/contract/api.ts';
import { problem } from '../../../server/http/answer-schemas.ts';
import { OPERATIONS } from '../../../server/http/operations.ts';
import { PROBLEM_TYPES, sendProblem } from '../../../server/http/problems.ts';
import { type AppServer, startApp } from '../../support/app-server.ts';
import { idOf, threadOf } from '../../support/comments.ts';

let server: AppServer;
beforeAll(async () => {
  server = await startApp();
});
afterAll(() => server.close());

it('every address is described, and nothing is described that is not there', async () => {
  const peoples = await startApp({ ACCESS: 'accounts' });
  await peoples.close();
  const answered = peoples.app.routes.filter((route) => / \/api\//.test(route) && !route.startsWith('HEAD '));
  expect(OPERATIONS.map(({ route }) => route).sort()).toEqual([...new Set(answered)].sort());
});

it('the description is OpenAPI 3.1, with a schema for each body and each query', async () => {
  const { openapi, paths } = await (await fetch(`${server.url}/api/openapi.json`)).json();
  expect(openapi).toBe('3.1.0');
  const ids = Object.values<Record<string, { operationId: string }>>(paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(OPERATIONS.length);
  const { put, get } = paths['/api/documents/{id}/content'];
  expect(Object.keys(put.requestBody.content)).toContain('text/markdown');
  expect(get.parameters.map(({ name }: { name: string }) => name)).toEqual(['id', 'format', 'at', 'version']);
  expect(paths['/api/tokens'].post.requestBody.content['application/json'].schema.required).toEqual(['name', 'scopes']);
});

it('answers are as they are described', async () => {
  const headers = { 'content-type': 'application/json' };
  const post = async (path: string, body: object, method = 'POST') =>
    await fetch(server.url + path, { method, headers, body: JSON.stringify(body) });
  await post('/api/documents', { id: 'plan' });
  const { id } = await (
    await post('/api/webhooks', { url: 'https://example.org/', events: ['document.shared'] })
  ).json();
  const sent: Readonly<Record<string, () => Promise<Response>>> = {
    'PATCH /api/documents/:id/content': () => post('/api/documents/plan/content', { append: 'x' }, 'PATCH'),
    'PUT /api/documents/:id/content': () =>
      fetch(`${server.url}/api/documents/plan/content`, {
        method: 'PUT',
        headers: { 'content-type': 'text/markdown' },
        body: 'y',
      }),
    'GET /api/documents/:id/versions': () => fetch(`${server.url}/api/documents/plan/versions`),
    'PUT /api/documents/:id/comments/:thread': () =>
      post(`/api/documents/plan/comments/${idOf('thread')}`, threadOf('thread', 'Hello'), 'PUT'),
    'PUT /api/documents/:id/comments/:thread/replies/:comment': () =>
      post(`/api/documents/plan/comments/${idOf('thread')}/replies/${idOf('reply')}`, { text: 'Hi' }, 'PUT'),
    'PATCH /api/documents/:id/comments/:thread': () =>
      post(`/api/documents/plan/comments/${idOf('thread')}`, { isResolved: true }, 'PATCH'),
    'GET /api/documents/:id/comments': () => fetch(`${server.url}/api/documents/plan/comments`),
    'POST /api/tokens': () => post('/api/tokens', { name: 'x', scopes: ['read'] }),
    'GET /api/tokens': () => fetch(`${server.url}/api/tokens`),
    'POST /api/webhooks': () => post('/api/webhooks', { url: 'https://example.org/', events: ['document.shared'] }),
    'GET /api/webhooks': () => fetch(`${server.url}/api/webhooks`),
    'GET /api/webhooks/:id/deliveries': () => fetch(`${server.url}/api/webhooks/${id}/deliveries`),
  };
  for (const [route, ask] of Object.entries(sent)) {
    const operation = OPERATIONS.find((known) => known.route === route);
    const answer = await ask();
    expect(answer.status, route).toBe(operation?.status);
    expect(operation?.answer?.safeParse(await answer.json()).error, route).toBeUndefined();
  }
});

it('every type of problem is explained, on the page and in docs/API.md', async () => {
  const page = await (await fetch(`${server.url}/api/docs`)).text();
  const api = readFileSync(new URL('../../../docs/API.md', import.meta.url), 'utf8');
  for (const type of Object.keys(PROBLEM_TYPES)) {
    expect(page).toContain(`id="problem-${type}"`);
    expect(api, 'docs/API.md, "When something is refused"').toContain(`\`${type}\``);
  }
});

/** Those that are named by their status alone. */
it.each([400, 401, 403, 404, 406, 409, 413, 415, 422, 429, 500, 503])(
  'a plain %d has a type that is explained',
  async (status) => {
    const app = fastify();
    app.get('/', (_request, reply) => sendProblem(reply, status, 'No.'));
    const { type } = (await app.inject('/')).json<Problem>();
    expect(Object.keys(PROBLEM_TYPES)).toContain(type.split('#problem-')[1]);
  },
);

it('every refusal is a problem, whose type is explained on the page', async () => {
  const page = await (await fetch(`${server.url}/api/docs`)).text();
  expect(page).not.toContain('<script');
  const refusals = [
    fetch(`${server.url}/api/documents/none/content`),
    fetch(`${server.url}/api/documents/plan/content?format=pdf`),
    fetch(`${server.url}/api/tokens`, { headers: { authorization: 'Bearer scr_x' } }),
    fetch(`${server.url}/api/tokens`, { method: 'POST', headers: { origin: 'https://evil.example' } }),
    fetch(`${server.url}/api/nothing`),
    fetch(`${server.url}/api/documents/plan/content`, {
      method: 'PUT',
      headers: { 'content-type': 'image/png' },
      body: 'x',
    }),
  ];
  for (const answer of await Promise.all(refusals)) {
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const { type } = problem.parse(await answer.json());
    expect(page).toContain(`id="${type.split('#')[1]}"`);
  }
});
