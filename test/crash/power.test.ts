import { expect, it } from 'vitest';

import { runPowerCuts } from './power-cut.ts';

const SEED = 20_261_120;

it(`R29 R31 nothing confirmed is lost over 5 emulated power cuts under load (seed ${SEED})`, async ({ skip }) => {
  const totals = await runPowerCuts({ cycles: 5, seed: SEED });
  if (typeof totals === 'string') return skip(totals);
  expect({ lost: totals.lost, gaps: totals.gaps }).toEqual({ lost: [], gaps: [] });
  expect(totals.acknowledged).toBeGreaterThan(100);
}, 180_000);
