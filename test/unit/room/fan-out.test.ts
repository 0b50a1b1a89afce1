/** What is confirmed leaves at once, or a few milliseconds later when the room is very busy. */

import { describe, expect, it } from 'vitest';
import { FAN_OUT_WINDOW_MS_MAX } from '../../../server/contract/limits.ts';
import type { Clock } from '../../../server/lib/clock.ts';
import { usualLimits } from '../../../server/lib/transport-limits.ts';
import { type Delivery, FanOut, fanOutWindowMs, framesFor, joinDeliveries } from '../../../server/room/fan-out.ts';
import type { Member } from '../../../server/room/member.ts';
import { Participant } from '../../../server/room/participant.ts';
import { ManualClock } from '../../support/clock.ts';

function deliveries(count: number): Delivery[] {
  return Array.from({ length: count }, (_, n) => ({ frame: Buffer.of(n), author: null, sequence: n + 1 }));
}

function openFanOut() {
  const clock = new ManualClock();
  const batches: number[][] = [];
  const fanOut = new FanOut(clock, (batch) => batches.push(batch.map(({ sequence }) => sequence)));
  return { clock, batches, fanOut };
}

describe('the window of a room', () => {
  it.each([
    [0, 0, 0],
    [9_999, 20, 0],
    [10_000, 0, 5],
    [10_000, 6, 9],
    [150_000, 0, 10],
    [150_000, 8, 12],
    [300_000, 0, 20],
    [10_000, 400, 20],
    [5_000_000, 400, 20],
  ])('at %i deliveries a second, where sending takes %i ms, is %i ms', (rate, sendingMs, windowMs) => {
    expect(fanOutWindowMs(rate, sendingMs)).toBe(windowMs);
  });

  it('grows with what sending takes, and not with a clock that is set meanwhile', () => {
    const clock = new ManualClock();
    let passesMs = 8;
    const waits: number[] = [];
    const heard: Clock = {
      now: () => clock.now(),
      every: (ms, action) => clock.every(ms, action),
      after(ms, action) {
        waits.push(ms);
        return clock.after(ms, action);
      },
    };
    const fanOut = new FanOut(heard, () => clock.set(passesMs));
    const waitsAfter = (seconds: number) => {
      for (let n = 0; n < seconds; n++) {
        for (const delivery of deliveries(1)) fanOut.add(delivery, 12_000);
        clock.advance(1_000);
      }
      return waits.at(-1);
    };
    expect(waitsAfter(1)).toBe(5);
    expect(waitsAfter(50)).toBe(12);
    passesMs = -3_600_000;
    expect(waitsAfter(50)).toBe(5);
    passesMs = 3_600_000;
    expect(waitsAfter(50)).toBeLessThanOrEqual(FAN_OUT_WINDOW_MS_MAX);
  });

  it('is none in a quiet room: what arrives in one turn leaves in one batch, in that turn', async () => {
    const { batches, fanOut } = openFanOut();
    for (const delivery of deliveries(3)) fanOut.add(delivery, 5);
    await Promise.resolve();
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('gathers in a busy room, keeps the order, and nothing waits longer than promised', async () => {
    const { clock, batches, fanOut } = openFanOut();
    const [warmUp, ...rest] = deliveries(4) as [Delivery, ...Delivery[]];
    fanOut.add(warmUp, 200_000);
    clock.advance(FAN_OUT_WINDOW_MS_MAX);
    expect(batches).toEqual([[1]]);
    for (const delivery of rest) {
      fanOut.add(delivery, 500);
      await Promise.resolve();
    }
    expect(batches).toHaveLength(1);
    clock.advance(FAN_OUT_WINDOW_MS_MAX);
    expect(batches).toEqual([[1], [2, 3, 4]]);
  });

  it('stays none when the clock is set back', async () => {
    const { clock, batches, fanOut } = openFanOut();
    const [first, second] = deliveries(2) as [Delivery, Delivery];
    fanOut.add(first, 5);
    await Promise.resolve();
    clock.set(-3_600_000);
    fanOut.add(second, 5);
    await Promise.resolve();
    expect(batches).toEqual([[1], [2]]);
  });

  it('is none again when the room has calmed down', async () => {
    const { clock, batches, fanOut } = openFanOut();
    const [first, second] = deliveries(2) as [Delivery, Delivery];
    fanOut.add(first, 100_000);
    clock.advance(5_000);
    fanOut.add(second, 100);
    await Promise.resolve();
    expect(batches).toEqual([[1], [2]]);
  });

  it('can be cut short', () => {
    const { batches, fanOut } = openFanOut();
    for (const delivery of deliveries(2)) fanOut.add(delivery, 200_000);
    fanOut.flush();
    fanOut.flush();
    expect(batches).toEqual([[1, 2]]);
  });
});

describe('what a reader gets of a batch', () => {
  const [ann, ben, cleo] = ['ann', 'ben', 'cleo'].map(createParticipant) as [Participant, Participant, Participant];
  const batchOf = (...authors: (Participant | null)[]) =>
    joinDeliveries(authors.map((author, n) => ({ frame: Buffer.of(n, n), author, sequence: n + 1 })));
  const received = (reader: Participant, authors: (Participant | null)[]) => [
    ...Buffer.concat(framesFor(reader, batchOf(...authors))),
  ];

  it('is everything, in order, for one who wrote nothing of it', () => {
    expect(received(cleo, [ann, ben, null])).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it.each([
    { where: 'at the beginning', authors: [ann, ben, ben], others: [1, 1, 2, 2] },
    { where: 'in the middle', authors: [ben, ann, ann, ben], others: [0, 0, 3, 3] },
    { where: 'at the end', authors: [ben, null, ann], others: [0, 0, 1, 1] },
    { where: 'here and there', authors: [ann, ben, ann, null, ann], others: [1, 1, 3, 3] },
    { where: 'everywhere', authors: [ann, ann], others: [] },
  ])('is without what the reader wrote $where', ({ authors, others }) => {
    expect(received(ann, authors)).toEqual(others);
  });

  it('is nothing at all, not an empty write, for the only author', () => {
    expect(framesFor(ann, batchOf(ann, ann))).toEqual([]);
  });
});

function createParticipant(user: string): Participant {
  const member: Member = {
    user,
    isEditor: true,
    role: 'editor',
    takesPieces: false,
    deliver: () => true,
    pour: () => {},
    pause() {},
    resume() {},
    close() {},
    conflict() {},
  };
  return new Participant(member, usualLimits());
}
