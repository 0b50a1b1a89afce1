/** Who is here, and who may say so. */

import { afterEach, describe, expect, it } from 'vitest';
import {
  PRESENCE_CLIENTS_MAX,
  PRESENCE_CLOCK_MAX,
  PRESENCE_CLOCK_SHOWN_MAX,
  PRESENCE_TICK_MS,
} from '../../../server/contract/limits.ts';
import { decodeEntries, encodeEntries } from '../../../server/contract/presence-entries.ts';
import { Presence } from '../../../server/room/presence.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { ManualClock } from '../../support/clock.ts';
import { RoomPerson } from '../../support/room-person.ts';
import { openRoomPlace } from '../../support/room-place.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const ann = { name: 'ann' };
const bob = { name: 'bob' };

function entry(client: number, clock: number, state: object | null) {
  return { client, clock, state: JSON.stringify(state) };
}

describe('R24 presence', () => {
  it('of a tick carries the latest entry of each client once', () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 1, { at: 'a' })]);
    presence.announce(ann, [entry(1, 2, { at: 'b' })]);
    presence.announce(bob, [entry(2, 1, { at: 'c' })]);
    expect(presence.takeChanges()).toEqual([entry(1, 2, { at: 'b' }), entry(2, 1, { at: 'c' })]);
    expect(presence.takeChanges()).toEqual([]);
  });

  it("somebody else's entry is ignored without a word: stock clients echo what they receive", () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 1, { at: 'a' })]);
    presence.takeChanges();
    expect(presence.announce(bob, [entry(1, 9, { at: 'moved by bob' })])).toBe(false);
    expect(presence.entries()).toEqual([entry(1, 1, { at: 'a' })]);
  });

  it('whoever comes back speaks for themselves again, beside a stock client that repeated what it had heard of them', () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 6, { user: 'ann' })]);
    presence.leave(ann);
    presence.announce(bob, [entry(2, 0, { user: 'bob' }), entry(1, 6, { user: 'ann, says bob' })]);
    const annAgain = { name: 'ann' };
    presence.announce(annAgain, [entry(1, 7, { user: 'ann' })]);
    presence.takeChanges();
    expect(presence.announce(bob, [entry(1, 8, { user: 'ann, says bob' })])).toBe(false);
    presence.leave(bob);
    expect(presence.entries()).toEqual([entry(1, 7, { user: 'ann' })]);
  });

  it('what somebody says of themselves is taken from them by nobody who announces it first of all', () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 6, { user: 'ann' })]);
    presence.takeChanges();
    expect(presence.announce(bob, [entry(1, 7, { user: 'bob' })])).toBe(false);
  });

  it('an older entry does not replace a newer one', () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 5, { at: 'new' })]);
    presence.announce(ann, [entry(1, 4, { at: 'old' })]);
    expect(presence.entries()).toEqual([entry(1, 5, { at: 'new' })]);
  });

  it('whoever leaves is gone for everybody, with a clock that wins', () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 5, { at: 'a' })]);
    presence.announce(bob, [entry(2, 1, { at: 'b' })]);
    presence.takeChanges();
    expect(presence.leave(ann)).toBe(true);
    expect(presence.takeChanges()).toEqual([entry(1, 6, null)]);
    expect(presence.entries()).toEqual([entry(2, 1, { at: 'b' })]);
  });

  it('goes over to a new line of the same person, whose old one died unnoticed, with its first news', () => {
    const annAgain = { name: 'ann' };
    const presence = new Presence((one, other) => one === ann && other === annAgain);
    presence.announce(ann, [entry(1, 5, { at: 'a' })]);
    presence.takeChanges();
    expect(presence.announce(annAgain, [entry(1, 5, { at: 'repeated' })])).toBe(false);
    expect(presence.announce(annAgain, [entry(1, 6, { at: 'b' })])).toBe(true);
    expect(presence.takeChanges()).toEqual([entry(1, 6, { at: 'b' })]);
    expect(presence.leave(ann)).toBe(false);
    expect(presence.leave(annAgain)).toBe(true);
    expect(presence.entries()).toEqual([]);
  });

  it('whoever counted on while their line was dead is heard: a clock may jump', () => {
    const annAgain = { name: 'ann' };
    const presence = new Presence((one, other) => one === ann && other === annAgain);
    presence.announce(ann, [entry(1, 5, { at: 'a' })]);
    presence.announce(annAgain, [entry(1, 50_000, { at: 'b' })]);
    expect(presence.entries()).toEqual([entry(1, 50_000, { at: 'b' })]);
  });

  it('a clock that nobody counts to is shown to nobody: they would go on from it, and be refused', () => {
    const presence = new Presence();
    expect(presence.announce(ann, [entry(1, PRESENCE_CLOCK_SHOWN_MAX + 1, { at: 'a' })])).toBe(false);
    presence.announce(ann, [entry(1, PRESENCE_CLOCK_SHOWN_MAX, { at: 'b' })]);
    presence.leave(ann);
    const [left] = presence.takeChanges();
    expect(left?.clock).toBeLessThan(PRESENCE_CLOCK_MAX);
    expect(decodeEntries(encodeEntries([entry(1, PRESENCE_CLOCK_SHOWN_MAX + 1, null)]))).toHaveLength(1);
  });

  it('an id is free again once its owner has left', () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 5, { at: 'a' })]);
    presence.leave(ann);
    expect(presence.announce(bob, [entry(1, 6, { at: 'b' })])).toBe(true);
  });

  it('entries survive the wire', () => {
    const entries = [entry(1, 5, { name: 'Ånn 👩‍💻' }), entry(4_294_967_295, 0, null)];
    expect(decodeEntries(encodeEntries(entries))).toEqual(entries);
  });

  it.each([
    ['a state that is not JSON', encodeEntries([{ client: 1, clock: 1, state: '{' }])],
    ['a state of more than 4 KiB', encodeEntries([entry(1, 1, { long: 'x'.repeat(5_000) })])],
    ['a clock of 2^31', encodeEntries([entry(1, 2 ** 31, {})])],
    ['more entries than bytes', Uint8Array.of(200, 1, 1, 1)],
    ['bytes after the last entry', Uint8Array.of(0, 0)],
  ])('refuses %s', (_what, bytes) => {
    expect(() => decodeEntries(bytes)).toThrow();
  });
});

describe('R24 one who speaks for a crowd', () => {
  it('is heard for as many as one connection may speak for, and for others once those have left', () => {
    const presence = new Presence();
    const owner = {};
    const entries = Array.from({ length: PRESENCE_CLIENTS_MAX + 10 }, (_, client) => ({
      client,
      clock: 1,
      state: '{}',
    }));
    presence.announce(owner, entries);
    expect(presence.entries()).toHaveLength(PRESENCE_CLIENTS_MAX);
    presence.announce(owner, [{ client: 0, clock: 2, state: 'null' }, ...entries.slice(-1)]);
    expect(presence.entries().map(({ client }) => client)).toContain(PRESENCE_CLIENTS_MAX + 9);
    presence.leave(owner);
    presence.announce(owner, entries);
    expect(presence.entries()).toHaveLength(PRESENCE_CLIENTS_MAX);
  });
});

it('R24 whoever moves a thousand times in a second reaches the others twenty times, the newest at last', async () => {
  const clock = new ManualClock();
  const { openRoom } = await openRoomPlace(new MemoryDisk(clock), clock, closers);
  const room = await openRoom();
  const ann = new RoomPerson(room, 'ann');
  const bob = new RoomPerson(room, 'bob');
  const framesBefore = bob.framesTaken;
  for (let move = 1; move <= 1_000; move += 1) {
    ann.announces({ move }, move);
    clock.advance(1);
  }
  clock.advance(PRESENCE_TICK_MS);
  expect(bob.framesTaken - framesBefore).toBeLessThanOrEqual(1_000 / PRESENCE_TICK_MS);
  expect(bob.presence.get(ann.doc.clientID)?.state).toBe('{"move":1000}');
});
