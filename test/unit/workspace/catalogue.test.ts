/** The catalogue: lists that are read and never searched, for each reader their own, following the log. */

import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../server/lib/clock.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import type { DocumentChange } from '../../../server/storage/document-change.ts';
import type { DocumentEntry } from '../../../server/storage/document-log.ts';
import { type Asker, Catalogue } from '../../../server/workspace/catalogue.ts';
import { CatchingUp } from '../../../server/workspace/catching-up.ts';
import { SearchIndex } from '../../../server/workspace/search-index.ts';
import { WorkspacePlace } from '../../support/workspace-place.ts';

const EVERYBODY: Asker = { readers: ['everybody'], who: 'browser:ann' };
const person = (name: string): Asker => ({ readers: ['signed-in', `person:${name}`], who: name });

let place: WorkspacePlace;
let search: ReturnType<typeof searchIn>;
let catalogue: Catalogue;

/** The index without its thread, whose start costs more than all that is tested here. */
function searchIn(path: string) {
  let index = SearchIndex.open(path);
  return {
    put: async (...all: Parameters<SearchIndex['put']>) => index.put(...all),
    remove: async (...all: Parameters<SearchIndex['remove']>) => index.remove(...all),
    setReaders: async (...all: Parameters<SearchIndex['setReaders']>) => index.setReaders(...all),
    changedAtOf: async (...all: Parameters<SearchIndex['changedAtOf']>) => index.changedAtOf(...all),
    find: async (...all: Parameters<SearchIndex['find']>) => index.find(...all),
    markComplete: async () => index.markComplete(),
    get isComplete() {
      return index.isComplete;
    },
    async reset() {
      index.close();
      await rm(path);
      index = SearchIndex.open(path);
    },
    close: async () => index.close(),
  };
}

let readersById: Map<string, readonly string[]>;
/** What the log would say. */
let stored: Map<string, DocumentChange>;

beforeEach(async () => {
  place = await WorkspacePlace.make('catalogue');
  readersById = new Map();
  stored = new Map();
  await opens();
});

afterEach(async () => {
  await closes();
  await place.remove();
});

async function opens(): Promise<void> {
  const workspace = await place.opens();
  search = searchIn(`${place.path}/index`);
  catalogue = new Catalogue({
    ...{ workspace, search, clock: systemClock, logger: silentLogger },
    readersOf: async (id) => readersById.get(id) ?? ['everybody'],
    describe: async (id) => stored.get(id) ?? null,
  });
}

async function closes(): Promise<void> {
  await catalogue.close();
  await search.close();
  await place.closes();
}

function change(id: string, at: number, words: Partial<DocumentChange> = {}): DocumentChange {
  return {
    ...{ id, title: `Title of ${id}`, text: '', images: [], wasRead: true, changedAt: at, changedBy: 'ann' },
    ...{ after: 0, through: 1, created: { at: 1, by: 'ann' } },
    ...words,
  };
}

async function hears(...changes: readonly DocumentChange[]): Promise<void> {
  for (const one of changes) catalogue.changed(one);
  await catalogue.flush();
}

async function ids(rows: AsyncIterable<readonly [string, { readonly id: string }]>): Promise<string[]> {
  const found: string[] = [];
  for await (const [, { id }] of rows) found.push(id);
  return found;
}

const all = (asker: Asker = EVERYBODY, after: string | null = null) => ids(catalogue.list('all', asker, after));
const finds = async (typed: string, asker: Asker = EVERYBODY) =>
  (await search.find(typed, asker.readers, 20)).found.map(({ id }) => id);

describe('lists', () => {
  it('show the newest change first, and go on behind any row', async () => {
    await hears(change('a', 10), change('b', 30), change('c', 20));
    expect(await all()).toEqual(['b', 'c', 'a']);
    await hears(change('a', 40));
    const ranks: string[] = [];
    for await (const [rank] of catalogue.list('all', EVERYBODY, null)) ranks.push(rank);
    expect(await all()).toEqual(['a', 'b', 'c']);
    expect(await all(EVERYBODY, ranks[0])).toEqual(['b', 'c']);
    expect(await all(EVERYBODY, ranks[2])).toEqual([]);
  });

  it('have a document before anybody has read it, and lose no title to that', async () => {
    const hasCome = change('a', 10, { title: '', wasRead: false });
    await hears(hasCome);
    expect([await all(), catalogue.card('a')?.title]).toEqual([['a'], '']);
    await catalogue.retitled('a', 'Plan', 15);
    await hears(hasCome);
    expect(catalogue.card('a')?.title).toBe('Plan');
    // A compaction that began before, and tells of it only now.
    await hears(change('a', 12, { title: 'Before' }));
    expect(catalogue.card('a')).toMatchObject({ title: 'Plan', changedAt: 16 });
    await hears(change('a', 16, { title: 'Plan B' }));
    expect(catalogue.card('a')?.title).toBe('Plan B');
    // One that is just being written down.
    catalogue.changed(change('a', 17, { title: 'Before' }));
    const isWritten = catalogue.flush();
    await catalogue.retitled('a', 'Plan C', 18);
    await isWritten;
    expect(catalogue.card('a')).toMatchObject({ title: 'Plan C', changedAt: 19 });
  });

  it('say who made one also where its first compaction was faster', async () => {
    await hears(change('a', 10, { created: { at: 10, by: null } }));
    await catalogue.created('a', 'person:ann', 11);
    expect(catalogue.card('a')).toMatchObject({ createdAt: 10, createdBy: 'person:ann', title: 'Title of a' });
    await catalogue.created('a', 'person:bob', 12);
    expect(catalogue.card('a')?.createdBy).toBe('person:ann');
  });

  it('know up to which record they have read, and not beyond a hole', async () => {
    const through = () => catalogue.card('a')?.readThrough;
    await catalogue.created('a', 'ann', 5);
    expect(through()).toBe(0);
    await hears(change('a', 10, { through: 3 }), change('a', 11, { after: 3, through: 5, created: null }));
    expect(through()).toBe(5);
    // What was told of 6 to 8 was lost on the way.
    await hears(change('a', 12, { after: 8, through: 9, created: null }));
    expect(through()).toBe(5);
    await hears(change('a', 13, { through: 9 }), change('a', 11, { after: 3, through: 5, created: null }));
    expect(through()).toBe(9);
  });

  it('are there after opening again', async () => {
    await hears(change('a', 10));
    await closes();
    await opens();
    expect(await all()).toEqual(['a']);
    expect(await finds('title')).toEqual(['a']);
  });

  it('hold for each reader what is filed for them, each document once', async () => {
    readersById.set('ours', ['signed-in', 'person:ann']);
    readersById.set('anns', ['person:ann']);
    readersById.set('bobs', ['person:bob']);
    await hears(change('ours', 10), change('anns', 30), change('bobs', 20));
    expect(await all(person('ann'))).toEqual(['anns', 'ours']);
    expect(await all(person('bob'))).toEqual(['bobs', 'ours']);
    expect(await all({ readers: [], who: null })).toEqual([]);
    expect(await finds('title', person('bob'))).toEqual(['bobs', 'ours']);
  });

  it('are filed anew when readers change, and so is the search', async () => {
    readersById.set('a', ['person:ann']);
    await hears(change('a', 10));
    readersById.set('a', ['person:bob']);
    await catalogue.readersChanged('a');
    expect(await all(person('ann'))).toEqual([]);
    expect(await all(person('bob'))).toEqual(['a']);
    expect([await finds('title', person('ann')), await finds('title', person('bob'))]).toEqual([[], ['a']]);
  });
});

describe('what people do with documents', () => {
  it('the trash takes one out of every list and search, and gives it back as it was', async () => {
    await hears(change('a', 10), change('b', 20));
    await catalogue.setTags('a', ['plan']);
    await catalogue.setFavourite('browser:ann', 'a', 5);
    await catalogue.trash('a', 50);
    expect(await all()).toEqual(['b']);
    expect(await ids(catalogue.list('trash', EVERYBODY, null))).toEqual(['a']);
    expect(await ids(catalogue.shelf('favourites', EVERYBODY, null))).toEqual([]);
    expect([await finds('title'), await catalogue.tags(EVERYBODY)]).toEqual([['b'], []]);
    await hears(change('a', 60, { text: 'typed offline, it arrived in the trash' }));
    expect(await finds('offline')).toEqual([]);
    await catalogue.trash('a', null);
    expect(await all()).toEqual(['a', 'b']);
    expect(await finds('offline')).toEqual(['a']);
    expect(await catalogue.tags(EVERYBODY)).toEqual([{ tag: 'plan', documents: 1 }]);
    expect(await ids(catalogue.shelf('favourites', EVERYBODY, null))).toEqual(['a']);
  });

  it('tags are counted, and a change of the document keeps them', async () => {
    await hears(change('a', 10), change('b', 20));
    await catalogue.setTags('a', ['Übung', 'plan', 'plan']);
    await catalogue.setTags('b', ['plan']);
    await hears(change('a', 30));
    expect(await catalogue.tags(EVERYBODY)).toEqual([
      { tag: 'plan', documents: 2 },
      { tag: 'Übung', documents: 1 },
    ]);
    await catalogue.setTags('a', []);
    expect(await catalogue.tags(EVERYBODY)).toEqual([{ tag: 'plan', documents: 1 }]);
  });

  it('what somebody opened last comes first, for them alone', async () => {
    await hears(change('a', 10), change('b', 20));
    await catalogue.opened('browser:ann', 'b', 1);
    await catalogue.opened('browser:ann', 'a', 2);
    await catalogue.opened('browser:ann', 'b', 3);
    expect(await ids(catalogue.shelf('recent', EVERYBODY, null))).toEqual(['b', 'a']);
    expect(await ids(catalogue.shelf('recent', person('bob'), null))).toEqual([]);
  });

  it('one that was deleted for good does not come back with what was said of it before', async () => {
    const image = `${'a'.repeat(64)}.png`;
    await hears(change('a', 10, { images: [image] }), change('b', 20, { images: [image] }));
    catalogue.changed(change('a', 30));
    await catalogue.removed('a', 40);
    await catalogue.flush();
    expect([await all(), await finds('title'), catalogue.card('a')]).toEqual([['b'], ['b'], null]);
    expect(await catalogue.speaksOf(image)).toBe(true);
    await catalogue.removed('b', 40);
    expect(await catalogue.speaksOf(image)).toBe(false);
  });
});

describe('catching up with the log', () => {
  async function catchesUp(): Promise<void> {
    const entries: DocumentEntry[] = [...stored.values()].map(({ id, title, changedAt }) => ({
      ...{ id, title, changedAt, head: 1, createdAt: 1, isGone: gone.has(id) },
    }));
    const documents = {
      entries: async function* () {
        yield* entries;
      },
      describe: async (id: string) => {
        described.push(id);
        return stored.get(id) ?? null;
      },
      isUnwritten: async (id: string) => !stored.has(id) && !gone.has(id),
      isGone: async (id: string) => gone.has(id),
      remove: async (id: string) => stored.delete(id),
    };
    const catchingUp = new CatchingUp({
      documents,
      catalogue,
      onGone: async (id) => void forgotten.push(id),
      search,
      clock: systemClock,
      logger: silentLogger,
    });
    catchingUp.start();
    await catchingUp.settled();
    await catchingUp.close();
  }
  let described: string[];
  let forgotten: string[];
  const gone = new Set<string>();
  beforeEach(() => {
    gone.clear();
    described = [];
    forgotten = [];
  });

  it('brings what came and what changed while nobody listened, and nothing else', async () => {
    for (const id of ['a', 'b', 'c']) stored.set(id, change(id, 10, { text: 'first' }));
    await catchesUp();
    expect(await all()).toEqual(['a', 'b', 'c']);
    described = [];
    stored.set('b', change('b', 20, { text: 'second' }));
    stored.set('d', change('d', 5));
    await catchesUp();
    expect(described).toEqual(['b', 'd']);
    expect([await all(), await finds('second')]).toEqual([['b', 'a', 'c', 'd'], ['b']]);
  });

  it('files anew what others may read since the server was started with another ACCESS', async () => {
    for (const id of ['a', 'b']) stored.set(id, change(id, 10));
    await catchesUp();
    readersById.set('a', ['person:ann']);
    described = [];
    await catchesUp();
    expect(described).toEqual([]);
    expect([await all(), await finds('title')]).toEqual([['b'], ['b']]);
    expect([await all(person('ann')), await finds('title', person('ann'))]).toEqual([['a'], ['a']]);
  });

  it('forgets what the log does not have any more, also what was deleted for good', async () => {
    for (const id of ['a', 'b', 'c']) stored.set(id, change(id, 10));
    await catchesUp();
    for (const id of ['a', 'c']) stored.delete(id);
    gone.add('c');
    await catchesUp();
    expect([await all(), await finds('title')]).toEqual([['b'], ['b']]);
    // What else is kept of one that is only missing waits for whoever still has it.
    expect(forgotten).toEqual(['c']);
  });

  it('deletes what is still there of one that was deleted when the power went', async () => {
    for (const id of ['a', 'b']) stored.set(id, change(id, 10));
    await catchesUp();
    gone.add('a');
    await catchesUp();
    expect([[...stored.keys()], await all(), await finds('title'), forgotten]).toEqual([['b'], ['b'], ['b'], ['a']]);
  });

  it('brings what a search that was complete does not have: its disk was full, or the power went', async () => {
    for (const id of ['a', 'b']) stored.set(id, change(id, 10));
    await catchesUp();
    await search.remove(['a']);
    expect(search.isComplete).toBe(true);
    await catchesUp();
    expect(await finds('title')).toEqual(['b', 'a']);
  });

  it('lists what came also where there is no search to be had', async () => {
    await search.close();
    stored.set('a', change('a', 10));
    await catchesUp();
    expect(await all()).toEqual(['a']);
  });

  it('fills a search that was lost, and the catalogue keeps what people did', async () => {
    for (const id of ['a', 'b']) stored.set(id, change(id, 10));
    await catchesUp();
    await catalogue.setTags('a', ['plan']);
    await search.reset();
    expect([await finds('title'), search.isComplete]).toEqual([[], false]);
    await catchesUp();
    expect([await finds('title'), search.isComplete]).toEqual([['b', 'a'], true]);
    expect(catalogue.card('a')?.tags).toEqual(['plan']);
  });
});
