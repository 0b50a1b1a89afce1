/** What the log confirms counts, whatever became meanwhile of other writes, of the room that queued it, or of its author. */

import { setImmediate as endOfTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { seedUpdate } from '../../../server/contract/document/seed.ts';
import { REOPEN_MS_MAX } from '../../../server/contract/limits.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { createMetrics } from '../../../server/lib/metrics.ts';
import { checkUpdate } from '../../../server/lib/strict-update.ts';
import { usualLimits } from '../../../server/lib/transport-limits.ts';
import type { Room } from '../../../server/room/room.ts';
import { Rooms } from '../../../server/room/rooms.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import { createWorkerCompactor } from '../../../server/storage/worker-compactor.ts';
import { ManualClock } from '../../support/clock.ts';
import { must } from '../../support/document-log-contract.ts';
import { RoomPerson } from '../../support/room-person.ts';

/** How long a condition may take on a busy machine. */
const PATIENCE = { timeout: 20_000 };

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function openWorld() {
  const clock = new ManualClock();
  const disk = new MemoryDisk(clock);
  const log = must(await openMemoryLog({ disk, clock }));
  const compactor = createWorkerCompactor({ logger: silentLogger });
  const told = { logger: silentLogger, metrics: createMetrics(), limits: usualLimits() };
  const rooms = new Rooms({ log, compactor, clock, ...told });
  closers.push(
    () => log.close(),
    () => compactor.close(),
    () => rooms.close(),
  );
  const enter = async (): Promise<Room> => must(await rooms.open('d'));
  return { clock, disk, log, enter };
}

describe('R22 nobody is sent away for deleting a word that the log has confirmed', () => {
  it('also when another write was refused while the word waited for the disk', async () => {
    const { clock, disk, log, enter } = await openWorld();
    const room = await enter();
    const author = new RoomPerson(room, 'author');
    const reader = new RoomPerson(room, 'reader');
    disk.failOpenings('EIO');
    disk.failWrites('error');
    author.types('a word');
    await vi.waitFor(() => expect(log.failure()).not.toBeNull(), PATIENCE);
    expect(await room.write(seedUpdate())).toMatchObject({ code: 'failing' });
    await vi.waitFor(() => {
      clock.advance(REOPEN_MS_MAX);
      expect(reader.text).toBe('a word');
    }, PATIENCE);
    reader.doc.getText('body').delete(0, 2);
    await room.settled();
    expect([reader.closedWith, new RoomPerson(room, 'late').text]).toEqual([null, 'word']);
  });

  it('also when the room that queued the word has ended before', async () => {
    const { clock, disk, enter } = await openWorld();
    disk.writeMs = 100;
    const room = await enter();
    const author = new RoomPerson(room, 'author');
    const broken = new RoomPerson(room, 'broken');
    broken.deliver = () => {
      throw new Error('a mistake of the server');
    };
    author.types('one ');
    await endOfTurn();
    author.types('two');
    clock.advance(100);
    await vi.waitFor(() => expect(room.isBroken).toBe(true), PATIENCE);
    const fresh = await enter();
    const reader = new RoomPerson(fresh, 'reader');
    expect(reader.text).toBe('one ');
    await vi.waitFor(() => {
      clock.advance(100);
      expect(reader.text).toBe('one two');
    }, PATIENCE);
    disk.writeMs = 0;
    reader.doc.getText('body').delete(4, 1);
    await fresh.settled();
    expect([reader.closedWith, new RoomPerson(fresh, 'late').text]).toEqual([null, 'one wo']);
  });

  it('also when what it builds on came after its author had left', async () => {
    const { enter } = await openWorld();
    const room = await enter();
    const reader = new RoomPerson(room, 'reader');
    const updates: Uint8Array[] = [];
    const doc = new Y.Doc();
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (const word of ['one ', 'two ', 'three']) doc.getText('body').insert(doc.getText('body').length, word);
    const [one, two, three] = updates.map((update) => checkUpdate(update));
    if (one === undefined || two === undefined || three === undefined) throw new Error('three updates');
    const author = new RoomPerson(room, 'author');
    for (const update of [one, three]) room.accept(author.participant, update);
    await room.settled();
    author.leaves();
    room.accept(new RoomPerson(room, 'author').participant, two);
    await room.settled();
    expect(reader.text).toBe('one two three');
    reader.doc.getText('body').delete(8, 2);
    await room.settled();
    expect([reader.closedWith, new RoomPerson(room, 'late').text]).toEqual([null, 'one two ree']);
  });
});
