/**
 * A short run of the simulation: the whole system in one process, from seeds. `npm run simulate` runs as many as you like.
 * In processes of their own, because a world takes over the clock, the timers and the dice of the one it runs in.
 */

import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleSimulation } from '../../../scripts/bundle-simulation.mjs';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.ts';
import { SCENARIOS } from './scenarios.ts';

/** A busy machine comes less far. */
const SECONDS = 60;
/** In as many processes as there are cores. */
const SEEDS = 2_000;

let folder: TemporaryDirectory;
let file: string;

beforeAll(async () => {
  folder = await temporaryDirectory('simulation');
  file = await bundleSimulation(folder.path);
});

afterAll(() => folder.remove());

/** What the program said, whatever it found. */
function simulation(...options: string[]): Promise<string> {
  return new Promise((resolve) => {
    const command = ['--enable-source-maps', file, ...options];
    execFile(process.execPath, command, { maxBuffer: 2 ** 26 }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}

function hashesIn(output: string): string[] {
  return output.split('\n').filter((line) => /^\d+ [0-9a-f]{16}$/.test(line));
}

describe('the whole system from one seed', () => {
  it('R29 R30: whatever breaks, nothing is lost, nothing doubled, and Saved is never said too early', {
    timeout: 180_000,
  }, async () => {
    const output = await simulation('--seeds', String(SEEDS), '--seconds', String(SECONDS));
    expect(output).toMatch(/\d+ seeds from 1, 0 with a flaw/);
  });

  it('is the same again from the same seed', { timeout: 120_000 }, async () => {
    const all = hashesIn(await simulation('--seeds', '12', '--hashes'));
    // Without those before it, too: no world leaves anything behind for the next.
    const last = hashesIn(await simulation('--seeds', '4', '--from', '9', '--hashes'));
    expect(all).toHaveLength(12);
    expect(last).toEqual(all.slice(8));
    expect(new Set(all.map((line) => line.split(' ')[1])).size).toBe(12);
  });

  describe('a world that once showed a flaw:', () => {
    let told: string[];

    beforeAll(async () => {
      told = (await simulation('--scenarios')).split('\n');
    }, 120_000);

    it.each(SCENARIOS)('$name', ({ name }) => {
      expect(told.filter((line) => line.startsWith(`${name}: `))).toEqual([`${name}: well`]);
    });
  });

  it('finds every mistake that is planted', { timeout: 240_000 }, async () => {
    const output = await simulation('--plant', 'all', '--seeds', '200');
    expect(output).toMatch(/\n(\d+) of \1 planted mistakes found/);
  });
});
