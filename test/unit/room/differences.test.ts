/** What is cut out of a long document for one reader: how often, and who has a turn between. */

import { setImmediate as endOfTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../../server/contract/close-codes.ts';
import { COMPACT_IDLE_MS, DIFFERENCE_INTERVAL_MS, DIFFERENCES_AT_ONCE_MAX } from '../../../server/contract/limits.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { DifferenceTurns } from '../../../server/room/difference-turns.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { ManualClock } from '../../support/clock.ts';
import { RoomPerson } from '../../support/room-person.ts';
import { openRoomPlace } from '../../support/room-place.ts';

const PATIENCE = { timeout: 20_000 };

/** How long one takes, by the clock of the test. */
const MAKING_MS = 60;

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function openWorld() {
  const clock = new ManualClock();
  const { log, openRoom } = await openRoomPlace(new MemoryDisk(clock), clock, closers);
  return { clock, log, room: await openRoom() };
}

it('R20 whoever asks again and again, each time with another vector, gets what is ready: all of it', async () => {
  const { clock, log, room } = await openWorld();
  new RoomPerson(room, 'ann').types('x'.repeat(10_000));
  await room.settled();
  await vi.waitFor(async () => {
    clock.advance(COMPACT_IDLE_MS);
    expect(await log.open('d')).toMatchObject({ ok: true, value: { tail: [] } });
  }, PATIENCE);
  const reader = new RoomPerson(room, 'reader');
  const taken: boolean[] = [];
  const deliver = reader.deliver.bind(reader);
  reader.deliver = (frames) => {
    taken.push(frames.reduce((sum, { length }) => sum + length, 0) > 10_000);
    return deliver(frames);
  };
  /** Says that it has everything, and something of a client that nobody knows. @returns whether it was sent everything. */
  const isSentAll = (madeUp: number) => {
    const vector = Y.decodeStateVector(Y.encodeStateVector(reader.doc)).set(madeUp, 1);
    room.answerSync(reader.participant, Y.encodeStateVector(vector));
    return taken.at(-1);
  };
  const answers = Array.from({ length: 100 }, (_, n) => isSentAll(n + 1));
  expect(answers).toEqual(answers.map((_, n) => n >= DIFFERENCES_AT_ONCE_MAX));
  expect(taken).toHaveLength(100);
  expect([isSentAll(1), isSentAll(200)]).toEqual([false, true]);
  clock.advance(DIFFERENCE_INTERVAL_MS);
  expect([isSentAll(201), isSentAll(202)]).toEqual([false, true]);
});

describe('R20 between two that take long everybody else has a turn', () => {
  async function openTurns() {
    const { clock, room } = await openWorld();
    const people = ['ann', 'bob', 'eve'].map((name) => new RoomPerson(room, name));
    const turns = new DifferenceTurns({ clock, logger: silentLogger });
    const made: string[] = [];
    const asks = (who: number, what: string) => {
      const { participant } = people[who] as RoomPerson;
      turns.take(participant, () => {
        made.push(what);
        clock.advance(MAKING_MS);
        if (what === 'broken') throw new Error('a mistake of the server');
      });
    };
    /** As long as the one before took, and no sooner. */
    const rests = async () => {
      const before = made.length;
      await endOfTurn();
      clock.advance(MAKING_MS - 1);
      expect(made).toHaveLength(before);
      clock.advance(1);
    };
    return { people, turns, made, asks, rests };
  }

  it('in the order in which they were asked for; what one asked for last counts', async () => {
    const { made, asks, rests } = await openTurns();
    asks(0, 'Ann’s');
    asks(1, 'Bob’s first');
    asks(2, 'Eve’s');
    asks(1, 'Bob’s second');
    expect(made).toEqual(['Ann’s']);
    await rests();
    expect(made).toEqual(['Ann’s', 'Bob’s second']);
    await rests();
    expect(made).toEqual(['Ann’s', 'Bob’s second', 'Eve’s']);
    await rests();
    asks(0, 'Ann’s again');
    expect(made.at(-1)).toBe('Ann’s again');
  });

  it('whoever has left is not waited for, and a mistake ends the connection that asked', async () => {
    const { people, turns, made, asks, rests } = await openTurns();
    asks(0, 'broken');
    asks(1, 'of somebody who leaves');
    asks(2, 'Eve’s');
    turns.giveUp((people[1] as RoomPerson).participant);
    await rests();
    expect(made).toEqual(['broken', 'Eve’s']);
    expect(people.map(({ closedWith }) => closedWith)).toEqual([CLOSE.ourFault, null, null]);
  });
});
