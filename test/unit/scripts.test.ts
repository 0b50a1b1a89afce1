/** What the commands of the README decide, apart from running things. */

import { describe, expect, it } from 'vitest';
import { filesOf } from '../../scripts/bundle-size.mjs';
import { countPlaywright, countVitest, lastLine, total, verdict } from '../../scripts/counts.mjs';
import { requireNode } from '../../scripts/prepare.mjs';

describe('the Node version', () => {
  it.each(['18.20.4', '20.9.0', '20.18.3'])('%s is refused with a sentence', (version) => {
    expect(() => requireNode(version)).toThrow(`needs Node 20.19 or newer; this is ${version}`);
  });

  it.each(['20.19.0', '20.20.2', '22.0.0', '100.0.0'])('%s will do', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });
});

describe('the last line of npm test', () => {
  const vitestReport = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] };
  const playwrightReport = { stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 1 }, errors: [] };

  it('counts every test of every runner', () => {
    const sum = total([
      { passed: 6, failed: 0, skipped: 0 },
      countVitest(vitestReport),
      countPlaywright(playwrightReport),
    ]);
    expect(lastLine(sum)).toBe('14 passed, 3 failed, 4 skipped');
  });

  it('says nothing of skipped tests when there are none', () => {
    expect(lastLine({ passed: 2, failed: 0, skipped: 0 })).toBe('2 passed, 0 failed');
  });

  it('counts a file that could not be loaded, or prepared, as a failure', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'skipped' }] },
      { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(countVitest({ ...vitestReport, testResults }).failed).toBe(3);
  });

  it.each([
    ['left no report', true, null],
    ['ended badly without a failed test', false, { passed: 9, failed: 0, skipped: 0 }],
    ['ran nothing', true, { passed: 0, failed: 0, skipped: 0 }],
  ])('a runner that %s is a failure', (_what, endedWell, count) => {
    expect(verdict(endedWell, count).failed).toBe(1);
  });

  it('a flaky browser test is a failure', () => {
    expect(countPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 1, skipped: 0 }, errors: [] }).failed).toBe(1);
  });
});

describe('the size of the first load', () => {
  const manifest = {
    page: { file: 'page.js', imports: ['shared'], css: ['page.css'], dynamicImports: ['panel'] },
    shared: { file: 'shared.js', imports: ['page'] },
    panel: { file: 'panel.js', imports: ['shared'] },
  };

  it('counts what is imported statically, each file once, and nothing that is loaded later', () => {
    expect(filesOf(manifest, ['page'])).toEqual(['page.js', 'page.css', 'shared.js']);
    expect(filesOf(manifest, ['page', 'panel'])).toEqual(['page.js', 'page.css', 'shared.js', 'panel.js']);
  });

  it('refuses to measure what is not there', () => {
    expect(() => filesOf(manifest, ['elsewhere'])).toThrow('elsewhere');
  });
});
