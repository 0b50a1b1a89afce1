/** Documents over HTTP, from the first letter to the end: who gets to see which, and what is done to them. */

import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { NO_BOOK } from '../../../server/accounts/access-book.ts';
import type { Identity } from '../../../server/accounts/identity.ts';
import type { DocumentList, DocumentSummary, Presence, SearchResults } from '../../../server/contract/api.ts';
import { readDocumentUpdate } from '../../../server/contract/document/read-document.ts';
import { documentChangeRoutes } from '../../../server/http/document-change-routes.ts';
import { documentRoutes } from '../../../server/http/document-routes.ts';
import { askerOf } from '../../../server/http/document-views.ts';
import { searchRoutes } from '../../../server/http/search-routes.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { usualLimits } from '../../../server/lib/transport-limits.ts';
import { LocalShard } from '../../../server/shards/local-shard.ts';
import { ImageStore } from '../../../server/storage/image-store.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import type { StoreLog } from '../../../server/storage/store-log.ts';
import { createWorkerCompactor } from '../../../server/storage/worker-compactor.ts';
import { CommentStore } from '../../../server/workspace/comment-store.ts';
import { type Library, openLibrary } from '../../../server/workspace/library.ts';
import { Workspace } from '../../../server/workspace/workspace.ts';
import { png } from '../../support/images.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.ts';

// Each test starts two threads that read TypeScript.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ann: Identity = { kind: 'anybody', session: 'ann' };
const bob: Identity = { kind: 'anybody', session: 'bob' };
const bearerOf = (documentId: string | null, role: 'viewer' | 'editor'): Identity => ({
  ...{ kind: 'bearer', id: 'carl', name: 'Carl', grant: { documentId, role } },
  ...{ tokenKey: 'key', expiresAt: Number.MAX_SAFE_INTEGER },
});

let directory: TemporaryDirectory;
let app: FastifyInstance;
let log: StoreLog;
let library: Library;
let shard: LocalShard;
let images: ImageStore;
let comments: CommentStore;
let identity: Identity;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  identity = ann;
  directory = await temporaryDirectory('documents');
  const opened = await openMemoryLog({ disk: new MemoryDisk(systemClock), clock: systemClock });
  const workspace = await Workspace.open(`${directory.path}/workspace`, silentLogger);
  if (!opened.ok || !workspace.ok) throw new Error('nothing to test with');
  log = opened.value;
  const compactor = createWorkerCompactor({ logger: silentLogger });
  const shared = { clock: systemClock, logger: silentLogger, book: NO_BOOK, identify: async () => identity };
  const nameOf = () => null;
  const settings = {
    allowedOrigins: [],
    isLoopback: true,
    trustedProxies: [],
    limits: usualLimits(),
  };
  shard = new LocalShard({ ...shared, settings, log, compactor, reader: compactor });
  images = ImageStore.ofDataDirectory(directory.path);
  library = await openLibrary({
    ...{ ...shared, source: shard, workspace: workspace.value, searchPath: `${directory.path}/search/index` },
    readersOf: NO_BOOK.readersOf,
    onGone: async () => {},
    onFound: async () => {},
    images,
  });
  app = fastify();
  comments = new CommentStore(workspace.value, systemClock);
  const parts = { ...shared, ...library, shard, comments, nameOf };
  for (const routes of [documentRoutes, documentChangeRoutes]) routes(app, parts);
  searchRoutes(app, { ...shared, ...library, shard, nameOf });
  closing.push(
    () => app.close(),
    () => shard.close(),
    () => library.close(),
  );
  closing.push(
    () => compactor.close(),
    () => log.close(),
    () => workspace.value.close(),
    () => directory.remove(),
  );
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

async function asks<Body>(method: Method, url: string, payload?: object) {
  const answer = await app.inject({ method, url, ...(payload && { payload }) });
  return { status: answer.statusCode, body: (answer.body === '' ? null : answer.json()) as Body };
}

async function makes(title: string): Promise<string> {
  return (await asks<{ id: string }>('POST', '/api/documents', { title })).body.id;
}

async function titles(query = ''): Promise<string[]> {
  const { body } = await asks<DocumentList>('GET', `/api/documents${query}`);
  return body.documents.map(({ title }) => title);
}

async function stored(id: string): Promise<Uint8Array> {
  const opened = await log.open(id);
  if (!opened.ok) throw new Error(opened.error.message);
  const { snapshot, tail } = opened.value;
  return Y.mergeUpdates([...(snapshot === null ? [] : [snapshot.bytes]), ...tail.map(({ bytes }) => bytes)]);
}

const titleIn = async (id: string) => readDocumentUpdate(await stored(id)).title;

describe('making and changing', () => {
  it('one has its title in the text itself and in the list at once', async () => {
    const id = await makes('  The \n plan ');
    expect([await titles(), await titleIn(id)]).toEqual([['The plan'], 'The plan']);
    await asks('PATCH', `/api/documents/${id}`, { title: 'The new plan' });
    expect([await titles(), await titleIn(id)]).toEqual([['The new plan'], 'The new plan']);
  });

  it('pages go on where the last one ended', async () => {
    for (const title of ['one', 'two', 'three']) await makes(title);
    const first = await asks<DocumentList>('GET', '/api/documents?limit=2');
    const second = await titles(`?limit=2&after=${first.body.next}`);
    expect([...first.body.documents.map(({ title }) => title), ...second].sort()).toEqual(['one', 'three', 'two']);
    expect((await asks<DocumentList>('GET', '/api/documents?limit=3')).body.next).toBeNull();
  });

  it('a copy has the words and not the history; a template is copied by its id', async () => {
    const id = await makes('Plan');
    const copy = await asks<{ id: string }>('POST', `/api/documents/${id}/copies`, { title: 'Copy of Plan' });
    expect([copy.status, await titleIn(copy.body.id)]).toEqual([201, 'Copy of Plan']);
    const made = await asks<{ id: string }>('POST', '/api/documents', { template: id });
    expect([made.status, await titleIn(made.body.id)]).toEqual([201, 'Plan']);
    const again = await asks('POST', `/api/documents/${id}/copies`, { id: copy.body.id });
    expect([again.status, await titleIn(copy.body.id)]).toEqual([409, 'Copy of Plan']);
  });

  it('favourites and what was opened are of one person; tags are of the document', async () => {
    const id = await makes('Plan');
    await asks('PATCH', `/api/documents/${id}`, { isFavourite: true, tags: [' weekly  plan ', 'weekly plan'] });
    expect((await asks('POST', `/api/documents/${id}/visits`)).status).toBe(204);
    expect([await titles('?view=favourites'), await titles('?view=recent')]).toEqual([['Plan'], ['Plan']]);
    identity = bob;
    expect([await titles('?view=favourites'), await titles('?view=recent')]).toEqual([[], []]);
    expect(await titles('?tag=weekly%20plan')).toEqual(['Plan']);
    expect((await asks('GET', '/api/tags')).body).toEqual({ tags: [{ tag: 'weekly plan', documents: 1 }] });
    identity = { kind: 'anybody', session: null };
    expect((await asks('PATCH', `/api/documents/${id}`, { isFavourite: true })).status).toBe(409);
  });

  it('a visit counts before lists know the document, and is none where nobody has written', async () => {
    expect((await asks('POST', '/api/documents/nowhere/visits')).status).toBe(404);
    await shard.write('fresh', await stored(await makes('Plan')), 'ann');
    expect((await asks('POST', '/api/documents/fresh/visits')).status).toBe(204);
    expect(library.catalogue.mark(askerOf(ann).who, 'fresh').openedAt).not.toBeNull();
    expect(library.catalogue.mark(askerOf(ann).who, 'nowhere').openedAt).toBeNull();
  });

  it.each([
    ['PATCH', '/api/documents/a', { title: 'x'.repeat(201) }],
    ['PATCH', '/api/documents/a', { owner: 'me' }],
    ['PATCH', '/api/documents/a', { tags: [''] }],
    ['POST', '/api/documents', { id: '../x' }],
    ['GET', '/api/documents?limit=9999', undefined],
    ['GET', '/api/documents?after=nonsense', undefined],
    ['GET', '/api/documents?view=everything', undefined],
    ['GET', '/api/presence', undefined],
  ] as const)('%s %s %j is refused with a sentence', async (method, url, body) => {
    const answer = await asks<{ detail: string }>(method, url, body);
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toMatch(/^The request does not fit: .+\.$/);
  });
});

it('whoever looks at a list is told when it is not what it was, and not for what others mark for themselves', async () => {
  const revision = async (path = '/api/presence?documents=') => (await asks<Presence>('GET', path)).body.revision;
  const id = await makes('Plan');
  // Once more where the compaction of the resting document told meanwhile what it says.
  const seen = await vi.waitFor(
    async () => {
      const before = await revision();
      expect([await revision('/api/documents'), await revision('/api/search?q=plan')]).toEqual([before, before]);
      await asks('PATCH', `/api/documents/${id}`, { isFavourite: true });
      await asks('POST', `/api/documents/${id}/visits`);
      expect(await revision()).toBe(before);
      return [before];
    },
    { timeout: 20_000 },
  );
  for (const changes of [{ title: 'New' }, { tags: ['harbour'] }, { isTrashed: true }]) {
    await asks('PATCH', `/api/documents/${id}`, changes);
    seen.push(await revision());
  }
  await asks('DELETE', `/api/documents/${id}`);
  seen.push(await revision());
  expect(new Set(seen).size).toBe(seen.length);
});

describe('trash', () => {
  it('out of lists and search, and back; only from there it is deleted for good, and its images later', async () => {
    const [own, shared] = [await images.put(png(2, 2), 'png'), await images.put(png(3, 3), 'png')];
    const [id, other] = [await makes('Plan'), await makes('Other')];
    for (const [document, names] of [
      [id, [own, shared]],
      [other, [shared]],
    ] as const) {
      const card = library.catalogue.card(document);
      library.catalogue.changed({
        ...{ id: document, title: card?.title ?? '', text: 'harbour', images: names, wasRead: true },
        ...{ after: 0, through: 1, changedAt: 1, changedBy: null, created: null },
      });
    }
    await library.catalogue.flush();
    expect((await asks('DELETE', `/api/documents/${id}`)).status).toBe(409);
    await asks('PATCH', `/api/documents/${id}`, { isTrashed: true });
    expect([await titles(), await titles('?view=trash')]).toEqual([['Other'], ['Plan']]);
    const found = await asks<SearchResults>('GET', '/api/search?q=harb');
    expect([found.body.count, found.body.results.map(({ document }) => document.id)]).toEqual([1, [other]]);
    expect(await titleIn(id)).toBe('Plan');

    expect((await asks('DELETE', `/api/documents/${id}`)).status).toBe(204);
    expect(await log.open(id)).toMatchObject({ ok: false, error: { code: 'gone' } });
    expect((await asks('GET', `/api/documents/${id}`)).status).toBe(404);
    expect(await images.names()).toEqual([own, shared].sort());
    expect([comments.isGone(id), comments.isGone(other)]).toEqual([true, false]);
    expect((await asks('POST', '/api/documents', { id })).status).toBe(410);
    expect((await asks('POST', `/api/documents/${other}/copies`, { id })).status).toBe(410);
    expect(await titles('?view=trash')).toEqual([]);
  });
});

describe('who sees what', () => {
  it('R5 a token for one document sees that one, and searches nothing', async () => {
    const [id] = [await makes('Mine'), await makes('Not mine')];
    identity = bearerOf(id, 'viewer');
    expect([await titles(), await titles('?view=trash')]).toEqual([['Mine'], []]);
    expect((await asks<SearchResults>('GET', '/api/search?q=mine')).body).toMatchObject({ results: [], count: 0 });
    expect((await asks('GET', '/api/tags')).body).toEqual({ tags: [] });
    expect((await asks('PATCH', `/api/documents/${id}`, { title: 'Changed' })).status).toBe(403);
    expect((await asks<DocumentSummary>('GET', `/api/documents/${id}`)).body).toMatchObject({ mayWrite: false });
  });

  it('R5 one for all documents sees all; whoever brings nothing sees nothing', async () => {
    const id = await makes('Plan');
    identity = bearerOf(null, 'editor');
    expect(await titles()).toEqual(['Plan']);
    identity = { kind: 'stranger' };
    for (const [method, url] of [
      ...(['/api/documents', '/api/tags', '/api/search?q=a', '/api/presence?documents=a'] as const).map(
        (to) => ['GET', to] as const,
      ),
      ...([`/api/documents/${id}`] as const).flatMap((to) =>
        (['GET', 'PATCH', 'DELETE'] as const).map((verb) => [verb, to] as const),
      ),
      ['POST', `/api/documents/${id}/copies`] as const,
    ]) {
      expect([method, url, (await asks(method, url, method === 'GET' ? undefined : {})).status]).toEqual([
        method,
        url,
        401,
      ]);
    }
  });
});
