/**
 * `npm test`: everything, from a fresh clone. Installs, builds, finds a browser, runs all checks and all tests of
 * every runner, and ends with one line: `N passed, N failed`, and `, N skipped` where something was.
 */

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { binary, prepare } from './prepare.mjs';
import { orRefuse, run, say } from './terminal.mjs';

const RESULTS = 'test-results';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

await orRefuse(async () => {
  await prepare();
  // From here on packages are installed, so what needs them can be loaded.
  const { findOrInstallBrowsers } = await import('./browsers.mjs');
  const { runChecks } = await import('./checks.mjs');
  await findOrInstallBrowsers();
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS);

  say('\nChecks');
  const checks = { ...(await runChecks()), skipped: 0 };
  say('\nTests without a browser (vitest)');
  const vitest = await runVitest();
  say('\nTests in browsers (playwright)');
  const playwright = await runPlaywright();

  const total = [checks, vitest, playwright].reduce(sum);
  say(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
  if (total.failed > 0) process.exitCode = 1;
});

/** @returns {Promise<Count>} */
async function runVitest() {
  const file = `${RESULTS}/vitest.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { ok } = await run('vitest', [process.execPath, binary('vitest', 'vitest'), 'run', ...reporters]);
  return counted(ok, file, (report) => {
    /** @type {readonly { status: string, assertionResults: readonly unknown[] }[]} */
    const files = report.testResults;
    // A file that could not even be loaded has no tests to count, and is one failure.
    const unloadable = files.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.length);
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloadable.length,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  });
}

/** @returns {Promise<Count>} */
async function runPlaywright() {
  const file = `${RESULTS}/playwright.json`;
  const command = [process.execPath, binary('@playwright/test', 'playwright'), 'test', '--reporter=list,json'];
  const { ok } = await run('playwright', command, { env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file } });
  return counted(ok, file, ({ stats, errors }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  }));
}

/**
 * Reads a runner's report. A runner that failed without a failed test, or left no report, is one failure: a broken
 * run must never look green.
 *
 * @param {boolean} ok
 * @param {string} file
 * @param {(report: any) => Count} count
 * @returns {Count}
 */
function counted(ok, file, count) {
  try {
    const result = count(JSON.parse(readFileSync(file, 'utf8')));
    return ok || result.failed > 0 ? result : { ...result, failed: 1 };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/**
 * @param {Count} left
 * @param {Count} right
 * @returns {Count}
 */
function sum(left, right) {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  };
}
