/** Programs that are no page of ours: an outdated one, one that sends rubbish, one that writes under other people's ids. */

import * as Y from 'yjs';
import { CLOSE } from '../../../server/contract/close-codes.ts';
import { BODY } from '../../../server/contract/document/names.ts';
import { encodeSyncStep1, encodeSyncStep2, encodeUpdate } from '../../../server/contract/protocol.ts';
import { mutatedFrame } from '../../fuzz/mutations.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import { Cable } from './network.ts';
import type { Page } from './page.ts';
import { Life } from './schedule.ts';
import { STOCK_NAME } from './stock-program.ts';
import type { World } from './world.ts';

/** What strangers write: whoever reads it in a document got what was refused. */
export const RUBBISH = '\uE000';

const EDITOR = 'mallory';
const READER = 'eve';

/** Whoever a stranger says that they are. */
export function strangerRole(cookie: string): 'editor' | 'viewer' | null {
  return cookie === EDITOR || cookie === STOCK_NAME ? 'editor' : cookie === READER ? 'viewer' : null;
}

/** R40: is sent away, and told to reload. */
export function isOutdated(world: World, page: Page): void {
  const { socket } = connect(world, READER, `${page.documentId}?v=0&schema=0`);
  socket.onclose = ({ code }) => {
    world.trace.cover(`outdated client closed with ${code}`);
    if (code !== CLOSE.clientTooOld.code && code < 4_000) return;
    if (code === CLOSE.clientTooOld.code || code === CLOSE.restarting.code) return;
    world.accuse(`an outdated client was closed with ${code}`);
  };
}

/** Broken frames from somebody who may only read: whatever they come to, nothing is written. */
export function sendsRubbish(world: World, page: Page, random: SeededRandom): void {
  const { socket } = connect(world, READER, page.documentId);
  const bodies = [rubbish(random.below(2 ** 32)), Y.encodeStateVector(rubbish32(random))];
  socket.onopen = () => {
    for (let n = 1 + random.below(4); n > 0; n -= 1) socket.send(Uint8Array.from(mutatedFrame(bodies, random)));
    if (random.chance(0.3)) socket.close();
  };
}

/** R22: writes under the id of somebody whom the server knows. */
export function forges(world: World, page: Page, random: SeededRandom): void {
  const doc = page.session?.doc;
  if (doc === undefined || page.isReader) return;
  const { clientID } = doc;
  // An id that nobody has written with, since a backup was restored, belongs to whoever comes first.
  if (!world.durable.hasOwner(page.documentId, clientID)) return;
  const { socket } = connect(world, EDITOR, page.documentId);
  const forged = new Y.Doc();
  forged.clientID = clientID;
  // At the clock which the victim will use next, or far beyond it.
  const clock = Y.getState(doc.store, clientID) + random.pick([0, 1, 1_000]);
  forged.getText(BODY).insert(0, 'x'.repeat(Math.max(1, clock)));
  const before = Y.encodeStateVector(forged);
  forged.getText(BODY).insert(0, RUBBISH);
  const update = Y.encodeStateAsUpdate(forged, before);
  const isAnswer = random.chance(0.5);
  socket.onopen = () => {
    socket.send(Uint8Array.from(encodeSyncStep1(Uint8Array.of(0))));
    socket.send(Uint8Array.from(isAnswer ? encodeSyncStep2(update) : encodeUpdate(update)));
  };
  socket.onclose = ({ code }) => world.trace.cover(`forger closed with ${code}`);
}

function connect(world: World, name: string, address: string) {
  const life = new Life(name);
  const cable = new Cable(life);
  world.strangers.push(cable);
  const SocketClass = world.network.socketClassFor(cable);
  return { socket: world.schedule.as(life, () => new SocketClass(`ws://world/sync/${address}`)) };
}

function rubbish32(random: SeededRandom): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = random.below(2 ** 32);
  doc.getText(BODY).insert(0, RUBBISH);
  return doc;
}

function rubbish(client: number): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = client;
  doc.getText(BODY).insert(0, RUBBISH.repeat(3));
  doc.getText(BODY).delete(1, 1);
  return Y.encodeStateAsUpdate(doc);
}
