import { describe, expect, it } from 'vitest';
import { reconnectDelayMs } from '../../../web/collab/backoff.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const SEED = 20_261_120;

describe('coming back', () => {
  it('waits anywhere between at once and a window that doubles up to 15 s', () => {
    expect(reconnectDelayMs(0, 0)).toBe(0);
    expect([0, 1, 2, 3, 4, 40].map((failures) => reconnectDelayMs(failures, 1))).toEqual([
      3_000, 6_000, 12_000, 15_000, 15_000, 15_000,
    ]);
  });

  it(`R11: of 1,000 clients of a restarted server at most 3 % come back in any 50 ms (seed ${SEED})`, () => {
    const random = seededRandom(SEED);
    const returns = Array.from({ length: 1_000 }, () => reconnectDelayMs(0, random.next())).sort((a, b) => a - b);
    const busiest = Math.max(...returns.map((at) => returns.filter((other) => other >= at && other < at + 50).length));
    expect(busiest).toBeLessThanOrEqual(30);
  });
});
