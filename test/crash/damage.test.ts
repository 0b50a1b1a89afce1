import { expect, it } from 'vitest';

import { runDamage } from './damage.ts';

const SEED = 20_261_120;

it(`R33 R34 every kind of damage is noticed and named, and kills nobody (seed ${SEED})`, async () => {
  const { kinds, cases, silent, aborts } = await runDamage({ places: 1, seed: SEED });
  expect({ silent, aborts }).toEqual({ silent: [], aborts: [] });
  expect(kinds).toBeGreaterThanOrEqual(23);
  expect(cases).toBe(kinds);
}, 300_000);
