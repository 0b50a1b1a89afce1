/** ACCESS=accounts where documents live in other processes than people: the real server, with workers. */

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { ServerProcess } from '../support/server-process.ts';
import { WireClient } from '../support/wire-client.ts';

const WAIT = { timeout: 20_000, interval: 20 };
const IDS = ['minutes', 'plan', 'letter', 'poem'];

let server: ServerProcess;

beforeAll(async () => {
  server = await ServerProcess.start({ env: { ACCESS: 'accounts', WORKERS: '2' } });
});

afterAll(async () => {
  await server.close();
});

async function asks(method: string, path: string, cookie: string, body?: object): Promise<Response> {
  const headers = { origin: server.url, cookie, ...(body && { 'content-type': 'application/json' }) };
  const answer = await fetch(server.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  expect(answer.status, `${method} ${path}`).toBeLessThan(300);
  return answer;
}

async function uses(secret: string, introduction: object): Promise<string> {
  const answer = await asks('POST', '/api/tickets/use', '', {
    secret,
    password: 'a long enough secret',
    ...introduction,
  });
  return answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
}

async function opens(id: string, cookie: string, role: string): Promise<WireClient> {
  const page = WireClient.dials(server, `${id}?v=1`, { origin: server.url, cookie });
  await vi.waitFor(() => expect(new TextDecoder().decode(page.received[0])).toContain(role), WAIT);
  return page;
}

it('R26 workers know what the front process knows, and hear at once when it changes', async () => {
  const ann = await uses(/\/welcome#(\S+)/.exec(server.output)?.[1] ?? '', { name: 'Ann', email: 'ann@example.org' });
  const invited = await asks('POST', '/api/people', ann, { email: 'ben@example.org', name: 'Ben' });
  const ben = await uses((await invited.json()).secret, {});
  for (const id of IDS) {
    await asks('POST', '/api/documents', ann, { id });
    expect((await WireClient.dials(server, id, { origin: server.url }).isClosed()).code).toBe(CLOSE.signIn.code);
    expect((await WireClient.dials(server, id, { origin: server.url, cookie: ben }).isClosed()).code).toBe(
      CLOSE.noAccess.code,
    );
    await asks('POST', `/api/documents/${id}/access/people`, ann, { email: 'ben@example.org', role: 'editor' });
  }
  const pages = await Promise.all(IDS.map((id) => opens(id, ben, 'editor')));
  const reach = { who: 'signed-in', role: 'viewer' };
  const { id: benId } = await (await asks('GET', '/api/session', ben)).json();
  for (const id of IDS.slice(0, 2)) await asks('PUT', `/api/documents/${id}/access/reach`, ann, reach);
  for (const id of IDS) await asks('DELETE', `/api/documents/${id}/access/people/${benId}`, ann);
  for (const page of pages.slice(2)) expect((await page.isClosed()).code).toBe(CLOSE.noAccess.code);
  for (const page of pages.slice(0, 2)) {
    await vi.waitFor(() => expect(new TextDecoder().decode(page.received.at(-1))).toContain('viewer'), WAIT);
  }
  await asks('DELETE', '/api/account/sessions', ben);
  for (const page of pages.slice(0, 2)) expect((await page.isClosed()).code).toBe(CLOSE.signIn.code);
  // One that a page made while it was offline is made by whoever brings it.
  const own = await opens('made-offline', ann, 'editor');
  expect((await (await asks('GET', '/api/documents/made-offline/access', ann)).json()).role).toBe('owner');
  own.leaves();
});
