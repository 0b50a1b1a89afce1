/**
 * `npm test`: everything, from a fresh clone. Installs, builds, finds a browser, runs all checks and all tests of
 * every runner, and ends with one line: `N passed, N failed`, and `, N skipped` where something was.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countPlaywright, countVitest, lastLine, total, verdict } from './counts.mjs';
import { binary, prepare } from './prepare.mjs';
import { orRefuse, run, say } from './terminal.mjs';

const RESULTS = 'test-results';

/** Playwright writes one beside the trace of each failure. */
const PAGE = 'error-context.md';
const PAGE_LINES_MAX = 120;

await orRefuse(async () => {
  await prepare();
  // From here on packages are installed, so what needs them can be loaded.
  const { findOrInstallBrowsers } = await import('./browsers.mjs');
  const { runChecks } = await import('./checks.mjs');
  await findOrInstallBrowsers();
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS);

  say('\nChecks');
  const checks = await runChecks();
  say('\nTests without a browser (vitest)');
  const vitest = await runVitest();
  say('\nTests in browsers (playwright)');
  const playwright = await runPlaywright();

  const sum = total([checks, vitest, playwright]);
  say(`\n${lastLine(sum)}`);
  if (sum.failed > 0) process.exitCode = 1;
});

async function runVitest() {
  const file = `${RESULTS}/vitest.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { ok } = await run('vitest', [process.execPath, binary('vitest', 'vitest'), 'run', ...reporters]);
  const report = readReport(file);
  return verdict(ok, report && countVitest(report));
}

async function runPlaywright() {
  const file = `${RESULTS}/playwright.json`;
  const command = [process.execPath, binary('@playwright/test', 'playwright'), 'test', '--reporter=list,json'];
  const { ok } = await run('playwright', command, { env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file } });
  if (!ok) showPages();
  const report = readReport(file);
  return verdict(ok, report && countPlaywright(report));
}

/** What the pages of failed scenarios showed: where only this output is left, it is all there is to go by. */
function showPages() {
  const folder = join(RESULTS, 'browser');
  // It may have failed before the first scenario.
  if (!existsSync(folder)) return;
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(PAGE));
  for (const page of pages) {
    const [, snapshot = ''] = readFileSync(join(folder, page), 'utf8').split('# Page snapshot');
    say(`\n${page}${snapshot.split('\n').slice(0, PAGE_LINES_MAX).join('\n')}`);
  }
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
