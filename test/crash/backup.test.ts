import { expect, it } from 'vitest';

import { runBackupRounds } from './backup-rounds.ts';

const SEED = 20_261_120;

it(`R36 a backup under load can be restored, and newer clients merge their edits back, 2 rounds (seed ${SEED})`, async () => {
  const { lost, acknowledged } = await runBackupRounds({ cycles: 2, seed: SEED });
  expect(lost).toEqual([]);
  expect(acknowledged).toBeGreaterThan(20);
}, 240_000);
