/**
 * `npm run bench -- lighthouse`: what Lighthouse thinks of home and of a document, as somebody meets them who comes for
 * the first time, with an empty browser: at a desk, and with the slow telephone on a slow network that Lighthouse emulates.
 * Medians of the runs.
 */

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { findChromium } from '../../scripts/browsers.mjs';
import { text } from '../../web/ui/text.ts';
import { ServerProcess } from '../support/server-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { sampleTree } from './editor/sample.ts';
import { cpuBlockingMs, type TraceEvent } from './lighthouse-cpu.ts';
import { median, milliseconds } from './report.ts';

const FOLDER = fileURLToPath(new URL('lighthouse', import.meta.url));
const CLI = join(FOLDER, 'node_modules/lighthouse/cli/index.js');
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const AUDITS = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'] as const;
const SCORE_MIN = 95;
/** What `--save-assets` writes beside `report.json`. */
const TRACE = 'report-0.trace.json';
/** Now and then Chromium's trace of a visit has no beginning, and Lighthouse asks to be run again. */
const ATTEMPTS_MAX = 3;

/** What Lighthouse is told, by what it emulates. */
const DESK = ['--preset=desktop'];
/** What it emulates by itself: slow 4G, a processor four times slower than this machine's. */
const TELEPHONE: readonly string[] = [];

/**
 * Lighthouse makes the processor four times slower, which makes a telephone of the middle class of a fast desktop. Its
 * guide (docs/throttling.md, "Calibrating the CPU slowdown") says by its own index which factor does so on other hosts.
 *
 * @returns null where that is the same factor.
 */
export function slowdownOf(benchmarkIndex: number): number | null {
  if (benchmarkIndex >= 1_500) return null;
  return benchmarkIndex >= 800 ? 2 : 1;
}

/** One visit: scores from 0 to 100, the audits in ms. */
export interface Visit {
  readonly page: string;
  readonly scores: Readonly<Record<(typeof CATEGORIES)[number], number>>;
  readonly audits: Readonly<Record<(typeof AUDITS)[number], number>>;
  readonly layoutShift: number;
  /** In ms of CPU time, of the processor that is emulated. */
  readonly cpuBlockingMs: number;
  /** How fast Lighthouse found this machine. */
  readonly benchmarkIndex: number;
}

export async function benchLighthouse(runs: number): Promise<readonly Visit[]> {
  await installLighthouse();
  const server = await ServerProcess.start();
  try {
    await writeDocument(server.url);
    const visits: Visit[] = [];
    const visit = async (name: string, path: string, flags: readonly string[]) => {
      const made = await visited(name, `${server.url}${path}`, flags);
      const scores = CATEGORIES.map((category) => made.scores[category]).join(', ');
      process.stdout.write(`${name}: ${scores}\n`);
      visits.push(made);
      return made;
    };
    for (let run = 0; run < runs; run += 1) {
      for (const [page, path] of [
        ['home', '/'],
        ['document', '/d/lighthouse'],
      ] as const) {
        await visit(`${page}, at a desk`, path, DESK);
        const { benchmarkIndex } = await visit(`${page}, on a telephone`, path, TELEPHONE);
        const slowdown = slowdownOf(benchmarkIndex);
        if (slowdown === null) continue;
        const flags = [...TELEPHONE, `--throttling.cpuSlowdownMultiplier=${slowdown}`];
        await visit(`${page}, on a telephone, ${slowdown} times slower than this machine`, path, flags);
      }
    }
    return visits;
  } finally {
    await server.close();
  }
}

async function installLighthouse(): Promise<void> {
  if (existsSync(CLI)) return;
  process.stdout.write('installing Lighthouse into test/bench/lighthouse (a minute, 185 MB) ...\n');
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund'], { cwd: FOLDER, stdio: ['ignore', 2, 2] });
  const [code] = await once(npm, 'exit');
  if (code !== 0) throw new Error('It could not be installed. Run "npm ci" in test/bench/lighthouse to see why.');
}

/** Twenty paragraphs, so that there is something to draw. */
async function writeDocument(url: string): Promise<void> {
  const browser = await chromium.launch({ ...findChromium(), args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.goto(`${url}/d/lighthouse`);
  await page.getByRole('textbox', { name: text.document.title }).fill('What Lighthouse reads');
  const editor = page.getByRole('textbox', { name: text.document.body });
  await editor.evaluate(
    (element, tree) => {
      const { commands } = (element as HTMLElement & { editor: { commands: { setContent(content: object): void } } })
        .editor;
      commands.setContent(JSON.parse(tree));
    },
    JSON.stringify(sampleTree({ shape: 'paragraphs', paragraphs: 20, items: 0 })),
  );
  await page.getByText(text.save.saved, { exact: true }).waitFor();
  await browser.close();
}

interface Report {
  readonly environment: { readonly benchmarkIndex: number };
  readonly finalDisplayedUrl: string;
  readonly configSettings: { readonly throttling: { readonly cpuSlowdownMultiplier: number } };
  readonly categories: Readonly<Record<string, { readonly score: number | null }>>;
  readonly audits: Readonly<Record<string, { readonly numericValue?: number }>>;
}

async function visited(page: string, url: string, device: readonly string[]): Promise<Visit> {
  const directory = await temporaryDirectory('lighthouse');
  const path = join(directory.path, 'report.json');
  const output = ['--output=json', `--output-path=${path}`, '--save-assets', '--quiet'];
  const flags = [...output, `--only-categories=${CATEGORIES.join(',')}`];
  const chrome = '--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking';
  const env = { ...process.env, CHROME_PATH: findChromium()?.executablePath };
  const run = () => promisify(execFile)(process.execPath, [CLI, url, ...device, ...flags, chrome], { env });
  for (let attempt = 1; ; attempt += 1) {
    const failure = await run().then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null) break;
    if (attempt === ATTEMPTS_MAX || !String(failure).includes('run Lighthouse again')) throw failure;
    process.stdout.write(`${page}: Lighthouse asks to be run again\n`);
  }
  const report: Report = JSON.parse(await readFile(path, 'utf8'));
  const trace: { traceEvents: TraceEvent[] } = JSON.parse(await readFile(join(directory.path, TRACE), 'utf8'));
  await directory.remove();
  const score = (name: string) => Math.round((report.categories[name]?.score ?? 0) * 100);
  const value = (name: string) => report.audits[name]?.numericValue ?? Number.NaN;
  return {
    page,
    scores: {
      performance: score('performance'),
      accessibility: score('accessibility'),
      'best-practices': score('best-practices'),
    },
    audits: {
      'first-contentful-paint': value('first-contentful-paint'),
      'largest-contentful-paint': value('largest-contentful-paint'),
      'total-blocking-time': value('total-blocking-time'),
    },
    layoutShift: value('cumulative-layout-shift'),
    cpuBlockingMs: cpuBlockingMs(
      trace.traceEvents,
      report.finalDisplayedUrl,
      report.configSettings.throttling.cpuSlowdownMultiplier,
    ),
    benchmarkIndex: report.environment.benchmarkIndex,
  };
}

export function lighthouseTable(visits: readonly Visit[]): string {
  const head =
    '| page | performance | accessibility | best practices | first paint | largest paint | blocking | of it CPU | shift |';
  const rows = [...new Set(visits.map(({ page }) => page))].map((page) => {
    const own = visits.filter((visit) => visit.page === page);
    const cells = [
      page,
      ...CATEGORIES.map((name) => String(median(own.map(({ scores }) => scores[name])))),
      ...AUDITS.map((name) => milliseconds(median(own.map(({ audits }) => audits[name])))),
      milliseconds(median(own.map((visit) => visit.cpuBlockingMs))),
      median(own.map(({ layoutShift }) => layoutShift)).toFixed(3),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const index = Math.round(median(visits.map(({ benchmarkIndex }) => benchmarkIndex)));
  const notes = [
    `Target: ${SCORE_MIN} or more for performance and accessibility. The telephone is Lighthouse's own, four times slower than`,
    `this machine, which Lighthouse's index puts at ${index} (median). Its guide takes 4 for a desktop above 1500, 2 for one`,
    'between 1000 and 1500: where a run found less than 1500, a visit with that factor is added, beside the other. "Of it',
    'CPU" is what tasks of the page after its first paint have beyond 50 ms each in their own CPU time: the score is made',
    'of what the clock says, which counts what else the two cores do, the browser itself and its server included.',
  ];
  return [head, '|---|---|---|---|---|---|---|---|---|', ...rows, '', ...notes, ''].join('\n');
}
