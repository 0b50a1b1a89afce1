/** Stretches of clocks against a plain set of clocks. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RangeSet } from '../../../server/lib/range-set.ts';

const range = fc
  .record({ client: fc.integer({ min: 1, max: 2 }), from: fc.nat(40), length: fc.integer({ min: 1, max: 12 }) })
  .map(({ client, from, length }) => ({ client, from, to: from + length }));

const clocksOf = ({ client, from, to }: { client: number; from: number; to: number }) =>
  Array.from({ length: to - from }, (_, index) => `${client} ${from + index}`);

describe('a set of ranges', () => {
  it('covers what was added, however it was cut, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 30 }), fc.array(range, { maxLength: 30 }), (added, asked) => {
        const set = new RangeSet();
        for (const one of added) set.add(one);
        const clocks = new Set(added.flatMap(clocksOf));
        for (const one of asked) expect(set.covers(one)).toBe(clocksOf(one).every((clock) => clocks.has(clock)));
      }),
    );
  });
});
