/** The soak, in some seconds: every piece of mischief once. `npm run soak -- --minutes 30` is the real one. */

import { expect, it } from 'vitest';
import { soak } from '../soak/soak.ts';

it('R1 R38 people write on while others misbehave, and nothing is lost, also after a restart', {
  timeout: 120_000,
}, async () => {
  const result = await soak({ seed: 1, paceMs: 20, stepsASample: 50, isOver: (steps) => steps >= 120 });
  expect(result).toMatchObject({ wrong: [], sentAway: 0, broken: [] });
  expect(result.words).toBeGreaterThan(400);
  expect(result.mischief).toBeGreaterThan(20);
  expect(result.samples.length).toBeGreaterThan(1);
});
