/**
 * `npm run bench -- session`: somebody writes in a real browser, first alone, then with 25 people who type and move in
 * the same document. What counts is the delay of the one's own keys: from the key to the frame that shows it.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/browsers.mjs';
import { text } from '../../web/ui/text.ts';
import { ServerProcess } from '../support/server-process.ts';
import { sampleTree } from './editor/sample.ts';
import { type Figure, median, milliseconds, percentile } from './report.ts';
import type { Begin, Said } from './session/crowd-process.ts';

export interface SessionOptions {
  readonly people: number;
  readonly seconds: number;
  readonly soloSeconds: number;
}

export const SESSION: SessionOptions = { people: 25, seconds: 120, soloSeconds: 60 };
export const TINY_SESSION: SessionOptions = { people: 5, seconds: 5, soloSeconds: 5 };

const CROWD = fileURLToPath(new URL('session/crowd-process.ts', import.meta.url));
const SEED = 25;
const PARAGRAPHS = 120;
/** A quick typist. */
const KEY_MS = 150;
/** The first keys lay out what nobody looked at yet. */
const WARM_KEYS = 20;
const SLOWER_MS_MAX = 50;

interface Measured {
  /** Typed, those included that nothing was measured of. */
  readonly keys: number;
  readonly delaysMs: readonly number[];
  /** Tasks of the page above 50 ms. */
  readonly longTasks: number;
}

/** Runs the session. @throws Error when what was typed is not there in the end. */
export async function benchSession({ people, seconds, soloSeconds }: SessionOptions): Promise<readonly Figure[]> {
  const server = await ServerProcess.start();
  const browser = await chromium.launch({ ...findChromium(), args: CHROMIUM_ARGS });
  const crowd = fork(CROWD, { execArgv: ['--import', 'tsx'] });
  try {
    const page = await opensTheDocument(browser, server);
    say(`alone, ${soloSeconds} s`);
    const solo = await writes(page, soloSeconds);
    const before = await length(page);
    const begin: Begin = { url: `${server.syncUrl}/session`, people, seed: SEED };
    await asks(crowd, begin);
    say(`with ${people} people, ${seconds} s`);
    const shared = await writes(page, seconds);
    const left = await asks(crowd, 'leave');
    const typed = shared.keys + (left.kind === 'left' ? left.characters : 0);
    await expect.poll(() => length(page), { timeout: 30_000 }).toBe(before + typed);
    return figures(solo, shared, { people, seconds, left });
  } finally {
    crowd.disconnect();
    await browser.close();
    await server.close();
  }
}

const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function asks(crowd: ChildProcess, request: Begin | 'leave'): Promise<Said> {
  crowd.send(request);
  const [said] = await once(crowd, 'message');
  return said as Said;
}

async function opensTheDocument(browser: Browser, { url }: ServerProcess): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${url}/d/session`);
  const editor = page.getByRole('textbox', { name: text.document.body });
  await editor.waitFor();
  await editor.evaluate(
    (element, tree) => {
      (element as EditorElement).editor.commands.setContent(JSON.parse(tree));
    },
    JSON.stringify(sampleTree({ shape: 'paragraphs', paragraphs: PARAGRAPHS, items: 0 })),
  );
  await page.getByText(text.save.saved, { exact: true }).waitFor();
  await editor.locator('p').nth(2).click();
  await page.evaluate(watchKeys);
  return page;
}

interface EditorElement extends HTMLElement {
  readonly editor: {
    readonly commands: { setContent(content: object): boolean };
    getText(options: object): string;
  };
}

async function length(page: Page): Promise<number> {
  return await page
    .getByRole('textbox', { name: text.document.body })
    .evaluate((element) => (element as EditorElement).editor.getText({ blockSeparator: '' }).length);
}

/** Types at a steady pace: each key is held down until the next is due. */
async function writes(page: Page, seconds: number): Promise<Measured> {
  await page.keyboard.type('w'.repeat(WARM_KEYS));
  await page.evaluate(() => window.takeKeys());
  const keys = Math.ceil((seconds * 1000) / KEY_MS);
  await page.keyboard.type('writes '.repeat(Math.ceil(keys / 7)).slice(0, keys), { delay: KEY_MS });
  return { keys: WARM_KEYS + keys, ...(await page.evaluate(() => window.takeKeys())) };
}

declare global {
  interface Window {
    takeKeys(): Omit<Measured, 'keys'>;
  }
}

/** Runs in the page: from the event's own time stamp to the moment after the frame that shows it. */
function watchKeys(): void {
  let delaysMs: number[] = [];
  let longTasks = 0;
  new PerformanceObserver((list) => {
    longTasks += list.getEntries().length;
  }).observe({ type: 'longtask' });
  window.takeKeys = () => {
    const measured = { delaysMs, longTasks };
    delaysMs = [];
    longTasks = 0;
    return measured;
  };
  window.addEventListener(
    'keydown',
    ({ timeStamp }) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => delaysMs.push(performance.now() - timeStamp);
        port2.postMessage(null);
      }),
    true,
  );
}

interface Around {
  readonly people: number;
  readonly seconds: number;
  readonly left: Said;
}

function figures(solo: Measured, shared: Measured, { people, seconds, left }: Around): readonly Figure[] {
  const at = (delays: readonly number[]) =>
    `${milliseconds(median(delays))} / ${milliseconds(percentile(delays, 0.95))} / ${milliseconds(percentile(delays, 0.99))}`;
  const slowerMs = percentile(shared.delaysMs, 0.95) - percentile(solo.delaysMs, 0.95);
  const [characters, moves] = left.kind === 'left' ? [left.characters, left.moves] : [0, 0];
  return [
    { what: `alone, ${solo.delaysMs.length} keys: from key to painted, p50 / p95 / p99`, value: at(solo.delaysMs) },
    {
      what: `with ${people} people, ${shared.delaysMs.length} keys in ${seconds} s: p50 / p95 / p99`,
      value: at(shared.delaysMs),
    },
    { what: '- p95 above that of writing alone', value: milliseconds(slowerMs), target: `<= ${SLOWER_MS_MAX} ms` },
    { what: '- characters the others typed, and how often they went elsewhere', value: `${characters}, ${moves}` },
    { what: '- tasks of the page above 50 ms, alone and with them', value: `${solo.longTasks}, ${shared.longTasks}` },
  ];
}
