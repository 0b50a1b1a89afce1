/** One document and the people in it, over the real log on a disk in memory that can be told to fail. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../../server/contract/close-codes.ts';
import { readTokens } from '../../../server/contract/document/tokens.ts';
import {
  COMPACT_REST_MS_MAX,
  PRESENCE_TICK_MS,
  REOPEN_MS_MAX,
  UNCONFIRMED_BYTES_MAX,
} from '../../../server/contract/limits.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { createMetrics } from '../../../server/lib/metrics.ts';
import { usualLimits } from '../../../server/lib/transport-limits.ts';
import { CompactionTurns } from '../../../server/room/compaction-turns.ts';
import { DifferenceTurns } from '../../../server/room/difference-turns.ts';
import { Room, type RoomParts } from '../../../server/room/room.ts';
import { Rooms } from '../../../server/room/rooms.ts';
import type { DocumentLog } from '../../../server/storage/document-log.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import { createWorkerCompactor } from '../../../server/storage/worker-compactor.ts';
import { ManualClock } from '../../support/clock.ts';
import { RoomPerson } from '../../support/room-person.ts';

const YEAR_MS = 365 * 86_400_000;

/** How long a condition may take on a busy machine. */
const PATIENCE = { timeout: 20_000 };

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function openWorld() {
  const clock = new ManualClock();
  const disk = new MemoryDisk(clock);
  const log = await openLog(disk, clock);
  const compactor = createWorkerCompactor({ logger: silentLogger });
  closers.push(() => compactor.close());
  const told = { clock, logger: silentLogger, metrics: createMetrics(), limits: usualLimits() };
  const shared = { turns: new CompactionTurns(clock), differences: new DifferenceTurns(told) };
  const parts = { log, compactor, ...shared, ...told };
  return { clock, disk, log, parts, room: await openRoom(parts) };
}

async function openLog(disk: MemoryDisk, clock: ManualClock): Promise<DocumentLog> {
  const log = await openMemoryLog({ disk, clock });
  if (!log.ok) throw new Error(log.error.message);
  closers.push(() => log.value.close());
  return log.value;
}

async function openFrom(rooms: Rooms, id = 'd'): Promise<Room> {
  const room = await rooms.open(id);
  if (!room.ok) throw new Error(room.error.message);
  return room.value;
}

async function openRoom(parts: RoomParts): Promise<Room> {
  const opened = await parts.log.open('d');
  if (!opened.ok) throw new Error(opened.error.message);
  const room = await Room.load('d', opened.value, parts);
  closers.push(() => room.close());
  return room;
}

describe('R30 an update is written before it is relayed', () => {
  it('nobody sees it, and no checkpoint is echoed, while the write is under way', async () => {
    const { room, clock, disk } = await openWorld();
    disk.writeMs = 100;
    const ann = new RoomPerson(room, 'ann');
    const bob = new RoomPerson(room, 'bob');
    ann.types('hello');
    ann.participant.checkpoint(1);
    await Promise.resolve();
    expect(bob.text).toBe('');
    expect(ann.echoes).toEqual([]);
    await vi.waitFor(() => {
      clock.advance(100);
      expect(bob.text).toBe('hello');
    }, PATIENCE);
    expect(ann.echoes).toEqual([1]);
  });

  it('a checkpoint with nothing before it is echoed at once', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    ann.participant.checkpoint(9);
    expect(ann.echoes).toEqual([9]);
  });

  it('everybody gets the updates in one order, and nobody gets their own back', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const bob = new RoomPerson(room, 'bob');
    const eve = new RoomPerson(room, 'eve');
    const framesBefore = ann.framesTaken;
    for (let n = 0; n < 20; n += 1) ann.types(`${n} `);
    await room.settled();
    expect(bob.text).toBe(ann.text);
    expect(eve.text).toBe(ann.text);
    expect(ann.framesTaken).toBe(framesBefore);
  });
});

describe('R29 R32 what was not written is not called saved', () => {
  it('while a write fails nothing is echoed or relayed; when the disk is back, both', async () => {
    const { room, disk, log, clock } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const bob = new RoomPerson(room, 'bob');
    disk.failOpenings('EIO', 'EIO');
    disk.failWrites('error');
    ann.types('kept in mind');
    ann.participant.checkpoint(1);
    await vi.waitFor(() => expect(log.failure()).not.toBeNull(), PATIENCE);
    expect(ann.echoes).toEqual([]);
    expect(bob.text).toBe('');
    await vi.waitFor(() => {
      clock.advance(1_000);
      expect(bob.text).toBe('kept in mind');
    }, PATIENCE);
    expect(ann.echoes).toEqual([1]);
  });

  /** A room in which "known" is on the disk, and a disk that has just failed under Ann's next word. */
  async function openFailing() {
    const { parts, disk, log, clock } = await openWorld();
    const rooms = new Rooms(parts);
    closers.push(() => rooms.close());
    const comes = async (name: string) => new RoomPerson(await openFrom(rooms, 'failing'), name);
    const [ann, reader] = [await comes('ann'), await comes('reader')];
    ann.types('known');
    await vi.waitFor(() => expect(reader.text).toBe('known'), PATIENCE);
    disk.failOpenings(...Array.from({ length: 50 }, () => 'EIO'));
    disk.failWrites('error');
    ann.types('!');
    await vi.waitFor(() => expect(log.failure()).not.toBeNull(), PATIENCE);
    const diskIsBack = () =>
      vi.waitFor(() => {
        clock.advance(REOPEN_MS_MAX);
        expect(log.failure()).toBeNull();
      }, PATIENCE);
    return { rooms, comes, ann, reader, diskIsBack };
  }

  it('R32 while writes fail whoever waits is sent away with 4503, and the others read on', async () => {
    const { rooms, comes, ann, reader, diskIsBack } = await openFailing();
    expect([ann.closedWith, reader.closedWith]).toEqual([CLOSE.storageFailing, null]);
    reader.participant.checkpoint(1);
    expect(reader.echoes).toEqual([1]);
    const newcomer = await comes('newcomer');
    expect(newcomer.text).toBe('known');
    expect(await rooms.open('never loaded')).toMatchObject({ ok: false });
    await diskIsBack();
    await vi.waitFor(() => expect([reader.text, newcomer.text]).toEqual(['known!', 'known!']), PATIENCE);
    expect([reader.closedWith, newcomer.closedWith]).toEqual([null, null]);
  });

  it('R32 whoever writes while writes fail is sent away with 4503, without an echo, and loses nothing', async () => {
    const { comes, ann, reader, diskIsBack } = await openFailing();
    const back = await comes('ann is back');
    back.brings(ann.doc);
    back.participant.checkpoint(1);
    expect([back.closedWith, back.echoes]).toEqual([CLOSE.storageFailing, []]);
    reader.types('?');
    expect(reader.closedWith).toBe(CLOSE.storageFailing);
    await diskIsBack();
    const witness = await comes('witness');
    (await comes('the reader is back')).brings(reader.doc);
    await vi.waitFor(() => expect(witness.text).toMatch(/^known(!\?|\?!)$/), PATIENCE);
  });
});

describe('whoever comes back hands over everything that was ever deleted', () => {
  it('which is no record when it is known, and one when it is not', async () => {
    const { room, parts } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    ann.types('some words');
    ann.doc.getText('body').delete(0, 5);
    const recordsOf = async () => {
      const opened = await parts.log.open('d');
      return opened.ok ? opened.value.head : 0;
    };
    await vi.waitFor(async () => expect(await recordsOf()).toBe(2), PATIENCE);
    const back = new RoomPerson(room, 'somebody with a copy');
    back.brings(ann.doc);
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(ann.doc));
    copy.getText('body').delete(0, 1);
    back.brings(copy);
    await vi.waitFor(() => expect(ann.text).toBe('ords'), PATIENCE);
    expect(await recordsOf()).toBe(3);
  });
});

describe('R21 R38 both sides ask for what they lack', () => {
  it('the server asks everybody who joins', async () => {
    const { room } = await openWorld();
    expect(new RoomPerson(room, 'ann').questions).toBe(1);
  });

  it('an update that lacks what comes before makes the server ask again', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const bob = new RoomPerson(room, 'bob');
    const lost = room.accept;
    room.accept = () => {};
    ann.types('lost in the network ');
    room.accept = lost;
    ann.types('arrived');
    expect(ann.questions).toBe(2);
    await room.settled();
    expect(bob.text).toBe('');
  });

  it('somebody who knows a part gets the rest, somebody who knows nothing gets all', async () => {
    const { room, parts } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const early = new RoomPerson(room, 'early');
    ann.types('one ');
    await room.settled();
    early.leaves();
    ann.types('two');
    await room.settled();
    await room.close();
    const again = await openRoom(parts);
    expect(new RoomPerson(again, 'late').text).toBe('one two');
    const back = new RoomPerson(again, 'early');
    Y.applyUpdate(back.doc, Y.encodeStateAsUpdate(early.doc), back);
    back.asks();
    expect(back.text).toBe('one two');
  });
});

describe('R8 R9 a reader that stops reading', () => {
  it('gets nothing more until it drains, then one update and the present cursors', async () => {
    const { room, clock } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const slow = new RoomPerson(room, 'slow');
    slow.isStalled = true;
    for (let n = 0; n < 50; n += 1) ann.types(`${n} `);
    ann.announces({ name: 'Ann' });
    await room.settled();
    clock.advance(PRESENCE_TICK_MS);
    const framesBefore = slow.framesTaken;
    slow.drains();
    expect(slow.text).toBe(ann.text);
    expect(slow.framesTaken - framesBefore).toBe(2);
    expect(slow.presence.get(ann.doc.clientID)?.state).toBe('{"name":"Ann"}');
  });

  it('R24 is told who has left meanwhile', async () => {
    const { room, clock } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const slow = new RoomPerson(room, 'slow');
    ann.announces({ name: 'Ann' });
    clock.advance(PRESENCE_TICK_MS);
    slow.isStalled = true;
    ann.leaves();
    clock.advance(PRESENCE_TICK_MS);
    expect(slow.presence.get(ann.doc.clientID)?.state).toBe('{"name":"Ann"}');
    slow.drains();
    expect(slow.presence.get(ann.doc.clientID)?.state).toBe('null');
  });

  it('is answered once, however often it asked', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    ann.types('text');
    await room.settled();
    const slow = new RoomPerson(room, 'slow');
    slow.isStalled = true;
    for (let n = 0; n < 400; n += 1) slow.asks();
    const answersBefore = slow.answers;
    slow.drains();
    expect(slow.answers - answersBefore).toBe(1);
  });

  it('gets its checkpoints when it reads again', async () => {
    const { room } = await openWorld();
    const slow = new RoomPerson(room, 'slow');
    slow.isStalled = true;
    slow.types('mine');
    slow.participant.checkpoint(4);
    await room.settled();
    slow.drains();
    expect(slow.echoes).toEqual([4]);
  });
});

describe('back-pressure towards a writer', () => {
  it('a socket that is far ahead of the disk is not read until the disk has caught up', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    ann.types('x'.repeat(UNCONFIRMED_BYTES_MAX));
    expect(ann.isPaused).toBe(true);
    await room.settled();
    expect(ann.isPaused).toBe(false);
  });
});

describe('compaction', () => {
  it('replaces a quiet document by a snapshot, and everybody still gets all of it', async () => {
    const { room, clock, parts } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    for (let n = 0; n < 30; n += 1) ann.types(`${n} `);
    await room.settled();
    clock.advance(2_000);
    await room.close();
    const opened = await parts.log.open('d');
    expect(opened).toMatchObject({ ok: true, value: { tail: [], snapshot: { through: 30 } } });
    expect(new RoomPerson(await openRoom(parts), 'late').text).toBe(ann.text);
  });

  it('comes although the clock is set back by a year', async () => {
    const { room, clock, parts } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    ann.types('hello');
    await room.settled();
    clock.set(-YEAR_MS);
    clock.advance(2_000);
    await room.close();
    expect(await parts.log.open('d')).toMatchObject({ ok: true, value: { tail: [], snapshot: { through: 1 } } });
  });

  it('comes again minutes after one during which the clock was set forth by a year', async () => {
    const { room, clock, parts } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    ann.types('hello');
    await room.settled();
    clock.advance(2_000);
    clock.set(YEAR_MS);
    const compacted = (through: number) => ({ ok: true, value: { tail: [], snapshot: { through } } });
    await vi.waitFor(async () => expect(await parts.log.open('d')).toMatchObject(compacted(1)), PATIENCE);
    ann.types(' again');
    await room.settled();
    clock.advance(2_000);
    clock.advance(COMPACT_REST_MS_MAX);
    clock.advance(2_000);
    await room.close();
    expect(await parts.log.open('d')).toMatchObject(compacted(2));
  });
});

describe('the first block of a document', () => {
  it('is written by the server when a document that was made offline arrives, once, and in front', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann', true);
    ann.types('written offline');
    ann.types(' and on');
    await room.settled();
    expect(readTokens(ann.doc.getText('body')).map(({ kind }) => kind)).toEqual(['marker', 'text']);
  });

  it('is no business of other programs, which keep in a document what they like', async () => {
    const { room } = await openWorld();
    const program = new RoomPerson(room, 'program');
    program.types('anything');
    await room.settled();
    expect(readTokens(program.doc.getText('body')).map(({ kind }) => kind)).toEqual(['text']);
  });
});

describe('R24 presence', () => {
  it('of everybody reaches a newcomer, and departures reach all', async () => {
    const { room, clock } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    ann.announces({ name: 'Ann' });
    const bob = new RoomPerson(room, 'bob');
    expect(bob.presence.get(ann.doc.clientID)?.state).toBe('{"name":"Ann"}');
    ann.leaves();
    clock.advance(PRESENCE_TICK_MS);
    expect(bob.presence.get(ann.doc.clientID)?.state).toBe('null');
  });
});

describe('R18 a damaged document', () => {
  it('is shown, and takes no writes', async () => {
    const { parts } = await openWorld();
    const opened = { head: 0, snapshot: null, note: null, tail: [], damage: 'Record 1 is damaged.' };
    const room = await Room.load('damaged', opened, parts);
    closers.push(() => room.close());
    const ann = new RoomPerson(room, 'ann');
    ann.types('refused');
    expect(ann.closedWith).toBe(CLOSE.storageFailing);
  });
});
