/** Who may write under which Yjs client id, and what becomes of updates that build on what is not there. */

import * as encoding from 'lib0/encoding';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../../server/contract/close-codes.ts';
import { SEED_CLIENT_ID, seedUpdate } from '../../../server/contract/document/seed.ts';
import { COMPACT_IDLE_MS, PENDING_BYTES_MAX, PENDING_MS } from '../../../server/contract/limits.ts';
import { ANONYMOUS } from '../../../server/lib/authors.ts';
import { checkUpdate } from '../../../server/lib/strict-update.ts';
import type { Room } from '../../../server/room/room.ts';
import type { OpenedDocument } from '../../../server/storage/document-log.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { ManualClock } from '../../support/clock.ts';
import { RoomPerson } from '../../support/room-person.ts';
import { openRoomPlace } from '../../support/room-place.ts';

const PATIENCE = { timeout: 20_000 };

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function openWorld() {
  const clock = new ManualClock();
  const { log, openRoom } = await openRoomPlace(new MemoryDisk(clock), clock, closers);
  const isCompacted = async (room: Room) => {
    await room.settled();
    await vi.waitFor(async () => {
      clock.advance(COMPACT_IDLE_MS);
      const document = await log.open('d');
      expect(document).toMatchObject({ ok: true, value: { tail: [] } });
    }, PATIENCE);
  };
  return { clock, log, room: await openRoom(), openRoom, isCompacted };
}

/** What somebody would send who calls themselves `client` and knows what `seen` holds. */
function forged(client: number, seen: Y.Doc, forge: (body: Y.Text) => void): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(seen));
  doc.clientID = client;
  forge(doc.getText('body'));
  return doc;
}

describe('R22 a client id belongs to who first used it', () => {
  it('what somebody else writes under it is refused, and its owner goes on', async () => {
    const { room } = await openWorld();
    const [ann, bob, eve] = ['ann', 'bob', 'eve'].map((name) => new RoomPerson(room, name)) as [
      RoomPerson,
      RoomPerson,
      RoomPerson,
    ];
    ann.types('mine ');
    await room.settled();
    eve.brings(forged(ann.doc.clientID, eve.doc, (body) => body.insert(5, 'forged')));
    expect([eve.closedWith, eve.conflicts]).toEqual([CLOSE.clientIdConflict, [ann.doc.clientID]]);
    ann.types('and only mine');
    await room.settled();
    expect([ann.closedWith, bob.text]).toEqual([null, 'mine and only mine']);
  });

  it('a deletion of what its owner has not sent yet is refused, one of what is there is not', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const bob = new RoomPerson(room, 'bob');
    const eve = new RoomPerson(room, 'eve');
    ann.types('mine');
    await room.settled();
    bob.doc.getText('body').delete(0, 1);
    await room.settled();
    expect([bob.closedWith, ann.text]).toEqual([null, 'ine']);
    // No structs, one client, one range: 100 characters from the fourth on.
    room.accept(eve.participant, checkUpdate(deletionOf(ann.doc.clientID, 4, 100)));
    expect(eve.conflicts).toEqual([ann.doc.clientID]);
    ann.types(' again');
    await room.settled();
    expect(bob.text).toBe('ine again');
  });

  it('garbage over it is refused', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const eve = new RoomPerson(room, 'eve');
    ann.types('abc');
    await room.settled();
    room.accept(eve.participant, checkUpdate(garbageOf(ann.doc.clientID, 3, 9)));
    expect(eve.conflicts).toEqual([ann.doc.clientID]);
  });

  it('the same person may use it in another tab, and bring what the first tab had not sent', async () => {
    const { room } = await openWorld();
    const tab = new RoomPerson(room, 'ann');
    const bob = new RoomPerson(room, 'bob');
    tab.types('sent ');
    await room.settled();
    const copy = forged(tab.doc.clientID, tab.doc, (body) => body.insert(5, 'kept on the device'));
    tab.leaves();
    const other = new RoomPerson(room, 'ann');
    other.brings(copy);
    await room.settled();
    expect([other.closedWith, bob.text]).toEqual([null, 'sent kept on the device']);
  });

  it('anybody may hand over what is here already', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const bob = new RoomPerson(room, 'bob');
    ann.types('known');
    await room.settled();
    room.accept(bob.participant, checkUpdate(Y.encodeStateAsUpdate(bob.doc)));
    expect(bob.closedWith).toBeNull();
  });

  it('is still theirs after a compaction, and after the room was unloaded', async () => {
    const { room, openRoom, isCompacted } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    ann.types('one ');
    await isCompacted(room);
    const eve = new RoomPerson(room, 'eve');
    eve.brings(forged(ann.doc.clientID, eve.doc, (body) => body.insert(0, 'x')));
    expect(eve.conflicts).toEqual([ann.doc.clientID]);
    await room.close();
    const again = await openRoom();
    const eveAgain = new RoomPerson(again, 'eve');
    eveAgain.brings(forged(ann.doc.clientID, eveAgain.doc, (body) => body.insert(0, 'x')));
    expect(eveAgain.conflicts).toEqual([ann.doc.clientID]);
    const back = new RoomPerson(again, 'ann');
    back.brings(forged(ann.doc.clientID, back.doc, (body) => body.insert(4, 'two')));
    await again.settled();
    expect([back.closedWith, new RoomPerson(again, 'late').text]).toEqual([null, 'one two']);
  });

  it('nobody owns what only anonymous programs wrote under, until somebody who is known does', async () => {
    const { room } = await openWorld();
    const program = new RoomPerson(room, ANONYMOUS);
    // Yjs gives its document another id as soon as somebody else writes under this one.
    const id = program.doc.clientID;
    program.types('a');
    await room.settled();
    const other = new RoomPerson(room, ANONYMOUS);
    other.brings(forged(id, other.doc, (body) => body.insert(1, 'b')));
    await room.settled();
    const ann = new RoomPerson(room, 'ann');
    ann.brings(forged(id, ann.doc, (body) => body.insert(2, 'c')));
    await room.settled();
    expect([other.closedWith, ann.closedWith, new RoomPerson(room, 'late').text]).toEqual([null, null, 'abc']);
    other.brings(forged(id, new RoomPerson(room, 'late').doc, (body) => body.insert(3, 'd')));
    expect(other.closedWith).toBe(CLOSE.clientIdConflict);
  });

  it('nobody takes the id of somebody who is here and has not written yet', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    ann.announces({ user: { name: 'Ann' } });
    const eve = new RoomPerson(room, 'eve');
    eve.brings(forged(ann.doc.clientID, eve.doc, (body) => body.insert(0, 'first!')));
    expect(eve.conflicts).toEqual([ann.doc.clientID]);
    ann.types('hello');
    await room.settled();
    expect([ann.closedWith, new RoomPerson(room, 'late').text]).toEqual([null, 'hello']);
  });

  it('a stock client that repeats what it heard of somebody whose line is away keeps nobody from coming back', async () => {
    const { room } = await openWorld();
    const zoe = new RoomPerson(room, 'zoe');
    const away = new Y.Doc();
    away.getText('body').insert(0, 'typed meanwhile');
    zoe.announces({ user: { name: 'Zoe' } });
    room.present(zoe.participant, [{ client: away.clientID, clock: 3, state: '{"user":{"name":"Ann"}}' }]);
    const ann = new RoomPerson(room, 'ann');
    ann.brings(away);
    await room.settled();
    expect([ann.closedWith, zoe.text]).toEqual([null, 'typed meanwhile']);
    // Its own id is still its own.
    const eve = new RoomPerson(room, 'eve');
    eve.brings(forged(zoe.doc.clientID, eve.doc, (body) => body.insert(0, 'first!')));
    expect(eve.conflicts).toEqual([zoe.doc.clientID]);
  });

  it('whoever is sent away is told when what came before is on the disk: else they would not see it, and send it again', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    ann.types('one ');
    await room.settled();
    ann.types('two ');
    // The same page, for which the server takes somebody else now.
    const stranger = new RoomPerson(room, 'browser without a cookie');
    stranger.brings(forged(ann.doc.clientID, ann.doc, (body) => body.insert(8, 'three')));
    expect(stranger.closedWith).toBeNull();
    await room.settled();
    expect([stranger.closedWith, new RoomPerson(room, 'late').text]).toEqual([CLOSE.clientIdConflict, 'one two ']);
  });

  it('a page of ours that shows up under the id of somebody who wrote with it is sent away: it is the same page', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    ann.types('mine');
    await room.settled();
    const stranger = new RoomPerson(room, 'browser without a cookie');
    Object.assign(stranger, { takesPieces: true });
    room.present(stranger.participant, [{ client: ann.doc.clientID, clock: 2, state: '{"user":{"name":"Ann"}}' }]);
    expect(stranger.conflicts).toEqual([ann.doc.clientID]);
  });

  it('nobody shows up under the id of somebody who wrote with it', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    ann.types('mine');
    await room.settled();
    const eve = new RoomPerson(room, 'eve');
    room.present(eve.participant, [{ client: ann.doc.clientID, clock: 1, state: '{"user":{"name":"Ann"}}' }]);
    expect(new RoomPerson(room, 'late').presence.size).toBe(0);
  });

  it('the first block of a document is the one it always is, whoever brings another', async () => {
    const { room } = await openWorld();
    const eve = new RoomPerson(room, 'eve');
    const fake = new Y.Doc();
    fake.clientID = SEED_CLIENT_ID;
    fake.getText('body').insert(0, 'a forged first block that is longer');
    eve.brings(fake);
    await room.settled();
    expect(eve.conflicts).toEqual([SEED_CLIENT_ID]);
    const ann = new RoomPerson(room, 'ann');
    room.accept(ann.participant, checkUpdate(seedUpdate()));
    await room.settled();
    const proper = new Y.Doc();
    Y.applyUpdate(proper, seedUpdate());
    expect([ann.closedWith, Y.encodeStateAsUpdate(new RoomPerson(room, 'late').doc)]).toEqual([
      null,
      Y.encodeStateAsUpdate(proper),
    ]);
  });
});

describe('R21 an update that builds on what is not there', () => {
  /** Two clients; the second writes behind what the first has not sent. */
  function chain(length = 1) {
    const first = new Y.Doc();
    first.getText('body').insert(0, 'before ');
    const second = new Y.Doc();
    Y.applyUpdate(second, Y.encodeStateAsUpdate(first));
    const known = Y.encodeStateVector(second);
    second.getText('body').insert(7, 'x'.repeat(length));
    return { first: Y.encodeStateAsUpdate(first), second: Y.encodeStateAsUpdate(second, known) };
  }

  it('makes the server ask at once, also when another client’s text is missing, and is whole when that comes', async () => {
    const { room, clock } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const asked = ann.questions;
    const { first, second } = chain();
    room.accept(ann.participant, checkUpdate(second));
    expect(ann.questions).toBe(asked + 1);
    room.accept(ann.participant, checkUpdate(first));
    await room.settled();
    clock.advance(2 * PENDING_MS);
    expect([ann.closedWith, new RoomPerson(room, 'late').text]).toEqual([null, 'before x']);
  });

  it('makes the server ask once: not again when the answer lacks the same', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const asked = ann.questions;
    const { second } = chain();
    room.accept(ann.participant, checkUpdate(second));
    room.accept(ann.participant, checkUpdate(second));
    expect(ann.questions).toBe(asked + 1);
  });

  it('costs its sender the connection when that does not come in time, and nobody else', async () => {
    const { room, clock } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const bob = new RoomPerson(room, 'bob');
    room.accept(ann.participant, checkUpdate(chain().second));
    bob.types('well');
    await room.settled();
    clock.advance(PENDING_MS - 1);
    expect(ann.closedWith).toBeNull();
    clock.advance(1);
    expect([ann.closedWith, bob.closedWith]).toEqual([CLOSE.clientIdConflict, null]);
  });

  it('may not become more than a megabyte', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const { second } = chain(PENDING_BYTES_MAX / 2);
    room.accept(ann.participant, checkUpdate(second));
    expect(ann.closedWith).toBeNull();
    room.accept(ann.participant, checkUpdate(chain(PENDING_BYTES_MAX / 2).second));
    await room.settled();
    expect(ann.closedWith).toBe(CLOSE.clientIdConflict);
  });

  it('is no fault of others who have it too, and come back with it', async () => {
    const { room } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const bob = new RoomPerson(room, 'bob');
    room.accept(ann.participant, checkUpdate(chain().second));
    ann.doc.getText('body').insert(0, 'lost');
    await room.settled();
    // What Bob holds of it waits in his document, and is part of what he hands over.
    room.accept(bob.participant, checkUpdate(Y.encodeStateAsUpdate(bob.doc)));
    expect(bob.closedWith).toBeNull();
  });

  it('is never a fault of others who come back with it and with text of their own', async () => {
    const { room, clock } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const bob = new RoomPerson(room, 'bob');
    room.accept(ann.participant, checkUpdate(chain().second));
    await room.settled();
    ann.leaves();
    bob.leaves();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(bob.doc));
    doc.getText('body').insert(0, 'offline ');
    const back = new RoomPerson(room, 'bob');
    back.brings(doc);
    await room.settled();
    clock.advance(2 * PENDING_MS);
    expect([back.closedWith, room.pendingBytes]).toEqual([null, 0]);
    expect(new RoomPerson(room, 'late').text).toBe('offline ');
  });

  it('is no fault of others either when some of what is missing was deleted, and is no new record', async () => {
    const { room, log } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const bob = new RoomPerson(room, 'bob');
    const updates: Uint8Array[] = [];
    const doc = new Y.Doc();
    doc.on('update', (update: Uint8Array) => updates.push(update));
    const body = doc.getText('body');
    body.insert(0, 'never sent');
    body.delete(2, 4);
    body.insert(body.length, ' more');
    for (const update of updates.slice(1)) room.accept(ann.participant, checkUpdate(update));
    await room.settled();
    const records = async () => ((await log.open('d')) as { value: OpenedDocument }).value.tail.length;
    const before = await records();
    room.accept(bob.participant, checkUpdate(Y.encodeStateAsUpdate(bob.doc)), true);
    await room.settled();
    expect([bob.closedWith, await records()]).toEqual([null, before]);
    bob.types('and mine');
    room.accept(bob.participant, checkUpdate(Y.encodeStateAsUpdate(bob.doc)), true);
    expect(bob.closedWith).toBeNull();
  });

  it('whose gap was closed by somebody who left costs nobody anything', async () => {
    const { room, clock } = await openWorld();
    const ann = new RoomPerson(room, 'ann');
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (const word of ['one ', 'two ', 'three ']) doc.getText('body').insert(doc.getText('body').length, word);
    const [one, two, three] = updates.map((update) => checkUpdate(update));
    if (one === undefined || two === undefined || three === undefined) throw new Error('three updates');
    room.accept(ann.participant, one);
    room.accept(ann.participant, three);
    await room.settled();
    ann.leaves();
    const back = new RoomPerson(room, 'ann');
    room.accept(back.participant, two);
    await room.settled();
    doc.getText('body').insert(doc.getText('body').length, 'four');
    const bob = new RoomPerson(room, 'bob');
    Y.applyUpdate(bob.doc, Y.encodeStateAsUpdate(doc), bob);
    bob.types('!');
    room.accept(back.participant, checkUpdate(updates[3] as Uint8Array));
    await room.settled();
    clock.advance(2 * PENDING_MS);
    expect([back.closedWith, bob.closedWith, new RoomPerson(room, 'late').text]).toEqual([
      null,
      null,
      'one two three four!',
    ]);
  });
});

/** No structs; one client with one deleted stretch. */
function deletionOf(client: number, from: number, length: number): Uint8Array {
  return numbers(0, 1, client, 1, from, length);
}

/** One client with one garbage-collected stretch; no deletions. */
function garbageOf(client: number, from: number, length: number): Uint8Array {
  return numbers(1, 1, client, from, 0, length, 0);
}

function numbers(...values: readonly number[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const value of values) encoding.writeVarUint(encoder, value);
  });
}
