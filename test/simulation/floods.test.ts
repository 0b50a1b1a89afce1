/** Who sends too much, or nothing at all, is slowed and ended; the others do not notice. The real server, real sockets. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { FRAMES_BURST_S, FRAMES_PER_S, REQUEST_ARRIVES_MS, REQUEST_LOOK_MS } from '../../server/contract/limits.ts';
import { encodeCheckpoint, encodeUpdate } from '../../server/contract/protocol.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StockClient } from '../support/stock-client.ts';
import { WireClient } from '../support/wire-client.ts';

const WAIT = { timeout: 30_000, interval: 20 };
const ADDRESSES_MAX = 20;

let server: ServerProcess;

beforeAll(async () => {
  const env = { TRUSTED_PROXIES: 'loopback', CONNECTIONS_PER_ADDRESS: String(ADDRESSES_MAX) };
  server = await ServerProcess.start({ env });
});

afterAll(async () => {
  await server.close();
});

describe('R7 a flood is slowed, then ended with 4529, and the others do not notice', () => {
  it('of frames', { timeout: 60_000 }, async () => {
    const ann = StockClient.opens(server, 'flooded');
    ann.types('calm');
    await ann.isSynced();
    const flooder = await WireClient.opens(server, 'flooded');
    for (let number = 0; number < 200_000; number += 1) flooder.sends(encodeCheckpoint(number));
    expect((await flooder.isClosed()).code).toBe(CLOSE.slowDown.code);
    const answered = Math.max(...flooder.checkpoints);
    expect(answered).toBeLessThan(FRAMES_PER_S * (FRAMES_BURST_S + 30));
    const bob = StockClient.opens(server, 'flooded');
    await bob.sees('calm');
    expect(ann.closeCodes).toEqual([]);
    for (const client of [ann, bob]) client.leaves();
  });

  it('which a program that writes a lot and leaves at once is not: all of it is there', async () => {
    const writer = await WireClient.opens(server, 'hurried');
    const doc = new Y.Doc();
    doc.on('update', (update: Uint8Array) => writer.sends(encodeUpdate(update)));
    const body = doc.getText('body');
    for (let word = 0; word < FRAMES_PER_S * 3; word += 1) body.insert(body.length, `w${word} `);
    writer.saysGoodbye();
    const reader = StockClient.opens(server, 'hurried');
    await reader.isSynced();
    await vi.waitFor(() => expect(reader.doc.getText('body').toString()).toBe(body.toString()), WAIT);
    reader.leaves();
  });

  it('of connections from one address', async () => {
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const crowd = Array.from({ length: 60 }, () => WireClient.dials(server, 'crowd', from('203.0.113.7')));
    const closings = crowd.map(async (client) => (await client.isClosed()).code);
    await vi.waitFor(() => expect(crowd.filter(({ isOver }) => isOver).length).toBe(60 - ADDRESSES_MAX), WAIT);
    const elsewhere = WireClient.dials(server, 'crowd', from('203.0.113.8'));
    await vi.waitFor(() => expect(elsewhere.isOpen).toBe(true), WAIT);

    // Those who leave make room.
    for (const client of crowd) client.leaves();
    expect((await Promise.all(closings)).filter((code) => code === CLOSE.slowDown.code)).toHaveLength(
      60 - ADDRESSES_MAX,
    );
    await vi.waitFor(async () => {
      const again = WireClient.dials(server, `crowd?try=${performance.now()}`, from('203.0.113.7'));
      await vi.waitFor(() => expect(again.isOpen && !again.isOver).toBe(true));
      again.leaves();
    }, WAIT);
    elsewhere.leaves();
  });
});

describe('R6 who says nothing, or drips, is not waited for', () => {
  it.each<[string, string]>([
    ['silent', ''],
    ['stopped in its headers', 'GET /sync/slow HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '],
    ['stopped in its body', 'POST /api/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{'],
  ])('%s', { timeout: REQUEST_ARRIVES_MS + REQUEST_LOOK_MS + 30_000 }, async (_what, said) => {
    const socket = dial();
    if (said !== '') socket.write(said);
    await once(socket, 'close');
  });
});

function dial(): Socket {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  socket.resume();
  return socket;
}
