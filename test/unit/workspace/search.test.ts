/** The search: what is found, what is marked, for whom; and that a damaged index is built anew. */

import { writeFile } from 'node:fs/promises';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SEARCH_COUNT_MAX } from '../../../server/contract/limits.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { Search } from '../../../server/workspace/search.ts';
import { type IndexedDocument, SearchIndex } from '../../../server/workspace/search-index.ts';
import { matchOf } from '../../../server/workspace/search-text.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.ts';

let directory: TemporaryDirectory;
let index: SearchIndex;

beforeEach(async () => {
  directory = await temporaryDirectory('search');
  index = SearchIndex.open(`${directory.path}/index`);
});

afterEach(async () => {
  index.close();
  await directory.remove();
});

let clock = 0;
function holds(id: string, title: string, text = '', readers: readonly string[] = ['everybody']): void {
  clock += 1;
  index.put([{ id, title, text, changedAt: clock, readers } satisfies IndexedDocument]);
}

const found = (typed: string, readers: readonly string[] = ['everybody']) => index.find(typed, readers, 20);
const ids = (typed: string, readers?: readonly string[]) => found(typed, readers).found.map(({ id }) => id);

describe('what is found', () => {
  it('words by their beginning while one types, whole ones before them; all of them', () => {
    holds('a', 'Plan', 'The harbour is closed in winter.');
    holds('b', 'Harvest', 'Apples and pears');
    expect(ids('har')).toEqual(['b', 'a']);
    expect(ids('harb')).toEqual(['a']);
    expect(ids('har ')).toEqual([]);
    expect(ids('harbour wint')).toEqual(['a']);
    expect(ids('harbour summer')).toEqual([]);
  });

  it('titles first, of each the newest first', () => {
    holds('old', 'Budget');
    holds('text', 'Notes', 'the budget of next year');
    holds('new', 'Budget again');
    expect(ids('budget')).toEqual(['new', 'old', 'text']);
  });

  it.each([
    ['accents', 'Café in Łódź, Ångström', ['cafe', 'CAFÉ', 'angstrom']],
    ['German', 'Übergröße der Straße', ['übergröße', 'ubergroße', 'STRAßE']],
    ['Greek and Cyrillic', 'Ελλάδα и Москва', ['ελλαδα', 'москва']],
    ['Chinese', '我们在北京的会议记录', ['北京', '会议', '京的']],
    ['Japanese', '東京タワーの写真です', ['東京', 'タワー', '写真']],
    ['Korean', '회의록을 작성합니다', ['회의', '작성합니다']],
    ['Thai', 'สวัสดีชาวโลก', ['ชาวโลก', 'สวัสดี']],
    ['Arabic and Hebrew', 'مرحبا بالعالم שלום עולם', ['مرحبا', 'שלום']],
  ])('%s', (_, text, queries) => {
    holds('a', '', text);
    for (const typed of queries) expect([typed, ids(typed)]).toEqual([typed, ['a']]);
    expect(ids('zebra')).toEqual([]);
  });

  it.each([
    '"',
    'title:plan',
    'plan*',
    '(plan',
    'NEAR(plan, 2)',
    'plan AND',
    "'; drop table docs; --",
    '^plan',
    '{readers} : x',
    '\u0000',
  ])('nothing that is typed is an order to the index: %s', (typed) => {
    holds('a', 'plan');
    expect(() => found(typed)).not.toThrow();
    expect(ids('plan')).toEqual(['a']);
  });

  it('nothing for no words', () => {
    holds('a', 'plan');
    for (const typed of ['', '  ', '!?']) expect([typed, matchOf(typed), ids(typed)]).toEqual([typed, null, []]);
  });

  it('what a document said before is found no more', () => {
    holds('a', 'First', 'apples');
    holds('a', 'Second', 'pears');
    expect([ids('apples'), ids('first'), ids('pears')]).toEqual([[], [], ['a']]);
    index.remove(['a', 'never there']);
    expect(ids('pears')).toEqual([]);
  });
});

describe('for whom', () => {
  it('only what one of their keys finds, and only that is counted', () => {
    holds('ours', 'plan', '', ['person:ann', 'person:bob']);
    holds('anns', 'plan', '', ['person:ann']);
    holds('nobodys', 'plan', '', []);
    expect(found('plan', ['person:bob'])).toMatchObject({ count: 1, found: [{ id: 'ours' }] });
    expect(found('plan', ['person:ann', 'signed-in']).count).toBe(2);
    expect(found('plan', [])).toEqual({ count: 0, found: [] });
    index.setReaders('anns', ['person:bob']);
    expect([ids('plan', ['person:ann']), ids('plan', ['person:bob'])]).toEqual([['ours'], ['anns', 'ours']]);
  });

  it('a key is no word that anybody finds', () => {
    holds('a', 'plan', '', ['person:ann']);
    expect(ids('person ann', ['person:ann'])).toEqual([]);
  });
});

describe('what is shown', () => {
  it('the place in the text with what was looked for marked, as text and never as HTML', () => {
    const text = `${'word '.repeat(80)}<b>Harbour</b> light\nand <harbour> dues ${'tail '.repeat(80)}`;
    holds('a', 'The harbour', text);
    const [first] = found('harb').found;
    const marked = first?.text.hits.map(([from, to]) => first.text.text.slice(from, to));
    expect(marked).toEqual(['Harbour', 'harbour']);
    expect(first?.text.text).toContain('<b>Harbour</b> light and <harbour> dues');
    expect(first?.text.text.length).toBeLessThan(300);
    expect(first?.title).toEqual({ text: 'The harbour', hits: [[4, 11]] });
  });

  it('side by side letters of a script without spaces as one', () => {
    holds('a', '', '我们在北京的会议');
    const [first] = found('北京').found;
    expect(first?.text).toEqual({ text: '我们在北京的会议', hits: [[3, 5]] });
  });
});

it('counts no further than it must', () => {
  const many = Array.from({ length: SEARCH_COUNT_MAX + 5 }, (_, at) => ({
    ...{ id: `d${at}`, title: 'plan', text: '', changedAt: at + 1, readers: ['everybody'] },
  }));
  index.put(many);
  expect(found('plan')).toMatchObject({ count: SEARCH_COUNT_MAX });
  expect(index.changedAtOf(['d1', 'd2', 'none'])).toEqual({ d1: 2, d2: 3 });
});

it('a damaged index is thrown away, begun anew, and whoever fills it is told', async () => {
  const path = `${directory.path}/search/index`;
  const first = await Search.open({ path, logger: silentLogger });
  await first.put([{ id: 'a', title: 'plan', text: '', changedAt: 1, readers: ['everybody'] }]);
  await first.markComplete();
  await first.close();
  await writeFile(path, 'this is no index', { flag: 'r+' });
  const second = await Search.open({ path, logger: silentLogger });
  expect([second.isComplete, (await second.find('plan', ['everybody'], 5)).count]).toEqual([false, 0]);
  await second.close();
});

it('when its thread ends it gets another one with the same index, and whoever fills it is told', async () => {
  let thread: Worker | null = null;
  process.once('worker', (worker) => {
    thread = worker;
  });
  const search = await Search.open({ path: `${directory.path}/search/index`, logger: silentLogger });
  const isTold = new Promise<void>((resolve) => search.watch(resolve));
  await search.put([{ id: 'a', title: 'plan', text: '', changedAt: 1, readers: ['everybody'] }]);
  await (thread as Worker | null)?.terminate();
  await isTold;
  expect((await search.find('plan', ['everybody'], 5)).count).toBe(1);
  await search.close();
});
