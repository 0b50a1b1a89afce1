/** The frames that are built here once must be what `ws` itself would read. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { finishFrame, finishFrameOf } from '../../../server/lib/websocket-frame.ts';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });

beforeAll(async () => {
  if (server.address() === null) await once(server, 'listening');
});

afterAll(() => server.close());

describe('R1 finished frames', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 200_000])('of %i bytes are read by ws as they were', async (length) => {
    const message = Buffer.alloc(length, 'scriptorium');
    server.once('connection', (_ws, request) => request.socket.write(finishFrame(message)));
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [received, isBinary] = await once(client, 'message');
    client.terminate();
    expect(isBinary).toBe(true);
    expect(message.equals(received)).toBe(true);
  });

  it.each([0, 124, 65_534, 200_000])(
    'of two parts, the second of %i bytes, are read as one, and it is not copied',
    async (length) => {
      const [head, body] = [Uint8Array.of(7), new Uint8Array(length).fill(9)];
      const frames = finishFrameOf(head, body);
      expect(frames.at(-1)?.buffer).toBe(body.buffer);
      server.once('connection', (_ws, request) => request.socket.write(Buffer.concat(frames)));
      const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
      const [received] = await once(client, 'message');
      client.terminate();
      expect(Buffer.concat([head, body]).equals(received)).toBe(true);
    },
  );
});
