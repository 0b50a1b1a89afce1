/**
 * What holds for every address the server answers to. The list comes from the server itself, so that a new one cannot be
 * forgotten: it fails here until somebody says what it is.
 */

import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Accounts } from '../../../server/accounts/accounts.ts';
import { deskOf, deskWith, deskWithout, tokensFor } from '../../../server/accounts/desk.ts';
import { type App, createApp } from '../../../server/app.ts';
import { type Config, parseConfig } from '../../../server/config.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { LocalShard } from '../../../server/shards/local-shard.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import { createWorkerCompactor } from '../../../server/storage/worker-compactor.ts';
import { Workspace } from '../../../server/workspace/workspace.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.ts';
import { TOKEN_SECRET, tokenFor } from '../../support/tokens.ts';

interface RouteKind {
  /** An address of this route. */
  readonly path: string;
  /** Whether it changes something, so that a page of another site must not be able to ask for it. */
  readonly changes?: boolean;
  /** Whether somebody without a token gets nothing, where tokens are asked for. */
  readonly isClosed?: boolean;
  /** Whether it is for people with an account only, and not there where there are none. */
  readonly isForPeople?: boolean;
}

const ROUTES: Readonly<Record<string, RouteKind>> = {
  'GET /healthz': { path: '/healthz' },
  'GET /metrics': { path: '/metrics' },
  'GET /api/session': { path: '/api/session' },
  'POST /api/session': { path: '/api/session', changes: true },
  'PUT /api/session/name': { path: '/api/session/name', changes: true, isClosed: true },
  'DELETE /api/session': { path: '/api/session', changes: true },
  'GET /api/documents': { path: '/api/documents', isClosed: true },
  'POST /api/documents': { path: '/api/documents', changes: true, isClosed: true },
  'GET /api/tags': { path: '/api/tags', isClosed: true },
  'GET /api/search': { path: '/api/search?q=plan', isClosed: true },
  'GET /api/presence': { path: '/api/presence?documents=a', isClosed: true },
  'GET /api/documents/:id': { path: '/api/documents/a', isClosed: true },
  'PATCH /api/documents/:id': { path: '/api/documents/a', changes: true, isClosed: true },
  'DELETE /api/documents/:id': { path: '/api/documents/a', changes: true, isClosed: true },
  'POST /api/documents/:id/copies': { path: '/api/documents/a/copies', changes: true, isClosed: true },
  'POST /api/documents/:id/visits': { path: '/api/documents/a/visits', changes: true, isClosed: true },
  'GET /api/documents/:id/content': { path: '/api/documents/a/content', isClosed: true },
  'PUT /api/documents/:id/content': { path: '/api/documents/a/content', changes: true, isClosed: true },
  'PATCH /api/documents/:id/content': { path: '/api/documents/a/content', changes: true, isClosed: true },
  'GET /api/documents/:id/versions': { path: '/api/documents/a/versions', isClosed: true },
  'GET /api/documents/:id/comments': { path: '/api/documents/a/comments', isClosed: true },
  'PUT /api/documents/:id/comments/:thread': { path: '/api/documents/a/comments/x', changes: true, isClosed: true },
  'PATCH /api/documents/:id/comments/:thread': { path: '/api/documents/a/comments/x', changes: true, isClosed: true },
  'DELETE /api/documents/:id/comments/:thread': { path: '/api/documents/a/comments/x', changes: true, isClosed: true },
  'PUT /api/documents/:id/comments/:thread/replies/:comment': {
    ...{ path: '/api/documents/a/comments/x/replies/y', changes: true, isClosed: true },
  },
  'DELETE /api/documents/:id/comments/:thread/replies/:comment': {
    ...{ path: '/api/documents/a/comments/x/replies/y', changes: true, isClosed: true },
  },
  'GET /api/openapi.json': { path: '/api/openapi.json' },
  'GET /api/docs': { path: '/api/docs' },
  'GET /api/webhooks': { path: '/api/webhooks', isClosed: true },
  'POST /api/webhooks': { path: '/api/webhooks', changes: true, isClosed: true },
  'DELETE /api/webhooks/:id': { path: '/api/webhooks/0', changes: true, isClosed: true },
  'GET /api/webhooks/:id/deliveries': { path: '/api/webhooks/0/deliveries', isClosed: true },
  'GET /api/tokens': { path: '/api/tokens', isClosed: true },
  'POST /api/tokens': { path: '/api/tokens', changes: true, isClosed: true },
  'DELETE /api/tokens/:id': { path: '/api/tokens/0', changes: true, isClosed: true },
  'GET /api/admin': { path: '/api/admin', isClosed: true },
  'GET /api/admin/documents': { path: '/api/admin/documents', isClosed: true },
  'POST /api/admin/backups': { path: '/api/admin/backups', changes: true, isClosed: true },
  'POST /api/images': { path: '/api/images?document=a', changes: true, isClosed: true },
  'GET /api/images/:name': { path: `/api/images/${'0'.repeat(64)}.png`, isClosed: true },
  'POST /api/tickets': { path: '/api/tickets', changes: true },
  'POST /api/tickets/use': { path: '/api/tickets/use', changes: true },
  'GET /api/account': { path: '/api/account', isForPeople: true },
  'PATCH /api/account': { path: '/api/account', changes: true, isForPeople: true },
  'POST /api/account/password': { path: '/api/account/password', changes: true, isForPeople: true },
  'DELETE /api/account/sessions': { path: '/api/account/sessions', changes: true, isForPeople: true },
  'DELETE /api/account/sessions/:session': { path: '/api/account/sessions/x', changes: true, isForPeople: true },
  'GET /api/people': { path: '/api/people', isForPeople: true },
  'POST /api/people': { path: '/api/people', changes: true, isForPeople: true },
  'PATCH /api/people/:person': { path: '/api/people/x', changes: true, isForPeople: true },
  'POST /api/people/:person/link': { path: '/api/people/x/link', changes: true, isForPeople: true },
  'GET /api/documents/:id/access': { path: '/api/documents/a/access', isForPeople: true },
  'PUT /api/documents/:id/access/reach': { path: '/api/documents/a/access/reach', changes: true, isForPeople: true },
  'PUT /api/documents/:id/access/owner': { path: '/api/documents/a/access/owner', changes: true, isForPeople: true },
  'POST /api/documents/:id/access/people': { path: '/api/documents/a/access/people', changes: true, isForPeople: true },
  'PUT /api/documents/:id/access/people/:part': {
    ...{ path: '/api/documents/a/access/people/x', changes: true, isForPeople: true },
  },
  'DELETE /api/documents/:id/access/people/:part': {
    ...{ path: '/api/documents/a/access/people/x', changes: true, isForPeople: true },
  },
  'POST /api/documents/:id/access/links': { path: '/api/documents/a/access/links', changes: true, isForPeople: true },
  'DELETE /api/documents/:id/access/links/:part': {
    ...{ path: '/api/documents/a/access/links/x', changes: true, isForPeople: true },
  },
  'POST /api/documents/:id/access/requests': {
    ...{ path: '/api/documents/a/access/requests', changes: true, isForPeople: true },
  },
  'DELETE /api/documents/:id/access/requests/:part': {
    ...{ path: '/api/documents/a/access/requests/x', changes: true, isForPeople: true },
  },
  'GET /api/requests': { path: '/api/requests', isForPeople: true },
  'POST /api/entrance': { path: '/api/entrance', changes: true },
  'GET /api/oidc/start': { path: '/api/oidc/start' },
  'GET /api/oidc/callback': { path: '/api/oidc/callback' },
  'GET /': { path: '/' },
  'GET /d/:id': { path: '/d/some-document' },
  'GET /*': { path: '/index.html' },
};

const JSON_TYPE = { 'content-type': 'application/json' };

/** Answered as well, by the page and by errors. */
const PATHS = ['/account', '/api/nothing', '/assets/nothing.js', '/sync/x'];

const named = Object.entries(ROUTES).map(([route, kind]) => ({ route, method: route.split(' ', 1)[0] ?? '', ...kind }));

let directory: TemporaryDirectory;
const worlds: { readonly app: App; readonly close: () => Promise<void> }[] = [];

async function open(environment: Readonly<Record<string, string>>) {
  const settings = parseConfig({
    PORT: '0',
    DATA_DIR: `${directory.path}/data-${worlds.length}`,
    LOG_LEVEL: 'silent',
    ...environment,
  });
  if (!settings.ok) throw new Error(settings.error);
  const config: Config = settings.value;
  const log = await openMemoryLog({ disk: new MemoryDisk(systemClock), clock: systemClock });
  if (!log.ok) throw new Error(log.error.message);
  const compactor = createWorkerCompactor({ logger: silentLogger });
  const workspace = await Workspace.open(`${directory.path}/workspace-${worlds.length}`, silentLogger);
  if (!workspace.ok) throw new Error(workspace.error);
  const { kind } = config.access;
  const parts = { workspace: workspace.value, clock: systemClock, logger: silentLogger };
  const accounts = kind === 'accounts' ? new Accounts(parts) : null;
  const rules = config.access.kind === 'token' ? config.access.rules : null;
  const tokens = tokensFor(accounts, workspace.value, systemClock);
  const desk = deskWith(accounts === null ? deskWithout(rules, systemClock) : deskOf(accounts), tokens);
  const shared = { log: log.value, compactor, reader: compactor, clock: systemClock, logger: silentLogger, ...desk };
  const shard = new LocalShard({ ...shared, settings: config });
  const app = await createApp({
    ...{ ...shared, ...parts, config, shard, accounts, tokens },
    webDirectory: `${directory.path}/web`,
  });
  worlds.push({
    app,
    close: async () => {
      await app.close();
      accounts?.close();
      await workspace.value.close();
      await compactor.close();
      await log.value.close();
    },
  });
  return { app, address: await app.listen() };
}

let openServer: { readonly app: App; readonly address: string };
let closedServer: { readonly app: App; readonly address: string };
let peoplesServer: { readonly app: App; readonly address: string };

beforeAll(async () => {
  directory = await temporaryDirectory('routes');
  await mkdir(`${directory.path}/web`);
  await writeFile(`${directory.path}/web/index.html`, '<!doctype html><title>Scriptorium</title>');
  openServer = await open({});
  closedServer = await open({ ACCESS: 'token', TOKEN_SECRET });
  peoplesServer = await open({ ACCESS: 'accounts' });
});

afterAll(async () => {
  for (const { close } of worlds) await close();
  await directory.remove();
});

async function asks(address: string, method: string, path: string, headers: Record<string, string> = {}) {
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? '{}' : undefined;
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return await fetch(address + path, {
    method,
    redirect: 'manual',
    headers: { ...type, ...headers },
    ...(body && { body }),
  });
}

it('every route is one of those that are looked at here', () => {
  const known = new Set(Object.keys(ROUTES));
  const answeredBy = ({ app }: { readonly app: App }) =>
    [...new Set(app.routes.filter((route) => !route.startsWith('HEAD ')))].sort();
  expect(answeredBy(peoplesServer)).toEqual([...known].sort());
  expect(answeredBy(openServer)).toEqual(answeredBy(closedServer));
  expect(answeredBy(openServer).filter((route) => !known.has(route))).toEqual([]);
});

describe('R4 R39 whatever is answered', () => {
  it.each([
    ...named.map(({ method, path }) => [method, path] as const),
    ...PATHS.map((path) => ['GET', path] as const),
  ])('to %s %s carries the headers that keep a page to itself', async (method, path) => {
    const { headers } = await asks(peoplesServer.address, method, path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'".slice(0, path.startsWith('/api/images/') ? 11 : undefined));
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });
});

describe('R4 a page of another site', () => {
  it.each(named.filter(({ changes }) => changes === true).map(({ method, path }) => [method, path] as const))(
    'changes nothing through %s %s',
    async (method, path) => {
      for (const { address } of [openServer, closedServer, peoplesServer]) {
        const cookie = `scriptorium-session=${await tokenFor({})}`;
        for (const origin of ['https://evil.example', 'null', `${address}.evil.example`]) {
          expect((await asks(address, method, path, { origin, cookie })).status, origin).toBe(403);
        }
      }
    },
  );

  it.each(named.filter(({ changes }) => changes !== true).map(({ method, path }) => [method, path] as const))(
    'that its owner points at this machine reads nothing through %s %s',
    async (method, path) => {
      // fetch sets Host itself; a raw request says what it likes.
      const { hostname, port } = new URL(peoplesServer.address);
      const answer = await rawStatus(hostname, Number(port), method, path, 'evil.example');
      expect(answer).toBe(403);
    },
  );
});

describe('R5 without a token', () => {
  it.each(named.filter(({ isClosed }) => isClosed === true).map(({ method, path }) => [method, path] as const))(
    'there is nothing at %s %s',
    async (method, path) => {
      expect((await asks(closedServer.address, method, path)).status).toBe(401);
      expect((await asks(closedServer.address, method, path, { authorization: 'Bearer a.b.c' })).status).toBe(401);
    },
  );
});

describe('R5 without an account', () => {
  const closed = named.filter(({ isClosed, isForPeople }) => isClosed === true || isForPeople === true);
  it.each(closed.map(({ method, path }) => [method, path] as const))(
    'there is nothing at %s %s',
    async (method, path) => {
      const { address } = peoplesServer;
      expect((await asks(address, method, path)).status).toBe(401);
      const cookie = `scriptorium-session=${'A'.repeat(43)}`;
      expect((await asks(address, method, path, { cookie, authorization: 'Bearer a.b.c' })).status).toBe(401);
    },
  );

  it.each(named.filter(({ isForPeople }) => isForPeople === true).map(({ method, path }) => [method, path] as const))(
    'and %s %s is not there where there are no accounts',
    async (method, path) => {
      for (const { address } of [openServer, closedServer]) {
        expect((await asks(address, method, path)).status).toBe(404);
      }
    },
  );
});

describe('cookies', () => {
  it('R22 the one that tells browsers apart is given with a page, in open access only, and never to be shared', async () => {
    for (const path of ['/', '/d/some-document']) {
      const { headers } = await asks(openServer.address, 'GET', path, { 'sec-fetch-dest': 'document' });
      const cookie = headers.get('set-cookie') ?? '';
      expect(cookie).toMatch(/^scriptorium-browser=[\w-]{43};/);
      for (const flag of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=']) expect(cookie).toContain(flag);
      expect(headers.get('cache-control')).toMatch(/private|no-store/);
      const [own = ''] = cookie.split(';', 1);
      const again = await asks(openServer.address, 'GET', path, { 'sec-fetch-dest': 'document', cookie: own });
      expect(again.headers.get('set-cookie')).toContain(`${own};`);
    }
    const closed = await asks(closedServer.address, 'GET', '/', { 'sec-fetch-dest': 'document' });
    expect(closed.headers.get('set-cookie')).toBeNull();
  });

  it.each(named.map(({ method, path }) => [method, path] as const))(
    'none comes with %s %s otherwise',
    async (method, path) => {
      if (method === 'DELETE') return;
      for (const { address } of [openServer, peoplesServer]) {
        const isWayBack = path === '/api/oidc/callback';
        if (!isWayBack) expect((await asks(address, method, path)).headers.get('set-cookie')).toBeNull();
      }
    },
  );
});

it('R42 every refusal over HTTP is counted by its status, also what is no request at all', async () => {
  const { address } = openServer;
  const counted = async (status: number) => {
    const text = await (await asks(address, 'GET', '/metrics')).text();
    return Number(new RegExp(`^scriptorium_http_refused_total\\{status="${status}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
  };
  const { hostname, port } = new URL(address);
  const foreign = () => asks(address, 'POST', '/api/documents', { origin: 'https://evil.example' });
  const tooLarge = () =>
    fetch(`${address}/api/documents`, { method: 'POST', headers: JSON_TYPE, body: 'x'.repeat(2 ** 17) });
  const nonsense = () => rawStatus(hostname, Number(port), 'NO REQUEST', '/', hostname);
  for (const [status, refused] of [
    [403, foreign],
    [404, () => asks(address, 'GET', '/api/nothing')],
    [413, tooLarge],
    [400, nonsense],
  ] as const) {
    const before = await counted(status);
    await refused();
    await vi.waitFor(async () => expect(await counted(status), String(status)).toBe(before + 1), { timeout: 20_000 });
  }
});

async function rawStatus(hostname: string, port: number, method: string, path: string, host: string): Promise<number> {
  const socket = connect(port, hostname);
  socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return Number(answer.toString('latin1').split(' ', 2)[1]);
}
