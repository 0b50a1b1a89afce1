/**
 * `npm run bench -- editor`: what a key costs in a real browser, one's own and somebody else's, in documents of growing
 * size, beside Tiptap without sharing (the floor) and the two stock bindings. Runs are interleaved; medians are printed.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { findChromium } from '../../scripts/browsers.mjs';
import type { Sample } from './editor/sample.ts';
import type { VariantName } from './editor/variants.ts';
import { median } from './report.ts';

const FOLDER = fileURLToPath(new URL('./editor', import.meta.url));

const VARIANTS: readonly VariantName[] = ['plain', 'scriptorium', 'whole page', 'y-tiptap', 'y-prosemirror'];

const SIZES: readonly Sample[] = [
  { shape: 'paragraphs', paragraphs: 200, items: 0 },
  { shape: 'paragraphs', paragraphs: 1_000, items: 0 },
  { shape: 'paragraphs', paragraphs: 5_000, items: 0 },
  { shape: 'list', paragraphs: 5_000, items: 0 },
  { shape: 'paragraphs', paragraphs: 5_000, items: 200_000 },
];
const TINY_SIZES: readonly Sample[] = [{ shape: 'paragraphs', paragraphs: 50, items: 0 }];

const KEYS = 30;
/** The first keys lay out what nobody looked at yet. */
const WARM_KEYS = 5;

export interface EditorSample {
  readonly variant: VariantName;
  readonly size: Sample;
  readonly loadMs: number;
  readonly localKeyMs: number;
  /** Of the page's main thread alone: other programs that are running do not count. */
  readonly localKeyCpuMs: number;
  /** Null where nobody else is. */
  readonly remoteScriptMs: number | null;
  readonly remotePaintedMs: number | null;
  readonly boldMs: number;
  readonly boldCpuMs: number;
  /** Null where it was not kept. */
  readonly heapMb: number | null;
}

export interface EditorBenchOptions {
  readonly runs: number;
  readonly tiny: boolean;
  /** Only the documents whose name, without its commas, contains one of these; all of them for none. */
  readonly cases: readonly string[];
}

/** Every sample of every run. */
export async function benchEditor({ runs, tiny, cases }: EditorBenchOptions): Promise<readonly EditorSample[]> {
  const folder = await mkdtemp(join(tmpdir(), 'scriptorium-editor-bench-'));
  await build({ root: FOLDER, configFile: false, logLevel: 'warn', build: buildInto(folder) });
  const server = await preview({ root: FOLDER, configFile: false, build: { outDir: folder }, preview: { port: 0 } });
  const browser = await openBrowser();
  try {
    const samples: EditorSample[] = [];
    for (const size of (tiny ? TINY_SIZES : SIZES).filter((size) => isAsked(size, cases))) {
      for (let run = 0; run < (tiny ? 1 : runs); run += 1) {
        for (const variant of variantsFor(size)) {
          const sample = await measure(browser, server.resolvedUrls?.local[0] ?? '', variant, size);
          process.stdout.write(`${nameOf(size)}, run ${run + 1}, ${variant}: ${summary(sample)}\n`);
          samples.push(sample);
        }
      }
    }
    return samples;
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function isAsked(size: Sample, cases: readonly string[]): boolean {
  return cases.length === 0 || cases.some((word) => nameOf(size).replaceAll(',', '').includes(word));
}

function buildInto(outDir: string) {
  return { outDir, emptyOutDir: true, target: 'es2022', rollupOptions: { input: join(FOLDER, 'page.html') } };
}

/** Only this model has a document that was cut up by earlier edits made for it; the floor shows what its text costs. */
function variantsFor({ items }: Sample): readonly VariantName[] {
  return items > 0 ? ['plain', 'scriptorium', 'whole page'] : VARIANTS;
}

/** As in a container: no sandbox, no calls home; and a heap that can be weighed. */
const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--js-flags=--expose-gc',
  '--enable-precise-memory-info',
];

function openBrowser(): Promise<Browser> {
  return chromium.launch({ ...findChromium(), args: CHROMIUM_ARGS });
}

async function measure(browser: Browser, url: string, variant: VariantName, size: Sample): Promise<EditorSample> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await page.goto(new URL('page.html', url).href);
    await page.evaluate(([name, sample]) => window.bench.prepare(name, sample), [variant, size] as const);
    const cpuMs = await cpuMeter(page);
    const loadMs = await page.evaluate(() => window.bench.open());
    const heapMb = await page.evaluate(() => window.bench.heapMb());
    await page.evaluate(() => window.bench.focusMiddle());
    await localKeys(page, WARM_KEYS);
    const cpuBefore = await cpuMs();
    const localKeyMs = median(await localKeys(page, KEYS));
    const localKeyCpuMs = ((await cpuMs()) - cpuBefore) / KEYS;
    const remote = variant === 'plain' ? [] : await remoteKeys(page);
    const cpuBeforeBold = await cpuMs();
    const boldMs = await page.evaluate(() => window.bench.boldEverything());
    const boldCpuMs = (await cpuMs()) - cpuBeforeBold;
    return {
      variant,
      size,
      loadMs,
      localKeyMs,
      localKeyCpuMs,
      remoteScriptMs: remote.length === 0 ? null : median(remote.map(({ scriptMs }) => scriptMs)),
      remotePaintedMs: remote.length === 0 ? null : median(remote.map(({ paintedMs }) => paintedMs)),
      boldMs,
      boldCpuMs,
      heapMb,
    };
  } finally {
    await page.close();
  }
}

/** The time the main thread of a page has worked, in ms of its own CPU. */
async function cpuMeter(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
}

async function localKeys(page: Page, count: number): Promise<readonly number[]> {
  for (let key = 0; key < count; key += 1) {
    await page.keyboard.press('x');
    // Nobody types faster than the page draws; keys that wait for each other would count the wait.
    await page.evaluate(() => window.bench.idle());
  }
  return page.evaluate(() => window.bench.takeLocalKeys());
}

async function remoteKeys(page: Page) {
  return page.evaluate(async (keys) => {
    const measured: { scriptMs: number; paintedMs: number }[] = [];
    for (let key = 0; key < keys; key += 1) measured.push(await window.bench.remoteKey());
    return measured;
  }, KEYS);
}

function nameOf({ shape, paragraphs, items }: Sample): string {
  const count = paragraphs.toLocaleString('en');
  const size = shape === 'list' ? `one list of ${count} items` : `${count} paragraphs`;
  return items > 0 ? `${size} of ${items.toLocaleString('en')} Yjs items` : size;
}

function summary({ loadMs, localKeyMs, localKeyCpuMs, remoteScriptMs, boldMs, boldCpuMs }: EditorSample): string {
  const remote = remoteScriptMs === null ? '' : `, somebody else's ${remoteScriptMs.toFixed(1)}`;
  const own = `own key ${localKeyMs.toFixed(1)} (CPU ${localKeyCpuMs.toFixed(1)})`;
  return `load ${loadMs.toFixed(0)} ms, ${own}${remote}, all bold ${boldMs.toFixed(0)} (CPU ${boldCpuMs.toFixed(0)})`;
}

/** Medians as a Markdown table; a row a size and editor, with the ratio to plain Tiptap behind what has one. */
export function editorTable(samples: readonly EditorSample[]): string {
  const head = [
    "| document | editor | load | own key | of it CPU | somebody else's: script | painted | all bold | of it CPU | heap |",
    '|---|---|---|---|---|---|---|---|---|---|',
  ];
  const rows = SIZES.concat(TINY_SIZES).flatMap((size) =>
    rowsOf(samples.filter((sample) => nameOf(sample.size) === nameOf(size))),
  );
  return [...head, ...rows, '', ...READING, ''].join('\n');
}

const READING = [
  "Targets: own key within 1.2x of plain Tiptap; somebody else's key at most 3 ms of script at 5,000 paragraphs; load within 1.3x; all of 100,000 words bold within 1.5 s.",
  '',
  "plain = Tiptap without sharing, the floor, with its own command for bold; scriptorium = the schema, the binding and the command for marks over many blocks; whole page = the editor as the product shows it, with the formatting bar, the outline and all else that listens to each key. All have the style of the product. \"CPU\" is the own time of the main thread of the page, over everything it did: the browser's layout and its watch over which blocks are in sight are most of a key, in every editor. Times until something is painted include the wait for a frame (17 ms), and grow with whatever else the machine does: where its load is above its cores they say little, and the CPU columns are what to compare. In a profile of a key in 5,000 paragraphs script is 4 to 8 ms of 45: a third is the watch of `content-visibility` over every block, a fifth layout, the rest the browser's own typing. In the document of 200,000 items somebody else types into the paragraph of the caret: there 7 of 10 ms of the script are the browser's layout, asked for where ProseMirror puts the caret back into the text it replaced.",
];

function rowsOf(samples: readonly EditorSample[]): string[] {
  const of = (variant: VariantName) => samples.filter((sample) => sample.variant === variant);
  const floor = of('plain');
  return VARIANTS.filter((variant) => of(variant).length > 0).map((variant) => {
    const own = of(variant);
    const heap = medianOf(own, ({ heapMb }) => heapMb);
    const cell = (pick: (sample: EditorSample) => number | null, isCompared: boolean) => {
      const value = medianOf(own, pick);
      const base = medianOf(floor, pick);
      if (value === null) return '-';
      return `${value.toFixed(1)} ms${isCompared && base !== null ? ` (${(value / base).toFixed(2)}x)` : ''}`;
    };
    const cells = [
      nameOf((own[0] as EditorSample).size),
      variant,
      cell(({ loadMs }) => loadMs, true),
      cell(({ localKeyMs }) => localKeyMs, true),
      cell(({ localKeyCpuMs }) => localKeyCpuMs, true),
      cell(({ remoteScriptMs }) => remoteScriptMs, false),
      cell(({ remotePaintedMs }) => remotePaintedMs, false),
      cell(({ boldMs }) => boldMs, true),
      cell(({ boldCpuMs }) => boldCpuMs, true),
      heap === null ? '-' : `${heap.toFixed(0)} MB`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

/** The samples of an earlier run for every document that was not measured again. */
export function mergedSamples(earlier: readonly EditorSample[], now: readonly EditorSample[]): readonly EditorSample[] {
  const measured = new Set(now.map(({ size }) => nameOf(size)));
  return [...earlier.filter(({ size }) => !measured.has(nameOf(size))), ...now];
}

function medianOf(samples: readonly EditorSample[], pick: (sample: EditorSample) => number | null): number | null {
  const values = samples.map(pick).filter((value) => value !== null);
  return values.length === 0 ? null : median(values);
}
