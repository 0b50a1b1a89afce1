/** The fewest entries to take out and to put in. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EDITS_MAX, editScript, type Run } from '../../../web/history/edit-script.ts';

const EFFORT = 1_000_000;

const row = fc.array(fc.nat(4), { maxLength: 30 });

function runsOf(old: readonly number[], next: readonly number[]): readonly Run[] {
  return editScript(old, next, { left: EFFORT }).runs;
}

/** How many entries two rows have in common, by the textbook. */
function commonLength(old: readonly number[], next: readonly number[]): number {
  let best = new Array<number>(next.length + 1).fill(0);
  for (const entry of old) {
    const after = [0];
    for (let j = 0; j < next.length; j++) {
      const isEqual = entry === next[j];
      after.push(isEqual ? (best[j] as number) + 1 : Math.max(best[j + 1] as number, after[j] as number));
    }
    best = after;
  }
  return best.at(-1) ?? 0;
}

describe('an edit script', () => {
  test('pairs what is equal, in order, and as much as there is', () => {
    fc.assert(
      fc.property(row, row, (old, next) => {
        const runs = runsOf(old, next);
        let [oldEnd, nextEnd] = [0, 0];
        for (const run of runs) {
          expect(run.length).toBeGreaterThan(0);
          expect(run.old).toBeGreaterThanOrEqual(oldEnd);
          expect(run.next).toBeGreaterThanOrEqual(nextEnd);
          [oldEnd, nextEnd] = [run.old + run.length, run.next + run.length];
          expect(old.slice(run.old, oldEnd)).toEqual(next.slice(run.next, nextEnd));
        }
        expect(oldEnd).toBeLessThanOrEqual(old.length);
        expect(nextEnd).toBeLessThanOrEqual(next.length);
        expect(runs.reduce((sum, { length }) => sum + length, 0)).toBe(commonLength(old, next));
      }),
      { numRuns: 2_000, seed: 43 },
    );
  });

  test('of equal rows is one run, and of rows with nothing in common none', () => {
    expect(runsOf([1, 2, 3], [1, 2, 3])).toEqual([{ old: 0, next: 0, length: 3 }]);
    expect(runsOf([1, 2], [3, 4])).toEqual([]);
    expect(runsOf([], [])).toEqual([]);
  });

  test('is given up where the rows differ too much: what is equal at the ends is still said', () => {
    const many = (from: number) => Array.from({ length: EDITS_MAX }, (_, i) => from + i);
    const { runs, isWhole } = editScript([7, ...many(10), 8], [7, ...many(10_000), 8], { left: 100_000_000 });
    expect(isWhole).toBe(false);
    expect(runs).toEqual([
      { old: 0, next: 0, length: 1 },
      { old: EDITS_MAX + 1, next: EDITS_MAX + 1, length: 1 },
    ]);
  });

  test('is given up when the effort is used up, and tells how much it took', () => {
    const effort = { left: 100 };
    expect(editScript([1, 2, 3, 4, 5, 6, 7, 8], [9, 1, 9, 3, 9, 5, 9, 7], effort).isWhole).toBe(true);
    expect(effort.left).toBeLessThan(100);
    const old = Array.from({ length: 40 }, (_, i) => i);
    expect(editScript(old, [...old].reverse(), effort).isWhole).toBe(false);
  });
});
