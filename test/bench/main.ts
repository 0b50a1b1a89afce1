/** `npm run bench -- <name>`: runs one benchmark, prints its figures and writes them into docs/BENCHMARKS.md. */

import { readFile, writeFile } from 'node:fs/promises';

import { asked } from '../support/asked.ts';
import { benchDocuments } from './documents.ts';
import { benchEditor, type EditorSample, editorTable, mergedSamples } from './editor.ts';
import { benchLighthouse, lighthouseTable } from './lighthouse.ts';
import { benchMergeSafety, comparisonTable } from './merge-safety.ts';
import { table, writeSection } from './report.ts';
import { benchServers, SCENARIOS } from './servers.ts';
import { benchSession, SESSION, TINY_SESSION } from './session.ts';
import { benchStorage } from './storage.ts';

const USAGE = `Usage: npm run bench -- <name> [options]

  storage      the log by itself            --trace FILE      a recorded editing trace instead of the made-up one
  editor       a key in a real browser, in documents of growing size, beside Tiptap alone and the stock bindings
  session      own keys in a real browser while 25 people write in the same document, beside writing alone
  lighthouse   what Lighthouse 12 thinks of home and of a document
  documents    home and search with many documents   --documents N   how many; 100000 without it
  merge-safety what becomes of text when two people change one place at once, beside the stock binding
${SCENARIOS.map(({ name, title }) => `  ${name.padEnd(12)} ${title}`).join('\n')}
  all          every benchmark of servers

  --peers      also the other servers, installed into test/bench/peers first
  --runs N     how often each is measured; 3 without it
  --only A,B   only these servers
  --cases A,B  only the cases whose name contains one of these
  --profile F  leaves CPU profiles of the product in the folder F; writes nothing else
  --tiny       shows in seconds that everything works; writes nothing
`;

/** Every single value of the last run of each document: one may be measured again without the others. */
const EDITOR_SAMPLES = new URL('../../docs/images/bench-editor.json', import.meta.url);

const OPTIONS = {
  trace: { type: 'string' },
  peers: { type: 'boolean', default: false },
  runs: { type: 'string', default: '3' },
  documents: { type: 'string', default: '100000' },
  only: { type: 'string', default: '' },
  cases: { type: 'string', default: '' },
  profile: { type: 'string' },
  tiny: { type: 'boolean', default: false },
} as const;

const { values, positionals } = asked({ options: OPTIONS, allowPositionals: true }, USAGE);
const [name = ''] = positionals;
const scenarios = SCENARIOS.filter((scenario) => scenario.name === name || name === 'all');

if (name === 'storage') await storage(values.trace);
else if (name === 'merge-safety') await mergeSafety();
else if (name === 'documents') await documents(values.tiny ? 200 : Number(values.documents), values.tiny);
else if (name === 'session') await session(values.tiny);
else if (name === 'lighthouse') await lighthouse(Number(values.runs), values.tiny);
else if (name === 'editor') await editor(Number(values.runs), values.tiny, values.cases);
else if (scenarios.length > 0) {
  const { peers, tiny } = values;
  const [only, labels] = [values.only, values.cases].map((list) => list.split(',').filter((word) => word !== ''));
  const faults = await benchServers(scenarios, {
    peers,
    tiny,
    only: only ?? [],
    labels: labels ?? [],
    runs: Number(values.runs),
    profile: values.profile ?? null,
  });
  process.exitCode = faults > 0 ? 1 : 0;
} else {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}

async function storage(trace: string | undefined): Promise<void> {
  const figures = await benchStorage(trace === undefined ? {} : { trace });
  process.stdout.write(`\n${table(figures)}\n`);
  const command = `npm run bench -- storage${trace === undefined ? '' : ' --trace FILE'}`;
  await writeSection(trace === undefined ? 'storage' : 'storage-trace', 'Storage', command, table(figures));
}

async function editor(runs: number, tiny: boolean, cases: string): Promise<void> {
  const asked = cases.split(',').filter((word) => word !== '');
  const samples = await benchEditor({ runs, tiny, cases: asked });
  if (tiny) {
    process.stdout.write(`\n${editorTable(samples)}\n`);
    return;
  }
  const earlier = asked.length === 0 ? '[]' : await readFile(EDITOR_SAMPLES, 'utf8').catch(() => '[]');
  const all = mergedSamples(JSON.parse(earlier) as readonly EditorSample[], samples);
  await writeFile(EDITOR_SAMPLES, `${JSON.stringify(all, null, 1)}\n`);
  const body = `${editorTable(all)}\nEvery single value: [bench-editor.json](images/bench-editor.json)\n`;
  process.stdout.write(`\n${body}\n`);
  await writeSection('editor', 'A key in the browser', `npm run bench -- editor --runs ${runs}`, body);
}

async function documents(count: number, tiny: boolean): Promise<void> {
  const figures = await benchDocuments(count);
  process.stdout.write(`\n${table(figures)}\n`);
  const title = `Home and search with ${count.toLocaleString('en')} documents`;
  const command = `npm run bench -- documents --documents ${count}`;
  if (!tiny) await writeSection(`documents-${count}`, title, command, table(figures));
}

async function session(tiny: boolean): Promise<void> {
  const figures = await benchSession(tiny ? TINY_SESSION : SESSION);
  process.stdout.write(`\n${table(figures)}\n`);
  if (!tiny) await writeSection('session', 'Writing among 25 people', 'npm run bench -- session', table(figures));
}

async function lighthouse(runs: number, tiny: boolean): Promise<void> {
  const body = lighthouseTable(await benchLighthouse(tiny ? 1 : runs));
  process.stdout.write(`\n${body}\n`);
  const command = `npm run bench -- lighthouse --runs ${runs}`;
  if (!tiny) await writeSection('lighthouse', 'What Lighthouse 12 thinks of it', command, body);
}

async function mergeSafety(): Promise<void> {
  const body = comparisonTable(await benchMergeSafety());
  process.stdout.write(`\n${body}\n`);
  const title = 'What becomes of text when two people change one place at once';
  await writeSection('merge-safety', title, 'npm run bench -- merge-safety', body);
  // The DOM of the stock editors keeps timers of its own.
  process.exit(0);
}
