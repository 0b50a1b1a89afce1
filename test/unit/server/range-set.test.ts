/** Stretches of clocks against a plain set of clocks. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RangeSet } from '../../../server/lib/range-set.ts';

const range = fc
  .record({ client: fc.integer({ min: 1, max: 2 }), from: fc.nat(40), length: fc.integer({ min: 1, max: 12 }) })
  .map(({ client, from, length }) => ({ client, from, to: from + length }));

/** Singly and many at once. */
const additions = fc.array(fc.array(range, { maxLength: 30 }), { maxLength: 5 });

const clocksOf = ({ client, from, to }: { client: number; from: number; to: number }) =>
  Array.from({ length: to - from }, (_, index) => `${client} ${from + index}`);

describe('a set of ranges', () => {
  it('covers what was added, however it was cut, and nothing else', () => {
    fc.assert(
      fc.property(additions, fc.array(range, { maxLength: 30 }), (added, asked) => {
        const set = new RangeSet();
        for (const some of added) set.add(some);
        const clocks = new Set(added.flat().flatMap(clocksOf));
        for (const one of asked) expect(set.covers(one)).toBe(clocksOf(one).every((clock) => clocks.has(clock)));
      }),
    );
  });

  it('takes what somebody hostile sends in the worst order', () => {
    const set = new RangeSet();
    const ranges = Array.from({ length: 300_000 }, (_, index) => ({ client: 1, from: 2 * (300_000 - index), to: 0 }));
    const since = performance.now();
    set.add(ranges.map(({ client, from }) => ({ client, from, to: from + 1 })));
    expect(performance.now() - since).toBeLessThan(3_000);
    expect([set.covers({ client: 1, from: 2, to: 3 }), set.covers({ client: 1, from: 3, to: 4 })]).toEqual([
      true,
      false,
    ]);
  });
});
