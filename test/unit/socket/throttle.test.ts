/** A flood is slowed, then ended; a person never notices. */

import { describe, expect, it } from 'vitest';
import { FLOOD_MS } from '../../../server/contract/limits.ts';
import { Throttle } from '../../../server/socket/throttle.ts';

describe('R7 how fast one connection may send', () => {
  it('somebody who types is never slowed', () => {
    const throttle = new Throttle(100, 0);
    for (let now = 0; now < 600_000; now += 30) expect(throttle.take(now)).toEqual({ kind: 'go-on' });
  });

  it('a burst goes through at once, what follows at the steady rate', () => {
    const throttle = new Throttle(100, 0);
    for (let frame = 0; frame < 500; frame += 1) expect(throttle.take(0)).toEqual({ kind: 'go-on' });
    expect(throttle.take(0)).toEqual({ kind: 'wait', ms: 10 });
    // A chunk that was read already is not dropped; the wait grows by what it held.
    expect(throttle.take(0)).toEqual({ kind: 'wait', ms: 20 });
    expect(throttle.take(30)).toEqual({ kind: 'go-on' });
  });

  it('whoever keeps at it is a flood', () => {
    const throttle = new Throttle(100, 0);
    for (let frame = 0; frame < 501; frame += 1) throttle.take(0);
    for (let now = 10; now < FLOOD_MS; now += 10) throttle.take(now + 5);
    expect(throttle.take(FLOOD_MS).kind).not.toBe('go-on');
    for (let frame = 0; frame < 100; frame += 1) throttle.take(FLOOD_MS);
    expect(throttle.take(FLOOD_MS)).toEqual({ kind: 'flood' });
  });

  it('whoever pauses begins anew', () => {
    const throttle = new Throttle(100, 0);
    for (let frame = 0; frame < 501; frame += 1) throttle.take(0);
    expect(throttle.take(10_000)).toEqual({ kind: 'go-on' });
    for (let frame = 0; frame < 499; frame += 1) throttle.take(10_000);
    expect(throttle.take(10_000)).toMatchObject({ kind: 'wait' });
  });

  it('a clock that is set back gives nothing away and takes nothing', () => {
    const throttle = new Throttle(100, 1_000);
    for (let frame = 0; frame < 500; frame += 1) expect(throttle.take(0)).toEqual({ kind: 'go-on' });
    expect(throttle.take(0)).toMatchObject({ kind: 'wait' });
  });
});
