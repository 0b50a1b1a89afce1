import { expect, it } from 'vitest';

import { runDiskFull } from './disk-full.ts';

const SEED = 20_261_120;

it(`R32 a disk that fills up and is freed loses nothing, and everybody is told (seed ${SEED})`, async ({ skip }) => {
  const totals = await runDiskFull({ cycles: 2, seed: SEED });
  if (typeof totals === 'string') return skip(totals);
  expect({ lost: totals.lost, gaps: totals.gaps, told: totals.told }).toEqual({ lost: [], gaps: [], told: 2 });
  expect(totals.acknowledged).toBeGreaterThan(50);
}, 180_000);
