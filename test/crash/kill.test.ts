import { expect, it } from 'vitest';

import { runKillCycles } from './kill-cycles.ts';

const SEED = 20_261_120;

it(`R29 R30 R31 nothing confirmed or seen is lost over 30 kills under load (seed ${SEED})`, async () => {
  const { cycles, acknowledged, lost, gaps } = await runKillCycles({ cycles: 30, seed: SEED });
  expect({ cycles, lost, gaps }).toEqual({ cycles: 30, lost: [], gaps: [] });
  expect(acknowledged).toBeGreaterThan(1000);
}, 300_000);
