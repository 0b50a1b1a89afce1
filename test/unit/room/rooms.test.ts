/** Which documents are loaded, and when they are let go. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { BODY } from '../../../server/contract/document/names.ts';
import { COMPACT_RECORDS_MAX, ROOM_UNLOAD_MS } from '../../../server/contract/limits.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { createMetrics } from '../../../server/lib/metrics.ts';
import { usualLimits } from '../../../server/lib/transport-limits.ts';
import type { Room } from '../../../server/room/room.ts';
import { Rooms } from '../../../server/room/rooms.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import { createWorkerCompactor } from '../../../server/storage/worker-compactor.ts';
import { ManualClock } from '../../support/clock.ts';
import { must } from '../../support/document-log-contract.ts';
import { RoomPerson } from '../../support/room-person.ts';
import { TypedDocument } from '../../support/typing.ts';

/** How long a condition may take on a busy machine. */
const PATIENCE = { timeout: 20_000 };

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** @param compactionMs what each compaction takes by the rooms' clock. */
async function openRooms({ compactionMs = 0 } = {}) {
  const clock = new ManualClock();
  const disk = new MemoryDisk(clock);
  const log = await openMemoryLog({ disk, clock });
  if (!log.ok) throw new Error(log.error.message);
  const compactor = createWorkerCompactor({ logger: silentLogger });
  const compact: typeof compactor.compact = async (input) => {
    const output = await compactor.compact(input);
    clock.advance(compactionMs);
    return output;
  };
  const rooms = new Rooms({
    log: log.value,
    compactor: { ...compactor, compact },
    clock,
    logger: silentLogger,
    metrics: createMetrics(),
    limits: usualLimits(),
  });
  closers.push(
    () => log.value.close(),
    () => compactor.close(),
    () => rooms.close(),
  );
  return { clock, disk, rooms, log: log.value };
}

async function enter(rooms: Rooms, id: string): Promise<Room> {
  const room = await rooms.open(id);
  if (!room.ok) throw new Error(room.error.message);
  return room.value;
}

describe('R28 documents are unloaded when nobody is left', () => {
  it('two who come at once share one room', async () => {
    const { rooms } = await openRooms();
    const [one, other] = await Promise.all([enter(rooms, 'd'), enter(rooms, 'd')]);
    expect(one).toBe(other);
  });

  it('a room that stays empty is forgotten, and the next one in finds everything', async () => {
    const { rooms, clock } = await openRooms();
    const room = await enter(rooms, 'd');
    const ann = new RoomPerson(room, 'ann');
    ann.types('kept');
    await room.settled();
    ann.leaves();
    await vi.waitFor(async () => {
      clock.advance(3 * ROOM_UNLOAD_MS);
      expect(await enter(rooms, 'd')).not.toBe(room);
    }, PATIENCE);
    expect(new RoomPerson(await enter(rooms, 'd'), 'bob').text).toBe('kept');
  });

  it('gives its updates to whoever wants no more than a few bytes of them', async () => {
    const { rooms } = await openRooms();
    const room = await enter(rooms, 'd');
    expect(room.updatesWithin(0)).toEqual([]);
    const ann = new RoomPerson(room, 'ann');
    ann.types('kept');
    await room.settled();
    const updates = room.updatesWithin(1_000) ?? [];
    const bytes = updates.reduce((sum, { length }) => sum + length, 0);
    expect(room.updatesWithin(bytes)).toEqual(updates);
    expect(room.updatesWithin(bytes - 1)).toBeNull();
    const doc = new Y.Doc();
    for (const update of updates) Y.applyUpdate(doc, update);
    expect(doc.getText(BODY).toString()).toContain('kept');
  });

  it('a room with somebody in it stays', async () => {
    const { rooms, clock } = await openRooms();
    const room = await enter(rooms, 'd');
    new RoomPerson(room, 'ann');
    clock.advance(10 * ROOM_UNLOAD_MS);
    expect(await enter(rooms, 'd')).toBe(room);
  });

  it('a room is not forgotten before its last write is finished', async () => {
    const { rooms, clock, disk } = await openRooms();
    const room = await enter(rooms, 'd');
    disk.writeMs = 10 * ROOM_UNLOAD_MS;
    const ann = new RoomPerson(room, 'ann');
    ann.types('slow to write');
    ann.leaves();
    clock.advance(5 * ROOM_UNLOAD_MS);
    expect(await enter(rooms, 'd')).toBe(room);
    disk.writeMs = 0;
    await vi.waitFor(() => {
      clock.advance(10 * ROOM_UNLOAD_MS);
      expect(room.isIdle).toBe(true);
    }, PATIENCE);
  });

  it('20,000 documents opened and left leave nothing behind', async () => {
    const { rooms, clock } = await openRooms();
    for (let n = 0; n < 20_000; n += 1) await enter(rooms, `d${n}`);
    expect(rooms.count).toBe(20_000);
    await vi.waitFor(() => {
      clock.advance(ROOM_UNLOAD_MS);
      expect(rooms.count).toBe(0);
    }, PATIENCE);
  });
});

describe('a log that was not compacted for long', () => {
  it('is shown at once, and compacted to its end without anybody writing', async () => {
    const { rooms, log } = await openRooms();
    const document = new TypedDocument();
    document.type('ann', 'a line. '.repeat(900));
    expect(document.records.length).toBeGreaterThan(COMPACT_RECORDS_MAX);
    await log.append('d', document.records);
    const shown = async () => new RoomPerson(await enter(rooms, 'd'), 'somebody').text;
    expect(await shown()).toBe(document.text());
    const through = async () => must(await log.open('d')).snapshot?.through ?? 0;
    await vi.waitFor(async () => expect(await through()).toBe(document.records.length), PATIENCE);
    expect(await shown()).toBe(document.text());
  });

  it('is not unloaded before that, although nobody is left and it rests between two compactions', async () => {
    const { rooms, log, clock } = await openRooms({ compactionMs: ROOM_UNLOAD_MS });
    const document = new TypedDocument();
    document.type('ann', 'a line. '.repeat(900));
    await log.append('d', document.records);
    const ann = new RoomPerson(await enter(rooms, 'd'), 'ann');
    ann.leaves();
    await vi.waitFor(() => {
      clock.advance(ROOM_UNLOAD_MS / 2);
      expect(rooms.count).toBe(0);
    }, PATIENCE);
    const { snapshot, tail } = must(await log.open('d'));
    expect([snapshot?.through, tail.length]).toEqual([document.records.length, 0]);
  });
});

describe('R17 R18 a record that cannot be read', () => {
  it('is set aside, and everybody is let in to everything else', async () => {
    const { rooms, log } = await openRooms();
    const document = new TypedDocument();
    document.type('ann', 'before ');
    document.addRaw('mallory', Uint8Array.of(9, 9, 9));
    document.type('ann', 'after');
    await log.append('d', document.records);
    const ann = new RoomPerson(await enter(rooms, 'd'), 'ann');
    expect(ann.text).toBe('before after');
    const { head, snapshot } = must(await log.open('d'));
    expect([head, snapshot?.through]).toEqual([13, 13]);
    ann.types('!');
    const bob = new RoomPerson(await enter(rooms, 'd'), 'bob');
    await vi.waitFor(() => expect(bob.text).toBe('before after!'), PATIENCE);
  });
});

describe('R2 a mistake in one room', () => {
  it('ends that room only, and the next one in gets a fresh one', async () => {
    const { rooms } = await openRooms();
    const other = await enter(rooms, 'other');
    const bystander = new RoomPerson(other, 'bystander');
    const room = await enter(rooms, 'd');
    const ann = new RoomPerson(room, 'ann');
    const bob = new RoomPerson(room, 'bob');
    bob.deliver = () => {
      throw new Error('a mistake of the server');
    };
    ann.types('survives');
    await vi.waitFor(() => expect(room.isBroken).toBe(true), PATIENCE);
    expect(ann.closedWith?.code).toBe(4500);
    expect(bystander.closedWith).toBeNull();
    const fresh = await enter(rooms, 'd');
    expect(fresh).not.toBe(room);
    expect(new RoomPerson(fresh, 'ann').text).toBe('survives');
  });
});
