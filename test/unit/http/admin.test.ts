/** Looking after the server: who may, what is shown to them, and the test of the way through a proxy. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { BackupState, DocumentSizes, ServerReport } from '../../../server/contract/admin-api.ts';
import type { Problem } from '../../../server/contract/api.ts';
import { SELF_TEST_MESSAGES_MAX, SIZES_FRESH_MS } from '../../../server/contract/api-limits.ts';
import type { Scope } from '../../../server/contract/roles.ts';
import { backupState, documentSizes, serverReport } from '../../../server/http/answer-schemas.ts';
import { AccountWorld, type Visitor } from '../../support/account-world.ts';
import { type AppServer, startApp } from '../../support/app-server.ts';
import { TOKEN_SECRET, tokenFor } from '../../support/tokens.ts';

const WAIT = { timeout: 20_000, interval: 50 };
const ADDRESSES = [
  ['GET', '/api/admin'],
  ['GET', '/api/admin/documents'],
  ['POST', '/api/admin/backups'],
] as const;

let open: AppServer;
let closed: AppServer;
let world: AccountWorld;
let ann: Visitor;
let eve: Visitor;

beforeAll(async () => {
  [open, closed] = [await startApp(), await startApp({ ACCESS: 'token', TOKEN_SECRET })];
  world = await AccountWorld.opens();
  ann = await world.firstOwner('Ann');
  eve = await world.member('Eve', ann);
});

afterAll(async () => {
  for (const one of [open, closed, world]) await one.close();
});

async function statusOf(
  server: { readonly url: string },
  headers: Record<string, string>,
  method: string,
  path: string,
) {
  return (await fetch(server.url + path, { method, headers })).status;
}

async function tokenOn(server: AppServer, scopes: readonly Scope[]): Promise<{ readonly authorization: string }> {
  const made = await server.tokens.create({ name: 'Watch', scopes, person: null, expiresAt: null });
  return { authorization: `Bearer ${made?.token}` };
}

/** As a proxy on this machine would pass it on. */
async function statusAsked(
  server: { readonly url: string },
  path: string,
  headers: readonly string[],
): Promise<number> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write([`GET ${path} HTTP/1.1`, 'Connection: close', ...headers, '', ''].join('\r\n'));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return Number(answer.toString('latin1').split(' ', 2)[1]);
}

describe('R5 who may look after the server', () => {
  it.each(ADDRESSES)(
    '%s %s: in open access whoever is at the machine, and nobody through a proxy on it',
    async (...asked) => {
      expect(await statusOf(open, {}, ...asked)).toBeLessThan(300);
      for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-proto']) {
        expect(await statusOf(open, { [name]: '127.0.0.1' }, ...asked), name).toBe(403);
      }
    },
  );

  it('nor by another name of it, whatever names the server answers to', async () => {
    const named = await startApp({ ALLOWED_ORIGINS: 'https://docs.example.org' });
    expect(await statusAsked(named, '/api/admin', ['Host: localhost'])).toBe(200);
    expect(await statusAsked(named, '/api/admin', ['Host: docs.example.org'])).toBe(403);
    // So are tokens and webhooks, by which one could look after it all the same.
    expect(await statusAsked(named, '/api/tokens', ['Host: docs.example.org'])).toBe(403);
    expect(await statusAsked(named, '/api/webhooks', ['Host: docs.example.org'])).toBe(403);
    await named.close();
  });

  it.each(ADDRESSES)(
    '%s %s: with ACCESS=token a program of the operator, and no application’s people',
    async (...asked) => {
      expect(await statusOf(closed, {}, ...asked)).toBe(401);
      expect(await statusOf(closed, { authorization: `Bearer ${await tokenFor({ role: 'editor' })}` }, ...asked)).toBe(
        403,
      );
      expect(await statusOf(closed, await tokenOn(closed, ['read', 'write', 'share']), ...asked)).toBe(403);
      expect(await statusOf(closed, await tokenOn(closed, ['admin']), ...asked)).toBeLessThan(300);
    },
  );

  it.each(ADDRESSES)('%s %s: with accounts an administrator', async (...asked) => {
    expect((await world.somebody().asks(...asked)).status).toBe(401);
    expect((await eve.asks(...asked)).status).toBe(403);
    expect((await ann.asks(...asked)).status).toBeLessThan(300);
  });

  it.each([...ADDRESSES, ['GET', '/api/webhooks']] as const)(
    '%s %s: refuses in the same words, for nobody between to keep',
    async (method, path) => {
      const answers = [fetch(closed.url + path, { method }), fetch(open.url + path, { method, headers: { via: 'x' } })];
      const reasons: unknown[] = [];
      for (const answer of await Promise.all(answers)) {
        expect(answer.headers.get('cache-control')).toBe('no-store');
        reasons.push(((await answer.json()) as Problem).reason);
      }
      expect(reasons).toEqual(['sign-in', 'no-access']);
    },
  );
});

async function report(): Promise<ServerReport> {
  return serverReport.parse(await (await fetch(`${open.url}/api/admin`)).json());
}

it('it says who is connected, and that what is written is kept', async () => {
  const before = (await report()).connections;
  const people = [1, 2].map(() => new WebSocket(`${open.syncUrl}/plan`));
  await Promise.all(people.map((person) => once(person, 'open')));
  await vi.waitFor(async () => expect((await report()).connections).toBe(before + 2), WAIT);
  const { storage, workers, workersAway, openDocuments } = await report();
  expect({ workers, workersAway }).toEqual({ workers: 1, workersAway: 0 });
  expect(openDocuments).toBeGreaterThan(0);
  expect(storage).toMatchObject({ ok: true, stops: 0, lastStop: null });
  expect(storage.freeBytes).toBeGreaterThan(0);
  for (const person of people) person.terminate();
});

async function sizesFor(ask: (path: string) => Promise<unknown>, query = ''): Promise<DocumentSizes> {
  return await vi.waitFor(async () => {
    const sizes = documentSizes.parse(await ask(`/api/admin/documents${query}`));
    if (sizes.isMeasuring) throw new Error('they are being measured');
    return sizes;
  }, WAIT);
}

it('documents are listed by what they take, the largest first, a page at a time', async () => {
  const server = await startApp();
  for (const [id, words] of [
    ['small', 10],
    ['large', 5_000],
    ['middle', 800],
  ] as const) {
    const body = Array.from({ length: words }, (_, index) => `word${index}`).join(' ');
    const headers = { 'content-type': 'text/markdown' };
    await fetch(`${server.url}/api/documents`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ id, title: id }),
    });
    await fetch(`${server.url}/api/documents/${id}/content`, { method: 'PUT', headers, body });
  }
  const ask = async (path: string) => await (await fetch(server.url + path)).json();
  const first = await sizesFor(ask, '?limit=2');
  expect(first.documents.map(({ id, title }) => [id, title])).toEqual([
    ['large', 'large'],
    ['middle', 'middle'],
  ]);
  expect(first).toMatchObject({ count: 3, next: 2 });
  const second = await sizesFor(ask, `?limit=2&from=${first.next}`);
  expect(second).toMatchObject({ documents: [{ id: 'small' }], next: null });
  const sum = [...first.documents, ...second.documents].reduce((all, one) => all + one.textBytes + one.historyBytes, 0);
  expect(sum).toBe(first.bytes);
  expect((await fetch(`${server.url}/api/admin/documents?from=-1`)).status).toBe(400);
  await server.close();
});

it('looking after the server opens nobody’s documents: their titles are theirs', async () => {
  await eve.must('POST', '/api/documents', { id: 'eves', title: 'What Eve thinks' });
  await ann.must('POST', '/api/documents', { id: 'anns', title: 'What Ann thinks' });
  world.clock.forward(SIZES_FRESH_MS);
  const { documents } = await sizesFor(async (path) => await ann.must('GET', path));
  const shown = Object.fromEntries(documents.map(({ id, title, owner }) => [id, { title, owner: owner?.name }]));
  expect(shown).toEqual({
    eves: { title: null, owner: 'Eve' },
    anns: { title: 'What Ann thinks', owner: 'Ann' },
  });
});

it('a backup that cannot be made says why, and another may be tried', async () => {
  // This server's documents are in memory: there is nothing on the disk that could be backed up.
  const begun = await fetch(`${closed.url}/api/admin/backups`, {
    method: 'POST',
    headers: await tokenOn(closed, ['admin']),
  });
  expect([202, 409]).toContain(begun.status);
  const headers = await tokenOn(closed, ['admin']);
  const state = await vi.waitFor(async () => {
    const { backup } = serverReport.parse(await (await fetch(`${closed.url}/api/admin`, { headers })).json());
    if (backup.running !== null) throw new Error('it is under way');
    return backup;
  }, WAIT);
  expect(state.last).toBeNull();
  expect(state.failure?.sentence).toContain('scriptorium.json');
  const again = await fetch(`${closed.url}/api/admin/backups`, { method: 'POST', headers });
  expect(again.status).toBe(202);
  const { running, failure }: BackupState = backupState.parse(await again.json());
  expect(running).not.toBeNull();
  expect(failure).toBeNull();
  expect(await statusOf(closed, headers, 'POST', '/api/admin/backups')).toBe(409);
});

describe('the test of the way through a proxy', () => {
  const dials = (server: { readonly url: string }, headers: Record<string, string> = {}) =>
    new WebSocket(`${server.url.replace('http', 'ws')}/sync/.self-test`, { headers });

  async function refusedWith(socket: WebSocket): Promise<number | undefined> {
    socket.on('error', () => {});
    const [, { statusCode }] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode?: number }];
    return statusCode;
  }

  it('says what the server saw, sends back what came, and tells how long the pong took', async () => {
    const socket = dials(open);
    const told: string[] = [];
    const echoed: Buffer[] = [];
    socket.on('message', (message: Buffer, isBinary) => {
      if (isBinary) echoed.push(message);
      else told.push(message.toString());
    });
    await once(socket, 'open');
    const sent = Buffer.from(Uint8Array.from({ length: 65_536 }, (_, index) => (index * 7) % 256));
    socket.send(sent);
    await vi.waitFor(() => expect([told.length, echoed.length]).toEqual([2, 1]), WAIT);
    expect(JSON.parse(told[0] ?? '')).toEqual({
      ...{ kind: 'seen', address: '127.0.0.1', isForwarded: false, isBelieved: false, protocol: 'http' },
    });
    expect(JSON.parse(told[1] ?? '')).toMatchObject({ kind: 'pong' });
    expect(echoed[0]?.equals(sent)).toBe(true);
    for (let message = 0; message < SELF_TEST_MESSAGES_MAX; message++) socket.send('x');
    expect(await once(socket, 'close')).toEqual([1000, expect.anything()]);
  });

  it('shows a proxy that is trusted, and one that is not', async () => {
    const trusting = await AccountWorld.opens({ TRUSTED_PROXIES: 'loopback' });
    const owner = await trusting.firstOwner('Olga');
    for (const [server, cookie, seen] of [
      [trusting, owner.cookie, { address: '203.0.113.7', isForwarded: true, isBelieved: true, protocol: 'https' }],
      [world, ann.cookie, { address: '127.0.0.1', isForwarded: true, isBelieved: false, protocol: 'http' }],
    ] as const) {
      const socket = dials(server, { cookie, 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' });
      const [message] = (await once(socket, 'message')) as [Buffer];
      expect(JSON.parse(message.toString())).toEqual({ kind: 'seen', ...seen });
      socket.terminate();
    }
    await trusting.close();
  });

  it('is for whoever looks after the server, and for its own pages', async () => {
    expect(await refusedWith(dials(open, { origin: 'https://evil.example' }))).toBe(403);
    expect(await refusedWith(dials(open, { 'x-forwarded-for': '203.0.113.7' }))).toBe(403);
    expect(await refusedWith(dials(closed))).toBe(401);
    expect(await refusedWith(dials(closed, await tokenOn(closed, ['read', 'write'])))).toBe(403);
    expect(await refusedWith(dials(world))).toBe(401);
    expect(await refusedWith(dials(world, { cookie: eve.cookie }))).toBe(403);
    const allowed = dials(closed, await tokenOn(closed, ['admin']));
    await once(allowed, 'open');
    allowed.terminate();
  });
});

const JSON_TYPE = { 'content-type': 'application/json' };
