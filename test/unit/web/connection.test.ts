import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket as NodeWebSocket, type WebSocket as Socket, WebSocketServer } from 'ws';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import {
  decodeClientFrame,
  encodeAwareness,
  encodeCheckpoint,
  encodeConflict,
  encodeRole,
  encodeStateHash,
  encodeSyncStep1,
  encodeSyncStep2,
  encodeUpdate,
} from '../../../server/contract/protocol.ts';
import { Connection } from '../../../web/collab/connection.ts';
import { ManualClock } from '../../support/clock.ts';
import { manualEnvironment } from '../../support/manual-environment.ts';
import { until } from '../../support/until.ts';

/** The server of these tests: frames as they lie on the wire, and nothing behind them. */
class BareServer {
  readonly #server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  readonly frames: ReturnType<typeof decodeClientFrame>[] = [];
  readonly sockets: Socket[] = [];

  async listen(): Promise<string> {
    this.#server.on('connection', (socket) => {
      this.sockets.push(socket);
      socket.on('message', (bytes: Buffer) => this.frames.push(decodeClientFrame(bytes)));
    });
    await once(this.#server, 'listening');
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get socket(): Socket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('nobody is connected');
    return socket;
  }

  count(kind: string): number {
    return this.frames.filter((frame) => frame.kind === kind).length;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const open: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function annConnects() {
  const server = new BareServer();
  const origin = await server.listen();
  // The library's own clock is the real one; ours is ahead of it.
  const clock = new ManualClock(Date.now() + 60_000);
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const news: string[] = [];
  const connection = new Connection({
    origin,
    id: 'a-document',
    doc,
    awareness,
    tabs: '',
    environment: manualEnvironment(clock, 0.5),
    socketClass: NodeWebSocket as unknown as typeof WebSocket,
    listener: {
      connecting: () => news.push('connecting'),
      received: () => {},
      caughtUp: () => news.push('caught up'),
      arriving: (share) => news.push(`arriving ${share}`),
      synced: () => news.push('synced'),
      echoed: (number) => news.push(`echo ${number}`),
      role: (role) => news.push(`role ${role}`),
      conflict: (clients) => news.push(`conflict over ${clients.join()}`),
      comments: (revision) => news.push(`comments ${revision}`),
      stateHash: (hash) => news.push(`hash ${hash.join()}`),
      lost: (code, retryAtMs) => news.push(`lost ${code}, again in ${retryAtMs - clock.now()}`),
      stopped: (code) => news.push(`stopped ${code}`),
    },
  });
  open.push(server, { close: () => awareness.destroy() }, connection);
  connection.connect();
  await until(() => server.count('sync-step-1') === 1, 'Ann has asked for the document');
  const hears = (piece: string) =>
    until(() => news.includes(piece), `Ann hears "${piece}" (heard: ${news.join('; ')})`);
  return { server, origin, clock, doc, awareness, connection, news, hears };
}

/** Another tab of Ann's, without a line of its own: what it writes her other tabs hear. */
function annsTab(origin: string) {
  const doc = new Y.Doc();
  const WebSocketPolyfill = NodeWebSocket as unknown as typeof WebSocket;
  const provider = new WebsocketProvider(`${origin}/sync`, 'a-document', doc, { connect: false, WebSocketPolyfill });
  provider.connectBc();
  open.push({ close: () => provider.destroy() });
  return { doc, provider };
}

const EMPTY = Uint8Array.of(0);

describe('the line to the server', () => {
  it('has caught up only when it has answered what the server lacks, and says so after the answer', async () => {
    const { server, doc, connection, news, hears } = await annConnects();
    doc.getText('title').insert(0, 'Hello');
    server.socket.send(encodeSyncStep2(Y.encodeStateAsUpdate(new Y.Doc())));
    await hears('synced');
    expect(news).not.toContain('caught up');
    server.socket.send(encodeSyncStep1(EMPTY));
    await hears('caught up');
    connection.sendCheckpoint(1);
    await until(() => server.count('checkpoint') === 1, 'the checkpoint arrives');
    const kinds = server.frames.map(({ kind }) => kind);
    expect(kinds.indexOf('sync-step-2')).toBeLessThan(kinds.indexOf('checkpoint'));
    server.socket.send(encodeCheckpoint(1));
    await hears('echo 1');
  });

  it('says what the server lets it do, as soon as the server does', async () => {
    const { server, hears } = await annConnects();
    server.socket.send(encodeRole('viewer'));
    await hears('role viewer');
  });

  it('is told which client ids are somebody else’s, and what the server’s document says', async () => {
    const { server, connection, hears } = await annConnects();
    server.socket.send(encodeConflict([7, 300]));
    await hears('conflict over 7,300');
    connection.askStateHash();
    await until(() => server.count('ask-state-hash') === 1, 'the question arrives');
    server.socket.send(encodeStateHash(Uint8Array.of(1, 2)));
    await hears('hash 1,2');
  });

  it('R11: comes back at a random moment of a growing window, not when the provider would', async () => {
    const { server, clock, hears } = await annConnects();
    server.socket.close(1012);
    await hears('lost 1012, again in 1500');
    expect(server.sockets).toHaveLength(1);
    clock.advance(1_500);
    await until(() => server.sockets.length === 2, 'Ann is back');
    server.socket.close(1012);
    await hears('lost 1012, again in 3000');
  });

  it('R10: 44xx ends it for good, 45xx does not', async () => {
    const { server, clock, hears } = await annConnects();
    server.socket.close(4503);
    await hears('lost 4503, again in 1500');
    clock.advance(1_500);
    await until(() => server.sockets.length === 2, 'Ann is back');
    server.socket.close(4404);
    await hears('stopped 4404');
    clock.advance(60_000);
    expect(clock.waiting).toBe(0);
    expect(server.sockets).toHaveLength(2);
  });

  it('R38: a frame it cannot apply ends the connection, and the next one asks for what is missing', async () => {
    const { server, clock, hears } = await annConnects();
    server.socket.send(Uint8Array.of(0, 2, 3, 9, 9));
    await hears('lost 1006, again in 1500');
    clock.advance(1_500);
    await until(() => server.count('sync-step-1') === 2, 'Ann asks again');
  });

  it('R12: gives up a connection that does not answer, and comes back', async () => {
    const { server, clock, connection, hears } = await annConnects();
    connection.giveUp();
    await hears('lost 1006, again in 1500');
    clock.advance(1_500);
    await until(() => server.sockets.length === 2, 'Ann is back');
  });

  it('sends its own presence, and never repeats the presence of others', async () => {
    const { server, awareness } = await annConnects();
    const bob = new Awareness(new Y.Doc());
    for (let move = 0; move < 20; move += 1) {
      bob.setLocalState({ user: { name: 'Bob' }, move });
      server.socket.send(encodeAwareness(encodeAwarenessUpdate(bob, [bob.clientID])));
    }
    await until(() => awareness.getStates().get(bob.clientID)?.move === 19, 'Ann sees Bob');
    const before = server.count('awareness');
    awareness.setLocalState({ user: { name: 'Ann' } });
    await until(() => server.count('awareness') > before, 'the server hears of Ann');
    expect(server.count('awareness')).toBe(before + 1);
    // Ann's first words on connecting are the only other ones.
    expect(before).toBeLessThanOrEqual(1);
    bob.destroy();
  });

  it('stays present when its clock is set back', async () => {
    const { server, clock, awareness, hears } = await annConnects();
    server.socket.send(encodeSyncStep1(EMPTY));
    await hears('caught up');
    awareness.setLocalState({ user: { name: 'Ann' } });
    await until(() => server.count('awareness') > 0, 'the server hears of Ann');
    const before = server.count('awareness');
    // Earlier than what the library's own clock says.
    clock.set(-86_400_000);
    server.socket.send(encodeSyncStep1(EMPTY));
    await until(() => server.count('awareness') > before, 'the server hears of Ann again');
  });

  it('R22: goes on, present under another id, when text of somebody else arrives under its own', async () => {
    const { server, doc, awareness, connection } = await annConnects();
    awareness.setLocalState({ user: { name: 'Ann' } });
    const forged = new Y.Doc();
    forged.clientID = doc.clientID;
    forged.getText('title').insert(0, 'not Ann');
    server.socket.send(encodeUpdate(Y.encodeStateAsUpdate(forged)));
    await until(() => doc.clientID !== forged.clientID, 'Ann has another id');
    expect([...awareness.getStates().keys()]).toEqual([doc.clientID]);
    expect(() => connection.close()).not.toThrow();
  });

  it('R24: sees at once who is here when it comes back, although nobody has moved', async () => {
    const { server, clock, awareness, connection } = await annConnects();
    const bob = new Awareness(new Y.Doc());
    open.push({ close: () => bob.destroy() });
    bob.setLocalState({ name: 'Bob' });
    const isHere = encodeAwareness(encodeAwarenessUpdate(bob, [bob.clientID]));
    server.socket.send(isHere);
    await until(() => awareness.states.has(bob.clientID), 'Ann sees Bob');
    connection.giveUp();
    expect(awareness.states.has(bob.clientID)).toBe(false);
    clock.advance(60_000);
    await until(() => server.sockets.length === 2, 'Ann is back');
    server.socket.send(isHere);
    await until(() => awareness.states.has(bob.clientID), 'Ann sees Bob again');
  });

  it('R38: knows what another tab said that only now is part of the document, with what the server has told', async () => {
    const { server, doc, connection, origin } = await annConnects();
    const others = new Y.Doc();
    others.getText('title').insert(0, 'Bob');
    const bobs = Y.encodeStateAsUpdate(others);
    const tab = annsTab(origin);
    const released: (Uint8Array | null)[] = [];
    doc.on('update', (_update, from) =>
      released.push(connection.sourceOf(from) === 'tab' ? null : connection.takeReleased()),
    );
    Y.applyUpdate(tab.doc, bobs, tab.provider);
    tab.doc.getText('title').insert(3, ' and Ann');
    expect(doc.getText('title').toString()).toBe('');
    server.socket.send(encodeUpdate(bobs));
    await until(() => released.length > 0, 'the server has told what Bob wrote');
    expect(doc.getText('title').toString()).toBe('Bob and Ann');
    Y.applyUpdate(others, released[0] as Uint8Array);
    expect(others.getText('title').toString()).toBe('Bob and Ann');
    others.getText('title').insert(0, 'Dear ');
    server.socket.send(encodeUpdate(Y.encodeStateAsUpdate(others)));
    await until(() => released.length > 1, 'the server tells more');
    expect(released[1]).toBeNull();
  });

  it('knows whether an update was made here or came from the server', async () => {
    const { server, doc, connection } = await annConnects();
    const sources: string[] = [];
    doc.on('update', (_update: Uint8Array, origin: unknown) => sources.push(connection.sourceOf(origin)));
    doc.getText('title').insert(0, 'here');
    const other = new Y.Doc();
    other.getText('title').insert(0, 'there');
    server.socket.send(encodeUpdate(Y.encodeStateAsUpdate(other)));
    await until(() => doc.getText('title').length === 9, 'the update arrives');
    expect(sources).toEqual(['here', 'server']);
  });
});
