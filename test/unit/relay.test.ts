/** The cable that the browser tests cut must itself be trusted. */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Relay } from '../support/relay.ts';

let echo: Server;
let relay: Relay;
let client: Socket;
let heard: string;

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => socket.destroy()).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  relay = await Relay.open(() => (echo.address() as AddressInfo).port);
  client = connectThroughRelay();
});

afterEach(async () => {
  client.destroy();
  await relay.close();
  echo.close();
});

it('passes what is sent, both ways', async () => {
  client.write('hello');
  await heardIs('hello');
});

it('cut: the open connection is reset, and so is a new one; restored: a new one passes', async () => {
  const closed = isClosed(client);
  relay.cut();
  await closed;
  client = connectThroughRelay();
  await isClosed(client);
  relay.restore();
  client = connectThroughRelay();
  client.write('back');
  await heardIs('back');
});

it('frozen: nothing passes and nobody is told; restored: it all arrives', async () => {
  relay.freeze();
  client.write('later');
  // Another connection that is opened and answered afterwards proves that time has passed on the relay's side.
  const witness = connect((echo.address() as AddressInfo).port, '127.0.0.1');
  witness.write('now');
  await once(witness, 'data');
  witness.destroy();
  expect(heard).toBe('');
  expect(client.destroyed).toBe(false);
  relay.restore();
  await heardIs('later');
});

it('delayed: it arrives in order, and not before its time', async () => {
  const startedAt = performance.now();
  relay.restore(40);
  client.write('one ');
  client.write('two');
  await heardIs('one two');
  expect(performance.now() - startedAt).toBeGreaterThan(75);
});

function connectThroughRelay(): Socket {
  heard = '';
  const socket = connect(relay.port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  return socket;
}

function isClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

async function heardIs(text: string): Promise<void> {
  await vi.waitFor(() => expect(heard).toBe(text));
}
