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

test.each([
  [145, 'a word that one person deletes and restores while the server takes it home'],
  [772_510, 'text that was once taken home twice'],
  [910_560, 'a block that others change while a word is composed in it'],
])('seed %i, which failed once: %s', (seed) => {
  expect(fuzzBinding(seed).actions).toBe(40);
});
