/** The OWASP API Security Top 10 (2023), each item as what it would mean here. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_REQUESTS_PER_MINUTE, CONTENT_BYTES_MAX } from '../../../server/contract/api-limits.ts';
import { OPERATIONS } from '../../../server/http/operations.ts';
import { type AppServer, startApp } from '../../support/app-server.ts';
import { ManualClock } from '../../support/clock.ts';
import { TOKEN_SECRET, tokenFor } from '../../support/tokens.ts';

/** Everybody is let in, from this machine. */
let open: AppServer;
/** Another application says who may do what. */
let closed: AppServer;

beforeAll(async () => {
  open = await startApp();
  closed = await startApp({ ACCESS: 'token', TOKEN_SECRET });
});

afterAll(async () => {
  await open.close();
  await closed.close();
});

interface Asked {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function asks(server: AppServer, route: string, { token, body, headers = {} }: Asked = {}): Promise<Response> {
  const [method = '', path = ''] = route.split(' ');
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  return await fetch(server.url + path, {
    method,
    headers: { ...type, ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** An address of each operation on one document. */
const ON_A_DOCUMENT = OPERATIONS.filter(({ route, scope }) => / \/api\/documents\/:id/.test(route) && scope !== null);

describe('API1 broken object level authorization', () => {
  it.each(ON_A_DOCUMENT.map(({ route }) => route))('a token for one document opens no other: %s', async (route) => {
    const token = await tokenFor({ doc: 'mine', role: 'editor' });
    const path = route.replace(':id', 'theirs').replace(':part', 'x');
    const body = route.startsWith('GET') || route.startsWith('DELETE') ? undefined : {};
    // 404 where there are no accounts, and so nothing to share.
    expect([403, 404], path).toContain((await asks(closed, path, { token, body })).status);
  });

  it('an image is kept only for a document that one may write', async () => {
    const token = await tokenFor({ doc: 'mine', role: 'viewer' });
    expect((await asks(closed, 'POST /api/images?document=mine', { token, body: 'x' })).status).toBe(403);
  });
});

describe('API2 broken authentication', () => {
  it.each(OPERATIONS.filter(({ scope }) => scope !== null).map(({ route }) => route))(
    'nobody is let in: %s',
    async (route) => {
      const path = route
        .replace(/:\w+/g, 'x')
        .replace('/api/images', '/api/images?document=x')
        .replace('?document=x/x', `/${'0'.repeat(64)}.png`);
      for (const token of [undefined, 'scr_x', `scr_${'A'.repeat(43)}`, 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.']) {
        const body = route.startsWith('GET') || route.startsWith('DELETE') ? undefined : {};
        const answer = await asks(closed, path, { body, ...(token !== undefined && { token }) });
        expect([401, 404], `${path} with ${token}`).toContain(answer.status);
        expect(await answer.text()).not.toContain('"documents"');
      }
    },
  );
});

describe('API3 broken object property level authorization', () => {
  it('what is not offered cannot be set: a field more is refused, not ignored', async () => {
    const token = { name: 'x', scopes: ['read'], person: 'somebody', lastUsedAt: 1 };
    expect((await asks(open, 'POST /api/tokens', { body: token })).status).toBe(400);
    const webhook = { url: 'https://example.org', events: ['document.changed'], secret: 'whsec_mine' };
    expect((await asks(open, 'POST /api/webhooks', { body: webhook })).status).toBe(400);
    expect((await asks(open, 'POST /api/documents', { body: { id: 'a', owner: 'me' } })).status).toBe(400);
    expect((await asks(open, 'PATCH /api/documents/a/content', { body: { author: 'Ann' } })).status).toBe(400);
  });

  it('what is secret is told once', async () => {
    const made = await (await asks(open, 'POST /api/tokens', { body: { name: 'x', scopes: ['read'] } })).json();
    expect(await (await asks(open, 'GET /api/tokens')).text()).not.toContain(made.token.slice(12));
  });
});

describe('API4 unrestricted resource consumption', () => {
  it('a sender has so many requests a minute', async () => {
    const still = await startApp({}, new ManualClock());
    const many = Array.from({ length: API_REQUESTS_PER_MINUTE + 1 }, () =>
      asks(still, 'GET /api/session', { token: 'scr_x' }),
    );
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    await still.close();
    expect(statuses).toContain(429);
  });

  it('a body has a length, a list a page', async () => {
    const body = 'x'.repeat(CONTENT_BYTES_MAX + 1);
    const tooLarge = await asks(open, 'PUT /api/documents/a/content', { body });
    expect([tooLarge.status, await tooLarge.json()]).toMatchObject([
      413,
      { detail: expect.stringContaining('8192 KiB') },
    ]);
    expect((await asks(open, 'POST /api/tokens', { body: `{"name": "${'x'.repeat(100_000)}"}` })).status).toBe(413);
    expect((await asks(open, 'GET /api/documents/a/versions?limit=1000000')).status).toBe(400);
    expect((await asks(open, 'GET /api/documents?limit=1000000')).status).toBe(400);
  });
});

describe('API5 broken function level authorization', () => {
  it.each(OPERATIONS.filter(({ scope }) => scope === 'admin').map(({ route }) => route))(
    'who may write every document looks after nothing: %s',
    async (route) => {
      const path = route.replace(/:\w+/g, 'x');
      const body = route.startsWith('POST') ? {} : undefined;
      const editor = await tokenFor({ doc: '*', role: 'editor' });
      expect((await asks(closed, path, { token: editor, body })).status).toBe(403);
      const { token } = await (
        await asks(open, 'POST /api/tokens', { body: { name: 'x', scopes: ['read', 'write', 'share'] } })
      ).json();
      expect((await asks(open, path, { token, body })).status).toBe(403);
    },
  );
});

it('API6 unrestricted access to sensitive business flows: a token makes no tokens, however much it may do', async () => {
  const { token } = await (await asks(open, 'POST /api/tokens', { body: { name: 'x', scopes: ['admin'] } })).json();
  expect((await asks(open, 'POST /api/tokens', { token, body: { name: 'y', scopes: ['admin'] } })).status).toBe(403);
});

it('API7 server side request forgery: a webhook that leads inside is never connected to', async () => {
  // Each way to write such an address is in test/unit/webhooks/webhooks.test.ts.
  for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'gopher://x', '//x', 'http:']) {
    expect((await asks(open, 'POST /api/webhooks', { body: { url, events: ['document.changed'] } })).status, url).toBe(
      400,
    );
  }
});

describe('API8 security misconfiguration', () => {
  it('a page of another site changes nothing, and reads nothing', async () => {
    const headers = { origin: 'https://evil.example' };
    for (const { route } of OPERATIONS.filter(({ route }) => !route.startsWith('GET'))) {
      const answer = await asks(open, route.replace(/:\w+/g, 'x'), { headers });
      expect([403, 404], route).toContain(answer.status);
    }
    expect((await asks(open, 'GET /api/documents', { headers })).headers.get('access-control-allow-origin')).toBeNull();
  });

  it("what somebody wrote is no page of this server's: no script runs in it", async () => {
    await asks(open, 'POST /api/documents', { body: { id: 'page' } });
    const { headers } = await asks(open, 'GET /api/documents/page/content?format=html');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('a mistake is answered without a word about the inside', async () => {
    const answer = await asks(open, 'POST /api/documents', { body: '{' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toMatch(/at \w+ \(|node_modules|SyntaxError/);
  });
});

it('API9 improper inventory management: no address answers that is not described', () => {
  // Every one of them is compared with openapi.json in openapi.test.ts.
  const known = new Set(OPERATIONS.map(({ route }) => route));
  const api = open.app.routes.filter((route) => / \/api\//.test(route) && !route.startsWith('HEAD '));
  expect(api.filter((route) => !known.has(route))).toEqual([]);
});

it('API10 unsafe consumption of APIs: what a receiver of webhooks answers is a number, and is not followed', async () => {
  // Redirects, and receivers that fail, are played in test/unit/webhooks/webhooks.test.ts.
  const { id } = await (
    await asks(open, 'POST /api/webhooks', { body: { url: 'http://127.0.0.1:9/', events: ['document.shared'] } })
  ).json();
  expect(await (await asks(open, `GET /api/webhooks/${id}/deliveries`)).json()).toEqual({ deliveries: [] });
});
