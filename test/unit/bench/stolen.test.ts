/** What a benchmark tells of a host that was elsewhere. */

import { describe, expect, it } from 'vitest';
import { parseTicks, watchStolen } from '../../bench/stolen.ts';

describe('the share that the host took', () => {
  it('is read from the line of all cores, without counting guests twice', () => {
    const text = 'cpu  10 20 30 400 50 6 7 80 9 9\ncpu0 1 1 1 1 1 1 1 1 1 1\n';
    expect(parseTicks(text)).toEqual({ stolen: 80, all: 603 });
  });

  it('is none where an old system or another one tells of none', () => {
    expect(parseTicks('cpu 10 20 30 400\n')).toEqual({ stolen: 0, all: 460 });
    expect(parseTicks('')).toEqual({ stolen: 0, all: 0 });
  });

  it('is a part of the time that has passed', () => {
    const share = watchStolen()();
    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThanOrEqual(1);
  });
});
