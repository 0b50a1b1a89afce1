/** Random cycles of test/fuzz/binding.ts; more of them with `npm run fuzz -- binding --cycles 20000`. */

import { expect, test } from 'vitest';
import { fuzzBinding } from './binding.ts';

const CYCLES = 300;

test(`${CYCLES} random cycles of three people lose, double and misplace nothing`, { timeout: 300_000 }, () => {
  for (let seed = 1; seed <= CYCLES; seed++) expect(fuzzBinding(seed).actions).toBe(40);
});

test('seed 6: text typed over what another person had deleted, before that was shown, stays whole', () => {
  fuzzBinding(6);
});

test('seed 44: moving the only paragraph of an unseeded document gives it a marker', () => {
  fuzzBinding(44);
});
