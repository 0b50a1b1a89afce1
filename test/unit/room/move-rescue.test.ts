/** People with real editors around one room, one of whom moves a block: what the others write into it comes along soon. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { importDocument } from '../../../server/contract/document/import.ts';
import { leavingBlock, noteMove } from '../../../server/contract/document/moved-from.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { createMetrics } from '../../../server/lib/metrics.ts';
import { usualLimits } from '../../../server/lib/transport-limits.ts';
import { CompactionTurns } from '../../../server/room/compaction-turns.ts';
import { DifferenceTurns } from '../../../server/room/difference-turns.ts';
import { Room } from '../../../server/room/room.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import { createWorkerCompactor } from '../../../server/storage/worker-compactor.ts';
import { ManualClock } from '../../support/clock.ts';
import { Person } from '../../support/people.ts';
import { RoomPerson } from '../../support/room-person.ts';

/** How long a condition may take on a busy machine. */
const PATIENCE = { timeout: 20_000 };

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function documentOf(...texts: string[]): Uint8Array {
  const content = texts.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] }));
  return importDocument({ type: 'doc', content }, { clientId: 9, newId: () => 'id' });
}

async function openWorld(start?: Uint8Array) {
  const clock = new ManualClock();
  const log = await openMemoryLog({ disk: new MemoryDisk(clock), clock });
  if (!log.ok) throw new Error(log.error.message);
  const compactor = createWorkerCompactor({ logger: silentLogger });
  // So that no test waits for a worker to start.
  await compactor.rescue({ snapshot: null, note: null, tail: [] });
  const opened = await log.value.open('d');
  if (!opened.ok) throw new Error(opened.error.message);
  const shared = {
    turns: new CompactionTurns(clock),
    differences: new DifferenceTurns({ clock, logger: silentLogger }),
  };
  const parts = {
    log: log.value,
    compactor,
    ...shared,
    clock,
    logger: silentLogger,
    metrics: createMetrics(),
    limits: usualLimits(),
  };
  const room = await Room.load('d', opened.value, parts);
  closers.push(
    () => log.value.close(),
    () => compactor.close(),
    () => room.close(),
  );
  if (start) await room.write(start);
  return { clock, room };
}

/** Somebody with an editor; in the room once they `join`. */
class Writer extends Person {
  member: RoomPerson | undefined;

  constructor(name: string, clientId: number, start: Uint8Array) {
    super(name, clientId, start);
    closers.push(() => this.leaves());
  }

  /** Gets what is new and hands over what was written meanwhile, in one piece. */
  joins(room: Room): this {
    const member = new RoomPerson(room, this.name, true);
    this.receive(Y.encodeStateAsUpdate(member.doc));
    this.looks();
    const missing = Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(member.doc));
    member.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === member) this.receive(update);
      this.looks();
    });
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'delivered') Y.applyUpdate(member.doc, update, this);
    });
    if (missing.length > 2) Y.applyUpdate(member.doc, missing, this);
    this.member = member;
    return this;
  }

  /** A paragraph goes in front of another, as when it is dragged. */
  drags(text: string, before: string): void {
    const { tr, doc } = this.editor.state;
    const from = doc.resolve(this.find(text)).before(1);
    const node = doc.nodeAt(from);
    if (node === null) throw new Error(`${text} is nowhere`);
    tr.delete(from, from + node.nodeSize);
    this.editor.view.dispatch(tr.insert(tr.mapping.map(doc.resolve(this.find(before)).before(1)), node));
  }

  get blocks(): string[] {
    return this.sees().map((line) => line.replace('paragraph: ', ''));
  }
}

describe('text that was written into a block while somebody moved it', () => {
  it('comes along within seconds, from somebody who is here and from somebody who was away, while all write on', async () => {
    const start = documentOf('head', 'alpha', 'beta', 'tail');
    const { room, clock } = await openWorld(start);
    const [ann, bob, cem] = [new Writer('ann', 1, start), new Writer('bob', 2, start), new Writer('cem', 3, start)];
    ann.joins(room);
    bob.joins(room);
    await room.settled();

    // Bob's letters and the move pass each other on the way; Cem has no network.
    if (bob.member) bob.member.isStalled = true;
    ann.drags('beta', 'head');
    bob.goesTo('bet').types('BOB');
    cem.goesTo('beta').types(' CEM');
    bob.member?.drains();
    ann.goesTo('tail');
    bob.goesTo('head');
    let rounds = 0;
    const writeOn = (): void => {
      ann.types('a');
      bob.types('b');
      clock.advance(100);
      rounds++;
    };
    await vi.waitFor(() => {
      writeOn();
      expect(ann.blocks[0]).toBe('betBOBa');
    }, PATIENCE);

    cem.joins(room);
    await vi.waitFor(() => {
      writeOn();
      expect(cem.blocks[0]).toBe('betBOBa CEM');
    }, PATIENCE);
    // A hundred milliseconds each: had anybody paused for two seconds, a compaction would have found it.
    expect(rounds).toBeLessThan(100);
    await room.settled();
    expect(ann.blocks).toEqual(['betBOBa CEM', `head${'b'.repeat(rounds)}`, 'alpha', `tail${'a'.repeat(rounds)}`]);
    expect(bob.blocks).toEqual(ann.blocks);
    expect(cem.blocks).toEqual(ann.blocks);
  });

  it('is found, too, in a document that was closed before it could come along', async () => {
    const start = documentOf('head', 'beta');
    const [ann, bob] = [new Writer('ann', 1, start), new Writer('bob', 2, start)];
    ann.drags('beta', 'head');
    bob.goesTo('beta').types('!');
    const merged = new Y.Doc();
    for (const { doc } of [ann, bob]) Y.applyUpdate(merged, Y.encodeStateAsUpdate(doc));
    const { room, clock } = await openWorld(Y.encodeStateAsUpdate(merged));
    const late = new Writer('late', 3, start).joins(room);
    await vi.waitFor(() => {
      clock.advance(1_000);
      expect(late.blocks).toEqual(['beta!', 'head']);
    }, PATIENCE);
  });

  it('comes along without an editor, too', async () => {
    const { room, clock } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const marker = new Y.Map<unknown>();
    ann.doc.getText('body').insertEmbed(0, marker);
    ann.types('moved');
    await room.settled();
    const bob = new RoomPerson(room, 'bob');
    bob.isStalled = true;
    ann.doc.transact(() => {
      const body = ann.doc.getText('body');
      const leaving = leavingBlock(marker);
      const moved = new Y.Map<unknown>();
      body.delete(0, body.length);
      body.insertEmbed(0, moved);
      body.insert(1, 'moved');
      if (leaving) noteMove(moved, leaving);
    });
    bob.types('!');
    bob.drains();
    await room.settled();
    await vi.waitFor(() => {
      clock.advance(2_000);
      expect([ann.text, bob.text]).toEqual(['moved!', 'moved!']);
    }, PATIENCE);
  });
});
