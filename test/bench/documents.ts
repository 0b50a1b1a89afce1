/**
 * `npm run bench -- documents`: home and search with many documents. The log, the catalogue and the index are filled as
 * the server would fill them; then the real server is started over them and asked over HTTP, one question at a time.
 */

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentList, SearchResults } from '../../server/contract/api.ts';
import { importDocument } from '../../server/contract/document/import.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { silentLogger } from '../../server/lib/logger.ts';
import { openLevelLog } from '../../server/storage/level-log.ts';
import { Catalogue } from '../../server/workspace/catalogue.ts';
import { searchPathOf } from '../../server/workspace/library.ts';
import { Search } from '../../server/workspace/search.ts';
import { Workspace } from '../../server/workspace/workspace.ts';
import { must } from '../support/document-log-contract.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';
import { ServerProcess } from '../support/server-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type Figure, megabytes, milliseconds, percentile } from './report.ts';

const SEED = 20_261_121;
const WORDS_OF_A_DOCUMENT = 200;
const BATCH = 200;
const QUESTIONS = 300;
const note = (text: string) => process.stdout.write(`${text}\n`);

export async function benchDocuments(count: number): Promise<Figure[]> {
  const directory = await temporaryDirectory('bench-documents');
  try {
    const random = seededRandom(SEED);
    const words = vocabulary();
    await fill(directory.path, count, () => pick(words, random));
    note('the server ...');
    const begun = performance.now();
    const server = await ServerProcess.start({ dataDir: directory.path });
    const startMs = performance.now() - begun;
    try {
      return [...(await ask(server.url, words, random)), ...(await sizes(directory.path, server, startMs))];
    } finally {
      await server.close();
    }
  } finally {
    await directory.remove();
  }
}

async function fill(path: string, count: number, word: () => string): Promise<void> {
  const log = must(await openLevelLog({ directory: path, clock: systemClock }));
  const workspace = await Workspace.open(join(path, 'workspace'), silentLogger);
  if (!workspace.ok) throw new Error(workspace.error);
  const search = await Search.open({ path: searchPathOf(path), logger: silentLogger });
  const catalogue = new Catalogue({
    ...{ workspace: workspace.value, search, clock: systemClock, logger: silentLogger },
    readersOf: async () => ['everybody'],
    describe: async () => null,
  });
  for (let first = 0; first < count; first += BATCH) {
    const ids = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => `document-${first + index}`);
    await Promise.all(
      ids.map(async (id, index) => {
        const title = phrase(word, 4);
        const text = phrase(word, WORDS_OF_A_DOCUMENT);
        const bytes = importDocument(treeOf(text), { title, clientId: first + index + 1, newId: () => id });
        must(await log.append(id, [{ user: 'ann', bytes }]));
        const changedAt = systemClock.now();
        const created = { at: changedAt, by: 'ann' };
        const words = { id, title, text, images: [], wasRead: true, after: 0, through: 1 };
        catalogue.changed({ ...words, changedAt, changedBy: 'ann', created });
      }),
    );
    await catalogue.flush();
    if (first % 10_000 === 0) note(`${first} of ${count} documents ...`);
  }
  await search.markComplete();
  await catalogue.close();
  await search.close();
  await workspace.value.close();
  await log.close();
}

function treeOf(text: string) {
  return { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
}

async function ask(url: string, words: readonly string[], random: SeededRandom): Promise<Figure[]> {
  const home: number[] = [];
  let after = '';
  for (let question = 0; question < QUESTIONS; question += 1) {
    const list = await timed<DocumentList>(`${url}/api/documents${question % 2 === 0 ? '' : after}`, home);
    if (list.next !== null) after = `?after=${list.next}`;
  }
  const typed: number[] = [];
  let results = 0;
  for (let question = 0; question < QUESTIONS; question += 1) {
    const whole = Array.from({ length: 1 + (question % 2) }, () => pick(words, random)).join(' ');
    const part = whole.slice(0, Math.max(2, Math.ceil(random.next() * whole.length)));
    const { count } = await timed<SearchResults>(`${url}/api/search?${new URLSearchParams({ q: part })}`, typed);
    results += count;
  }
  return [
    { what: 'a page of home, half of them below', value: milliseconds(percentile(home, 0.5)) },
    { what: 'a page of home, 95 % below', value: milliseconds(percentile(home, 0.95)), target: '50 ms' },
    { what: 'a search as one types, half of them below', value: milliseconds(percentile(typed, 0.5)) },
    { what: 'a search as one types, 95 % below', value: milliseconds(percentile(typed, 0.95)), target: '100 ms' },
    {
      what: 'documents that a search finds, on average (counted up to 1,000)',
      value: String(Math.round(results / QUESTIONS)),
    },
    { what: 'from a new title to finding it', value: milliseconds(await untilFound(url)) },
  ];
}

async function untilFound(url: string): Promise<number> {
  const headers = { origin: url, 'content-type': 'application/json' };
  const begun = performance.now();
  await fetch(`${url}/api/documents/document-0`, { method: 'PATCH', headers, body: '{"title":"Quetzalcoatl"}' });
  for (;;) {
    const { count } = (await (await fetch(`${url}/api/search?q=quetzal`)).json()) as SearchResults;
    if (count > 0) return performance.now() - begun;
  }
}

async function timed<Answer>(url: string, times: number[]): Promise<Answer> {
  const begun = performance.now();
  const answer = (await (await fetch(url)).json()) as Answer;
  times.push(performance.now() - begun);
  return answer;
}

async function sizes(path: string, server: ServerProcess, startMs: number): Promise<Figure[]> {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8').catch(() => '');
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN);
  const { size } = await stat(searchPathOf(path));
  return [
    { what: 'start, until it answers', value: milliseconds(startMs), target: '3,000 ms' },
    { what: 'memory of the server (RSS)', value: megabytes(kilobytes * 1024) },
    { what: 'the index of the search', value: megabytes(size) },
  ];
}

/** Made-up words, the first ones used far more often. */
function vocabulary(): readonly string[] {
  return Array.from({ length: 20_000 }, (_, index) => {
    let word = '';
    for (let rest = index + 23; rest > 0; rest = Math.floor(rest / 20)) word += 'bcdfghjklmnprstvwzxq'[rest % 20] ?? '';
    return [...word].map((letter, place) => letter + ('aeiou'[(index + place) % 5] ?? '')).join('');
  });
}

function pick(words: readonly string[], random: SeededRandom): string {
  return words[Math.floor(words.length * random.next() ** 3)] ?? '';
}

function phrase(word: () => string, length: number): string {
  return Array.from({ length }, word).join(' ');
}
