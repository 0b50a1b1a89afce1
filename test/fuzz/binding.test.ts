/** Random cycles of test/fuzz/binding.ts; more of them with `npm run fuzz -- binding --cycles 20000`.
 * What it found once has a test of its own in test/unit/binding/shown.test.ts and zero-delete.test.ts. */

import { expect, test } from 'vitest';
import { fuzzBinding } from './binding.ts';

const CYCLES = 300;

test(`${CYCLES} random cycles of three people lose, double and misplace nothing`, { timeout: 300_000 }, () => {
  for (let seed = 1; seed <= CYCLES; seed++) expect(fuzzBinding(seed).actions).toBe(40);
});

test('a seed replays its cycle to the byte, tables and all', () => {
  for (const seed of [18, 145, 772_510]) expect(fuzzBinding(seed).state).toEqual(fuzzBinding(seed).state);
});
