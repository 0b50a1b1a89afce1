import { describe, expect, it } from 'vitest';

import { COMPACT_REST_FACTOR, COMPACT_TURN_REST_MS_MAX } from '../../../server/contract/limits.ts';
import { CompactionTurns } from '../../../server/room/compaction-turns.ts';
import { ManualClock } from '../../support/clock.ts';

/** Documents that wait to be compacted, each of which takes `tookMs`. */
function queue(tookMs: number) {
  const clock = new ManualClock();
  const turns = new CompactionTurns(clock);
  const compacted: { readonly name: string; readonly at: number }[] = [];
  const comesToRest = (name: string) => {
    const work = async () => {
      compacted.push({ name, at: clock.now() });
      await new Promise<void>((resolve) => clock.after(tookMs, resolve));
    };
    turns.take(work);
    return () => turns.giveUp(work);
  };
  const passes = async (ms: number) => {
    for (let at = 0; at < ms; at += 1) {
      clock.advance(1);
      for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    }
  };
  return { clock, turns, compacted, comesToRest, passes };
}

describe('documents that rest are compacted in turns', () => {
  it('the first at once, and each next after nine times as long as the last one took', async () => {
    const { compacted, comesToRest, passes } = queue(4);
    for (const name of ['one', 'two', 'three']) comesToRest(name);
    await passes(200);
    expect(compacted.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
    const [first, second, third] = compacted.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBe(4 + COMPACT_REST_FACTOR * 4);
    expect((third ?? 0) - (second ?? 0)).toBe(4 + COMPACT_REST_FACTOR * 4);
  });

  it('one that waits already does not wait twice, and one that gave up is passed over', async () => {
    const { compacted, comesToRest, passes, turns } = queue(1);
    comesToRest('one');
    const leaves = comesToRest('two');
    comesToRest('three');
    leaves();
    await passes(100);
    expect(compacted.map(({ name }) => name)).toEqual(['one', 'three']);
    let count = 0;
    const work = async () => {
      count += 1;
    };
    comesToRest('four');
    turns.take(work);
    turns.take(work);
    await passes(100);
    expect(count).toBe(1);
  });

  it('a large document holds up the small ones for a second at most', async () => {
    const { compacted, comesToRest, passes } = queue(5_000);
    comesToRest('large');
    comesToRest('small');
    await passes(5_000 + COMPACT_TURN_REST_MS_MAX);
    expect(compacted.map(({ name }) => name)).toEqual(['large', 'small']);
  });
});
