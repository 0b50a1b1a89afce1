/** How the web app asks its server: what it sends, and what it takes an answer for. */

import { describe, expect, it } from 'vitest';
import { apiAddress, apiOver, type Outcome } from '../../../web/lib/api.ts';
import { readSourceFiles } from '../../support/source-files.ts';

const PROBLEM = { 'content-type': 'application/problem+json' };

/** An app whose server answers everything like this. */
function appWith(answer: () => Response | Promise<Response>) {
  const sent: { readonly address: string; readonly init: RequestInit | undefined }[] = [];
  const api = apiOver(async (address, init) => {
    sent.push({ address: String(address), init });
    return await answer();
  });
  return { ...api, sent };
}

const failureOf = (outcome: Outcome<unknown>) => (outcome.ok ? null : outcome.failure);

describe('what is asked', () => {
  it('goes to an address whose parts cannot reach beyond their place', () => {
    expect(apiAddress('GET /api/documents/:id/access', { id: 'plan' })).toBe('/api/documents/plan/access');
    expect(apiAddress('PUT /api/documents/:id/access/people/:part', { id: '../a', part: 'x?y=1', body: viewer })).toBe(
      '/api/documents/..%2Fa/access/people/x%3Fy%3D1',
    );
  });

  it('has a query of what was said, and none of what was not', () => {
    expect(apiAddress('GET /api/search', { query: { q: 'a&b=ü', limit: 5 } })).toBe(
      '/api/search?q=a%26b%3D%C3%BC&limit=5',
    );
    expect(apiAddress('GET /api/documents')).toBe('/api/documents');
    expect(apiAddress('GET /api/documents', { query: {} })).toBe('/api/documents');
  });

  it('is JSON where there is something to send, and has no body where there is nothing', async () => {
    const app = appWith(() => Response.json({ id: 'plan' }));
    await app.ask('POST /api/documents', { body: { id: 'plan' } });
    await app.ask('POST /api/documents/:id/visits', { id: 'plan' });
    expect(app.sent).toEqual([
      {
        address: '/api/documents',
        init: { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"id":"plan"}' },
      },
      { address: '/api/documents/plan/visits', init: { method: 'POST' } },
    ]);
  });
});

describe('what is answered', () => {
  it('is the value of a success, and null where it says nothing', async () => {
    const tags = { tags: [{ tag: 'plans', documents: 2 }] };
    expect(await appWith(() => Response.json(tags)).ask('GET /api/tags')).toEqual({ ok: true, value: tags });
    const nothing = appWith(() => new Response(null, { status: 204 }));
    expect(await nothing.ask('DELETE /api/session')).toEqual({ ok: true, value: null });
  });

  it('is a refusal that names itself, by its reason or by its status', async () => {
    const problem = { type: '/api/docs#problem-taken', status: 409, title: 'Conflict', detail: 'Somebody is here.' };
    const refusing = appWith(() => new Response(JSON.stringify(problem), { status: 409, headers: PROBLEM }));
    expect(failureOf(await refusing.ask('GET /api/account'))).toEqual({
      ...{ kind: 'refused', status: 409, reason: 'taken', detail: 'Somebody is here.' },
    });
  });

  it.each([
    ['nobody answers', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['a proxy answers in the place of the server', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
    ['something else speaks JSON there', () => Response.json({ error: 'no' }, { status: 500 })],
    ['it says nothing at all', () => new Response('null', { status: 503 })],
    ['a hotel would like to be paid first', () => new Response('<!doctype html>Welcome', { status: 200 })],
    ['it breaks off', () => new Response('{"tags": [', { status: 200 })],
  ])('is none when %s: the server is away, and nothing is thrown', async (_case, answer) => {
    expect(failureOf(await appWith(answer).ask('GET /api/tags'))).toEqual({ kind: 'away', reason: 'away' });
  });

  it('is the bytes of an image', async () => {
    const bytes = await appWith(() => new Response(Uint8Array.of(1, 2, 3))).imageBytes('/api/images/x.png');
    expect(bytes).toEqual({ ok: true, value: Uint8Array.of(1, 2, 3) });
  });
});

// Images on their way show how far they are; and what looks for another version asks for the page itself.
it('nothing else of the web app speaks HTTP', () => {
  const speaks = /(?<![.\w])fetch\(|new XMLHttpRequest/;
  const speaking = readSourceFiles().filter(({ path, text }) => path.startsWith('web/') && speaks.test(text));
  expect(speaking.map(({ path }) => path).sort()).toEqual([
    'web/images/image-queue.ts',
    'web/lib/api.ts',
    'web/offline-worker.ts',
  ]);
});

const viewer = { role: 'viewer' } as const;
