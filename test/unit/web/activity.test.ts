/** Who has done nothing for a while, by a clock that the test holds. */

import { expect, it } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import { Doc } from 'yjs';
import { Activity } from '../../../web/presence/activity.ts';
import { ManualClock } from '../../support/clock.ts';
import { manualEnvironment } from '../../support/manual-environment.ts';

it('somebody is idle after the time without a deed, which is told once; a heartbeat is no deed', () => {
  const clock = new ManualClock();
  const awareness = new Awareness(new Doc());
  const me = awareness.clientID;
  awareness.setLocalState({ cursor: 1 });
  let told = 0;
  const activity = new Activity(awareness, manualEnvironment(clock, 0), 10_000, () => told++);

  clock.advance(6_000);
  awareness.setLocalState({ cursor: 1 });
  clock.advance(3_999);
  expect([activity.isIdle(me), told]).toEqual([false, 0]);
  clock.advance(1);
  expect([activity.isIdle(me), told]).toEqual([true, 1]);

  awareness.setLocalState({ cursor: 2 });
  expect(activity.isIdle(me)).toBe(false);
  clock.advance(10_000);
  expect([activity.isIdle(me), told]).toEqual([true, 2]);

  awareness.setLocalState({ cursor: 3 });
  activity.close();
  clock.advance(20_000);
  expect(told).toBe(2);
  awareness.destroy();
});
