/** Every check that needs no running product, each with the words a person reads. Each counts as one test. */

import { binary } from './prepare.mjs';
import { run, say } from './terminal.mjs';

/** @type {readonly { readonly title: string, readonly command: () => readonly string[] }[]} */
const CHECKS = [
  { title: 'style and lint (biome)', command: () => [binary('@biomejs/biome', 'biome'), 'check', '.'] },
  { title: 'types and direction of imports (tsc -b)', command: () => [binary('typescript', 'tsc'), '-b'] },
  { title: 'nothing unused (knip)', command: () => [binary('knip', 'knip')] },
  { title: 'size of the first load (scripts/bundle-size.mjs)', command: () => ['scripts/bundle-size.mjs'] },
  {
    title: 'no version with a known fault (scripts/version-floors.mjs)',
    command: () => ['scripts/version-floors.mjs'],
  },
  { title: 'docker-compose.yml (dclint)', command: () => [binary('dclint', 'dclint'), 'docker-compose.yml'] },
  { title: 'Dockerfile (dockerfilelint)', command: () => [binary('dockerfilelint', 'dockerfilelint'), 'Dockerfile'] },
];

/**
 * Runs them all, one after the other, and shows the output of those that fail.
 *
 * @returns {Promise<import("./counts.mjs").Count>}
 */
export async function runChecks() {
  let passed = 0;
  for (const { title, command } of CHECKS) {
    const { ok, output, seconds } = await run(title, [process.execPath, ...command()], { quiet: true });
    say(`${ok ? 'ok  ' : 'FAIL'} ${title} (${seconds} s)`);
    if (ok) passed += 1;
    else say(output.trimEnd());
  }
  return { passed, failed: CHECKS.length - passed, skipped: 0 };
}
