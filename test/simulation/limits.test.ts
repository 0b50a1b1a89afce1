/** Limits that an operator has moved hold as they were set, and are counted. The real server, real sockets. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { encodeCheckpoint } from '../../server/contract/protocol.ts';
import type { TransportLimit } from '../../server/lib/transport-limits.ts';
import { png } from '../support/images.ts';
import { ServerProcess } from '../support/server-process.ts';
import { TOKEN_SECRET, tokenFor } from '../support/tokens.ts';
import { WireClient } from '../support/wire-client.ts';

const WAIT = { timeout: 30_000, interval: 20 };
const PER_PERSON = 2;
const PER_DOCUMENT = 4;
const MEGABYTE = 1024 * 1024;

let server: ServerProcess;

beforeAll(async () => {
  server = await ServerProcess.start({
    env: {
      ...{ ACCESS: 'token', TOKEN_SECRET },
      ...{ CONNECTIONS_PER_PERSON: String(PER_PERSON), CONNECTIONS_PER_DOCUMENT: String(PER_DOCUMENT) },
      ...{ FRAME_BYTES_MAX: String(MEGABYTE), REQUEST_ARRIVES_MS: '1000' },
    },
  });
});

afterAll(async () => {
  await server.close();
});

async function joins(name: string, document: string): Promise<WireClient> {
  const client = WireClient.dials(server, `${document}?token=${await tokenFor({ sub: name, name })}`);
  await vi.waitFor(() => expect(client.isOpen || client.isOver).toBe(true), WAIT);
  return client;
}

/** How it was sent away; that it was not shows in an answer. */
async function isLetIn(client: WireClient): Promise<boolean> {
  client.sends(encodeCheckpoint(1));
  const answered = vi.waitFor(() => expect(client.checkpoints).toEqual([1]), WAIT).then(() => true);
  const sentAway = client.isClosed().then(({ code }) => {
    expect(code).toBe(CLOSE.slowDown.code);
    return false;
  });
  return Promise.race([answered, sentAway]);
}

async function timesReached(limit: TransportLimit): Promise<number> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`limit_reached_total\\{limit="${limit}"\\} (\\d+)`).exec(metrics)?.[1]);
}

it('R7 one person has so many connections, wherever they lead, and others have theirs', async () => {
  const anns = [await joins('ann', 'here'), await joins('ann', 'there'), await joins('ann', 'elsewhere')];
  expect(await Promise.all(anns.map(isLetIn))).toEqual([true, true, false]);
  const bob = await joins('bob', 'here');
  expect(await isLetIn(bob)).toBe(true);
  expect(await timesReached('CONNECTIONS_PER_PERSON')).toBe(1);
  anns[0]?.leaves();
  // What is given back can be had again.
  await vi.waitFor(async () => expect(await isLetIn(await joins('ann', 'again'))).toBe(true), WAIT);
  bob.leaves();
});

it('R7 one document has so many connections, and others have theirs', async () => {
  const crowd = await Promise.all(Array.from({ length: PER_DOCUMENT + 1 }, (_, n) => joins(`person-${n}`, 'full')));
  const letIn = await Promise.all(crowd.map(isLetIn));
  expect(letIn.filter((isIn) => !isIn)).toHaveLength(1);
  expect(await timesReached('CONNECTIONS_PER_DOCUMENT')).toBe(1);
  expect(await isLetIn(await joins('late', 'empty'))).toBe(true);
});

it('R3 a message is as large as was said, and no larger', async () => {
  const writer = await joins('writer', 'large');
  writer.sends(new Uint8Array(MEGABYTE + 1));
  expect((await writer.isClosed()).code).toBe(CLOSE.tooLarge.code);
  expect(await timesReached('FRAME_BYTES_MAX')).toBe(1);
});

it('R6 a request that drips is ended as was said, while an image may come over a slow line', async () => {
  const token = await tokenFor({ sub: 'ann', name: 'Ann' });
  const image = png(20, 20);
  const upload = sends('/api/images?document=pictures', token, image.length);
  upload.write(image.subarray(0, 10));

  const dripping = sends('/api/documents', token, 100);
  dripping.write('{');
  expect(await text(dripping)).toMatch(/^HTTP\/1.1 408 /);

  upload.write(image.subarray(10));
  const [answer] = (await once(upload, 'data')) as [Buffer];
  expect(answer.toString('latin1')).toMatch(/^HTTP\/1.1 201 /);
  upload.destroy();
});

function sends(path: string, token: string, bytes: number): Socket {
  const { hostname, port, host } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const type = path.startsWith('/api/images') ? 'image/png' : 'application/json';
  const head = [`POST ${path} HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${token}`, `Content-Type: ${type}`];
  socket.write(`${[...head, `Content-Length: ${bytes}`].join('\r\n')}\r\n\r\n`);
  return socket;
}
