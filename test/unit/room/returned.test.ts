/**
 * Whose a client id is after a backup was restored: the server has lost text that people still have, and whoever comes
 * first brings back what others wrote, too.
 */

import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../../server/contract/close-codes.ts';
import { COMPACT_IDLE_MS, PENDING_MS, PENDING_UPDATES_MAX } from '../../../server/contract/limits.ts';
import { returnedBy } from '../../../server/lib/authors.ts';
import { checkUpdate } from '../../../server/lib/strict-update.ts';
import type { Room } from '../../../server/room/room.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { restoredMark } from '../../../server/storage/store-format.ts';
import { ManualClock } from '../../support/clock.ts';
import { RoomPerson } from '../../support/room-person.ts';
import { openRoomPlace } from '../../support/room-place.ts';

const PATIENCE = { timeout: 20_000 };

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server that went back to a backup from before the document was begun. */
async function restoredServer() {
  const clock = new ManualClock();
  const disk = new MemoryDisk(clock);
  const store = await disk.open();
  if (!store.ok) throw new Error(store.error);
  await store.value.write([restoredMark()]);
  await store.value.close();
  const { log, openRoom } = await openRoomPlace(disk, clock, closers);
  const authors = async () => {
    const document = await log.open('d');
    return document.ok ? document.value.tail.map(({ user }) => user) : [];
  };
  const isCompacted = async () => {
    await vi.waitFor(async () => {
      clock.advance(COMPACT_IDLE_MS);
      expect(await authors()).toEqual([]);
    }, PATIENCE);
  };
  return { clock, room: await openRoom(), openRoom, authors, isCompacted };
}

/** Somebody's page from before, which comes back. */
class Returner extends RoomPerson {
  readonly page: Y.Doc;
  readonly #room: Room;

  constructor(room: Room, user: string, page: Y.Doc) {
    super(room, user);
    this.page = page;
    this.#room = room;
    room.present(this.participant, [{ client: page.clientID, clock: 1, state: '{"user":{}}' }]);
  }

  bringsBack(): void {
    this.brings(this.page);
  }

  /** Sends what the page does, as it does it. */
  does(change: (body: Y.Text) => void): void {
    const before = Y.encodeStateVector(this.page);
    change(this.page.getText('body'));
    this.#room.accept(this.participant, checkUpdate(Y.encodeStateAsUpdate(this.page, before)));
  }
}

/** Two pages that read the same, of which each wrote a part. */
function pages(): { ann: Y.Doc; bob: Y.Doc } {
  const [ann, bob] = [new Y.Doc(), new Y.Doc()];
  ann.getText('body').insert(0, 'of Ann');
  Y.applyUpdate(bob, Y.encodeStateAsUpdate(ann));
  bob.getText('body').insert(0, 'of Bob, ');
  Y.applyUpdate(ann, Y.encodeStateAsUpdate(bob));
  return { ann, bob };
}

describe('R22 R36 after a backup was restored', () => {
  it('what several people have comes back once, and nobody is sent away for it', async () => {
    const { room, authors } = await restoredServer();
    const { ann, bob } = pages();
    const [one, other] = [new Returner(room, 'ann', ann), new Returner(room, 'bob', bob)];
    other.bringsBack();
    // Before any of it is on the disk.
    one.bringsBack();
    one.does((body) => body.insert(body.length, '!'));
    other.does((body) => body.insert(0, '? '));
    await room.settled();
    expect([one.closedWith, other.closedWith]).toEqual([null, null]);
    expect(new RoomPerson(room, 'late').text).toBe('? of Bob, of Ann!');
    expect(await authors()).toEqual([returnedBy('bob'), returnedBy('ann'), 'ann', 'bob']);
  });

  it('their carets are shown, whoever brought back what they wrote', async () => {
    const { room } = await restoredServer();
    const { ann, bob } = pages();
    new Returner(room, 'bob', bob).bringsBack();
    await room.settled();
    new Returner(room, 'ann', ann);
    expect([...new RoomPerson(room, 'late').presence.keys()].sort()).toEqual([ann.clientID, bob.clientID].sort());
  });

  it('a word can be deleted before anybody has brought it back', async () => {
    const { room } = await restoredServer();
    const { ann, bob } = pages();
    const [one, other] = [new Returner(room, 'ann', ann), new Returner(room, 'bob', bob)];
    other.does((body) => body.delete(0, 8));
    other.does((body) => body.delete(0, 3));
    one.bringsBack();
    await room.settled();
    expect([other.closedWith, new RoomPerson(room, 'late').text]).toEqual([null, 'Ann']);
  });

  it('an id is its author’s again once they write, also after a compaction', async () => {
    const { room, openRoom, isCompacted } = await restoredServer();
    const { ann, bob } = pages();
    new Returner(room, 'bob', bob).bringsBack();
    new Returner(room, 'ann', ann).does((body) => body.insert(0, 'mine: '));
    await room.settled();
    await isCompacted();
    await room.close();
    const again = await openRoom();
    const forged = new Y.Doc();
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(ann));
    forged.clientID = ann.clientID;
    forged.getText('body').insert(0, 'forged');
    for (const isAnswer of [false, true]) {
      const eve = new RoomPerson(again, 'eve');
      again.accept(eve.participant, checkUpdate(Y.encodeStateAsUpdate(forged)), isAnswer);
      expect(eve.conflicts).toEqual([ann.clientID]);
    }
  });

  it('an id of which only a part came back is nobody’s, and the rest is taken from whoever has it', async () => {
    const { room, openRoom, isCompacted } = await restoredServer();
    const ann = new Y.Doc();
    ann.getText('body').insert(0, 'one ');
    const bob = new Y.Doc();
    Y.applyUpdate(bob, Y.encodeStateAsUpdate(ann));
    ann.getText('body').insert(4, 'two');
    const cem = new Y.Doc();
    Y.applyUpdate(cem, Y.encodeStateAsUpdate(ann));
    new Returner(room, 'bob', bob).bringsBack();
    await room.settled();
    await isCompacted();
    await room.close();
    const again = await openRoom();
    const third = new Returner(again, 'cem', cem);
    third.bringsBack();
    await again.settled();
    expect([third.closedWith, new RoomPerson(again, 'late').text]).toEqual([null, 'one two']);
  });

  it('an update whose sender has not been asked yet makes nobody an owner: others have what it builds on', async () => {
    const { room } = await restoredServer();
    const { ann, bob } = pages();
    const one = new Returner(room, 'ann', ann);
    one.does((body) => body.insert(body.length, '!'));
    one.leaves();
    await room.settled();
    const other = new Returner(room, 'bob', bob);
    other.bringsBack();
    await room.settled();
    expect([other.closedWith, new RoomPerson(room, 'late').text]).toEqual([null, 'of Bob, of Ann!']);
  });

  it('R21 whoever has what builds on text that nobody has any more is asked again, and stays', async () => {
    const { room, clock } = await restoredServer();
    const { ann } = pages();
    const one = new Returner(room, 'ann', ann);
    one.does((body) => body.insert(body.length, '!'));
    const asked = one.questions;
    clock.advance(2 * PENDING_MS);
    expect([one.closedWith, one.questions]).toEqual([null, asked + 1]);
    one.bringsBack();
    await room.settled();
    expect(new RoomPerson(room, 'late').text).toBe('of Bob, of Ann!');
  });

  it('R21 and stays, too, however much they write meanwhile', async () => {
    const { room } = await restoredServer();
    const { ann } = pages();
    const one = new Returner(room, 'ann', ann);
    for (let n = 0; n < PENDING_UPDATES_MAX; n += 1) one.does((body) => body.insert(body.length, '!'));
    const asked = one.questions;
    one.does((body) => body.insert(body.length, '?'));
    await room.settled();
    expect([one.closedWith, one.questions]).toEqual([null, asked + 1]);
    one.bringsBack();
    await room.settled();
    expect(new RoomPerson(room, 'late').text).toBe(`of Bob, of Ann${'!'.repeat(PENDING_UPDATES_MAX)}?`);
  });

  it('whoever comes under the id of somebody who is here, and writes, is sent away as ever', async () => {
    const { room } = await restoredServer();
    const { ann } = pages();
    new Returner(room, 'ann', ann);
    const eve = new RoomPerson(room, 'eve');
    const forged = new Y.Doc();
    forged.clientID = ann.clientID;
    forged.getText('body').insert(0, 'x');
    room.accept(eve.participant, checkUpdate(Y.encodeStateAsUpdate(forged)));
    expect(eve.closedWith).toBe(CLOSE.clientIdConflict);
  });
});
