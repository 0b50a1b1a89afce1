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
import type { VariantName } from './editor/variants.ts';
import { median } from './report.ts';

const FOLDER = fileURLToPath(new URL('./editor', import.meta.url));

const VARIANTS: readonly VariantName[] = ['plain', 'scriptorium', 'y-tiptap', 'y-prosemirror'];

interface Size {
  readonly paragraphs: number;
  /** Yjs items the flat document is cut into by earlier edits; 0 for one that was just imported. */
  readonly items: number;
}

const SIZES: readonly Size[] = [
  { paragraphs: 200, items: 0 },
  { paragraphs: 1_000, items: 0 },
  { paragraphs: 5_000, items: 0 },
  { paragraphs: 5_000, items: 200_000 },
];
const TINY_SIZES: readonly Size[] = [{ paragraphs: 50, items: 0 }];

const KEYS = 30;
/** The first keys lay out what nobody looked at yet. */
const WARM_KEYS = 5;

export interface EditorSample {
  readonly variant: VariantName;
  readonly size: Size;
  readonly loadMs: number;
  readonly localKeyMs: number;
  /** Null where nobody else is. */
  readonly remoteScriptMs: number | null;
  readonly remotePaintedMs: number | null;
  readonly boldMs: number;
  readonly heapMb: number;
}

export interface EditorBenchOptions {
  readonly runs: number;
  readonly tiny: boolean;
}

/** Every sample of every run. */
export async function benchEditor({ runs, tiny }: EditorBenchOptions): Promise<readonly EditorSample[]> {
  const folder = await mkdtemp(join(tmpdir(), 'scriptorium-editor-bench-'));
  await build({ root: FOLDER, configFile: false, logLevel: 'warn', build: buildInto(folder) });
  const server = await preview({ root: FOLDER, configFile: false, build: { outDir: folder }, preview: { port: 0 } });
  const browser = await openBrowser();
  try {
    const samples: EditorSample[] = [];
    for (const size of tiny ? TINY_SIZES : SIZES) {
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

function buildInto(outDir: string) {
  return { outDir, emptyOutDir: true, target: 'es2022', rollupOptions: { input: join(FOLDER, 'page.html') } };
}

/** Only this model has a document that was cut up by earlier edits made for it; the floor shows what its text costs. */
function variantsFor({ items }: Size): readonly VariantName[] {
  return items > 0 ? ['plain', 'scriptorium'] : VARIANTS;
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

async function measure(browser: Browser, url: string, variant: VariantName, size: Size): Promise<EditorSample> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await page.goto(new URL('page.html', url).href);
    await page.evaluate(([name, { paragraphs, items }]) => window.bench.prepare(name, paragraphs, items), [
      variant,
      size,
    ] as const);
    const loadMs = await page.evaluate(() => window.bench.open());
    const heapMb = await page.evaluate(() => window.bench.heapMb());
    const localKeyMs = await localKeys(page);
    const remote = variant === 'plain' ? [] : await remoteKeys(page);
    const boldMs = await page.evaluate(() => window.bench.boldEverything());
    return {
      variant,
      size,
      loadMs,
      localKeyMs,
      remoteScriptMs: remote.length === 0 ? null : median(remote.map(({ scriptMs }) => scriptMs)),
      remotePaintedMs: remote.length === 0 ? null : median(remote.map(({ paintedMs }) => paintedMs)),
      boldMs,
      heapMb,
    };
  } finally {
    await page.close();
  }
}

async function localKeys(page: Page): Promise<number> {
  await page.evaluate(() => window.bench.focusMiddle());
  for (let key = 0; key < WARM_KEYS + KEYS; key += 1) {
    await page.keyboard.press('x');
    // Nobody types faster than the page draws; keys that wait for each other would count the wait.
    await page.evaluate(() => window.bench.idle());
  }
  const keys = await page.evaluate(() => window.bench.takeLocalKeys());
  return median(keys.slice(WARM_KEYS));
}

async function remoteKeys(page: Page) {
  return page.evaluate(async (keys) => {
    const measured: { scriptMs: number; paintedMs: number }[] = [];
    for (let key = 0; key < keys; key += 1) measured.push(await window.bench.remoteKey());
    return measured;
  }, KEYS);
}

function nameOf({ paragraphs, items }: Size): string {
  const size = `${paragraphs.toLocaleString('en')} paragraphs`;
  return items > 0 ? `${size} of ${items.toLocaleString('en')} Yjs items` : size;
}

function summary({ loadMs, localKeyMs, remoteScriptMs, boldMs }: EditorSample): string {
  const remote = remoteScriptMs === null ? '' : `, somebody else's ${remoteScriptMs.toFixed(1)}`;
  return `load ${loadMs.toFixed(0)} ms, own key ${localKeyMs.toFixed(1)}${remote}, all bold ${boldMs.toFixed(0)}`;
}

/** Medians as a Markdown table; a row a size and editor, with the ratio to plain Tiptap behind what has one. */
export function editorTable(samples: readonly EditorSample[]): string {
  const head = [
    "| document | editor | load | own key | somebody else's: script | painted | all bold | heap |",
    '|---|---|---|---|---|---|---|---|',
  ];
  const sizes = [...new Set(samples.map(({ size }) => nameOf(size)))];
  const rows = sizes.flatMap((size) => rowsOf(samples.filter((sample) => nameOf(sample.size) === size)));
  const targets =
    "Targets: own key within 1.2x of plain Tiptap; somebody else's key at most 3 ms of script at 5,000 paragraphs; load within 1.3x; all of 100,000 words bold within 1.5 s.";
  return [...head, ...rows, '', targets, ''].join('\n');
}

function rowsOf(samples: readonly EditorSample[]): string[] {
  const of = (variant: VariantName) => samples.filter((sample) => sample.variant === variant);
  const floor = of('plain');
  return VARIANTS.filter((variant) => of(variant).length > 0).map((variant) => {
    const own = of(variant);
    const cell = (pick: (sample: EditorSample) => number | null, isCompared: boolean) => {
      const value = medianOf(own, pick);
      const base = medianOf(floor, pick);
      if (value === null) return '-';
      return `${value.toFixed(1)} ms${isCompared && base !== null ? ` (${(value / base).toFixed(2)}x)` : ''}`;
    };
    const cells = [
      nameOf(own[0]?.size ?? { paragraphs: 0, items: 0 }),
      variant,
      cell(({ loadMs }) => loadMs, true),
      cell(({ localKeyMs }) => localKeyMs, true),
      cell(({ remoteScriptMs }) => remoteScriptMs, false),
      cell(({ remotePaintedMs }) => remotePaintedMs, false),
      cell(({ boldMs }) => boldMs, true),
      `${(medianOf(own, ({ heapMb }) => heapMb) ?? 0).toFixed(0)} MB`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

function medianOf(samples: readonly EditorSample[], pick: (sample: EditorSample) => number | null): number | null {
  const values = samples.map(pick).filter((value) => value !== null);
  return values.length === 0 ? null : median(values);
}
