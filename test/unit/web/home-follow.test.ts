/** Home follows what others do: one small question every few seconds, and the list again only when it is another one. */

import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { DocumentSummary } from '../../../server/contract/api.ts';
import { LIST_ROWS } from '../../../server/contract/limits.ts';
import { homeList } from '../../../web/documents/home-list.ts';

/** The server as home sees it, and what it was asked. */
let server: { documents: DocumentSummary[]; revision: string; asked: string[]; isThere: boolean };

const summary = (id: string): DocumentSummary => ({
  ...{ id, title: id, createdAt: 1, createdBy: null, changedAt: 1, changedBy: null, trashedAt: null, tags: [] },
  ...{ isTemplate: false, isFavourite: false, mayWrite: true, mayDelete: true },
});

function answerTo(address: string): object {
  const { pathname, searchParams } = new URL(address, 'http://server');
  const { documents, revision } = server;
  if (pathname === '/api/presence') return { people: {}, revision };
  if (pathname === '/api/tags') return { tags: [] };
  if (pathname === '/api/search') {
    const found = documents.filter(({ title }) => title.includes(searchParams.get('q') ?? ''));
    const results = found.map((document) => ({
      document,
      title: { text: '', hits: [] },
      snippet: { text: '', hits: [] },
    }));
    return { results, count: results.length, revision };
  }
  const from = Number(searchParams.get('after') ?? 0);
  const limit = Number(searchParams.get('limit') ?? LIST_ROWS);
  const next = from + limit < documents.length ? String(from + limit) : null;
  return { documents: documents.slice(from, from + limit), next, revision };
}

const shown = () => homeList.state.listed?.map(({ id }) => id);
const found = () => homeList.state.results?.results.map(({ document }) => document.id);
const askedFor = (path: string) => server.asked.filter((address) => address.startsWith(path)).length;

/** Looks as the page does every few seconds. */
async function later(ms = 20_000): Promise<void> {
  vi.advanceTimersByTime(ms);
  await homeList.look();
}

// One for all: it only ever goes forward.
beforeAll(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterAll(() => void vi.useRealTimers());

beforeEach(async () => {
  server = { documents: ['a', 'b'].map(summary), revision: '1', asked: [], isThere: true };
  vi.stubGlobal('fetch', async (address: string) => {
    server.asked.push(address);
    return server.isThere ? Response.json(answerTo(address)) : Promise.reject(new Error('away'));
  });
  homeList.show({ kind: 'view', view: 'favourites' });
  await vi.waitFor(() => expect(shown()).toEqual(['a', 'b']));
  vi.advanceTimersByTime(60_000);
});

afterEach(() => {
  homeList.search('');
  vi.unstubAllGlobals();
});

it('nothing but the small question is asked while nothing changes', async () => {
  server.asked = [];
  await later();
  await later();
  expect(server.asked.map((address) => address.split('?')[0])).toEqual(['/api/presence', '/api/presence']);
});

it('what others do is shown; where they do something all the time, every ten seconds', async () => {
  server = { ...server, documents: [summary('b')], revision: '2' };
  await later();
  expect(shown()).toEqual(['b']);
  server = { ...server, documents: [summary('c')], revision: '3' };
  await later(5_000);
  expect(shown()).toEqual(['b']);
  await later(5_000);
  expect(shown()).toEqual(['c']);
});

it('whoever has asked for more sees as much as before', async () => {
  server = { ...server, documents: Array.from({ length: 3 * LIST_ROWS }, (_, n) => summary(`n${n}`)), revision: '2' };
  await later();
  await homeList.more();
  expect(shown()).toHaveLength(2 * LIST_ROWS);
  server = { ...server, documents: server.documents.slice(1), revision: '3' };
  await later();
  expect([shown()?.length, shown()?.[0]]).toEqual([2 * LIST_ROWS, 'n1']);
});

it('a search is followed, too, and goes on by itself when it can be answered again', async () => {
  homeList.search('c');
  await vi.waitFor(() => expect(found()).toEqual([]));
  const lists = askedFor('/api/documents');
  server = { ...server, documents: [summary('c')], revision: '2' };
  await later();
  expect([found(), askedFor('/api/documents')]).toEqual([['c'], lists]);
  server.isThere = false;
  homeList.search('cc');
  await vi.waitFor(() => expect(homeList.state.results).toBeNull());
  server.isThere = true;
  await later();
  expect(found()).toEqual([]);
});
