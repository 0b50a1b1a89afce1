/** Whatever a client sends, it is the only one that notices. Against the real server, over the real socket. */

import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { encodeEntries } from '../../server/contract/presence-entries.ts';
import { encodeAwareness, encodeUpdate } from '../../server/contract/protocol.ts';
import { message, RawSocket } from '../attack/raw-socket.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StockClient } from '../support/stock-client.ts';
import { until } from '../support/until.ts';
import { WireClient } from '../support/wire-client.ts';

/** What people write, and what they are let in by, is nobody's to read in a log. */
const SECRET = 'the-recipe-of-the-sauce';

let server: ServerProcess;

beforeAll(async () => {
  server = await ServerProcess.start();
});

afterAll(async () => {
  await server.close();
});

describe('R27 a document id that cannot be is refused with 4404', () => {
  it.each(['', 'a.b', 'a%20b', 'a/b', '%F0%9F%93%9D', '..%2F..%2Fetc', 'x'.repeat(65), '__proto__%00'])(
    '%j',
    async (id) => {
      const client = WireClient.dials(server, id);
      expect(await client.isClosed()).toEqual({ code: CLOSE.noSuchDocument.code, reason: CLOSE.noSuchDocument.reason });
      expect(client.updates).toEqual([]);
    },
  );

  it.each(['a', 'A-_9', 'x'.repeat(64), '__proto__', 'constructor'])(
    'while %j is a document like any other',
    async (id) => {
      const client = await WireClient.opens(server, id);
      await client.isSaved();
      client.leaves();
    },
  );
});

describe('R1 R16 a frame that cannot be read ends its sender with 4400, changes nothing and reaches nobody', () => {
  it.each([
    ['text', 'hello'],
    ['an empty message', Uint8Array.of()],
    ['an unknown channel', Uint8Array.of(99, 0)],
    ['an unknown sync message', Uint8Array.of(0, 9, 0)],
    ['a body cut short', Uint8Array.of(0, 2, 100, 1)],
    ['bytes after the end', Uint8Array.of(0, 2, 2, 0, 0, 7)],
    ['an update that is no update', encodeUpdate(Uint8Array.of(1, 1, 1, 0, 255, 255))],
    ['an update with bytes after its end', encodeUpdate(Uint8Array.of(0, 0, 1))],
    ['an update of nothing', encodeUpdate(Uint8Array.of())],
    ['a state vector that is none', Uint8Array.of(0, 0, 2, 255, 255)],
    ['a checkpoint without a number', Uint8Array.of(100)],
    ['presence that is none', Uint8Array.of(1, 3, 9, 9, 9)],
  ])('%s', async (title, frame) => {
    const id = title.replaceAll(' ', '-');
    const ann = StockClient.opens(server, id);
    ann.types('all is well');
    // Read by somebody else: it is on disk, and nothing more of it is on its way.
    const reader = StockClient.opens(server, id);
    await reader.sees('all is well');
    const witness = await WireClient.opens(server, id);
    await witness.isSaved();
    const seenBefore = witness.updates.length;

    const offender = await WireClient.opens(server, id);
    offender.sends(frame);
    expect(await offender.isClosed()).toEqual({ code: CLOSE.malformed.code, reason: CLOSE.malformed.reason });

    await witness.isSaved();
    expect(witness.updates.length).toBe(seenBefore);
    const late = StockClient.opens(server, id);
    await late.sees('all is well');
    expect({ connects: ann.connects, closeCodes: ann.closeCodes }).toEqual({ connects: 1, closeCodes: [] });
    for (const client of [ann, reader, late, witness]) client.leaves();
  });

  it('R1 bytes that are no WebSocket frame end their sender, not the server', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => socket.destroy());
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(
      'GET /sync/raw HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    socket.write(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
    socket.resume();
    await closed;
    await serverIsWell();
  });

  it('the server has lived through all of it', async () => {
    await serverIsWell();
  });
});

describe('R13 what a peer does wrong is one line of the log, without anything that it sent', () => {
  it('neither text nor token, however it is broken', async () => {
    const broken: readonly (Uint8Array | string)[] = [
      `${SECRET} as text`,
      new TextEncoder().encode(SECRET),
      encodeAwareness(encodeEntries([{ client: 1, clock: 1, state: `{"user":"${SECRET}` }])),
      encodeAwareness(encodeEntries([{ client: 1, clock: 1, state: SECRET }])),
      encodeUpdate(withBrokenValue((text) => text.insertEmbed(0, { image: SECRET }))),
      encodeUpdate(withBrokenValue((text) => text.insert(0, 'bold', { link: { href: SECRET } }))),
    ];
    for (const [n, frame] of broken.entries()) {
      const offender = await WireClient.opens(server, `logged-${n}?token=${SECRET}`);
      offender.sends(frame);
      expect((await offender.isClosed()).code).toBe(CLOSE.malformed.code);
      await until(() => linesAbout(`logged-${n}`).length > 0, 'it is in the log');
    }
    expect(server.output).not.toContain(SECRET);
    expect(linesAbout('logged-3')).toEqual([
      expect.objectContaining({ msg: 'refused a frame', cause: 'text that is not JSON' }),
    ]);
  });

  it('and one line it stays, whatever else it sends, also what is no frame at all', async () => {
    const offender = await RawSocket.opens(server.port, 'logged-once');
    const refused = message(Uint8Array.of(99, 0));
    offender.writes(Buffer.concat([...Array.from({ length: 50 }, () => refused), Buffer.alloc(32, 0xff)]));
    expect(await offender.isClosed()).toBe(CLOSE.malformed.code);
    // What comes later is in the log later.
    const next = await WireClient.opens(server, 'logged-next');
    next.sends('text');
    await until(() => linesAbout('logged-next').length > 0, 'what came later is in the log');
    expect(linesAbout('logged-once')).toHaveLength(1);
    offender.leaves();
  });

  it('nor what the server says when it closes: fixed words, one for each code', async () => {
    const offender = await WireClient.opens(server, 'told');
    offender.sends(encodeAwareness(encodeEntries([{ client: 1, clock: 1, state: SECRET }])));
    expect(await offender.isClosed()).toEqual({ code: CLOSE.malformed.code, reason: CLOSE.malformed.reason });
    for (const frame of offender.received) expect(new TextDecoder().decode(frame)).not.toContain(SECRET);
  });
});

describe('R4 who may connect', () => {
  it.each(['https://evil.example', 'null', 'http://127.0.0.1.evil.example', 'http://127.0.0.1:1'])(
    'a page from %s is refused before the upgrade',
    async (origin) => {
      const answer = await upgradeAnswer({ Origin: origin });
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    },
  );

  it('a page from this server and a program without an origin are let in', async () => {
    expect(await upgradeAnswer({ Origin: server.url })).toMatch(/^HTTP\/1\.1 101 /);
    expect(await upgradeAnswer({})).toMatch(/^HTTP\/1\.1 101 /);
  });
});

/** What the log says of a document. */
function linesAbout(document: string): readonly Record<string, unknown>[] {
  const lines = server.output.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line.document === document);
}

/** An update with a value of SECRET that is JSON no more: its first brace is something else. */
function withBrokenValue(write: (text: Y.Text) => void): Uint8Array {
  const doc = new Y.Doc();
  write(doc.getText('content'));
  const update = Buffer.from(Y.encodeStateAsUpdate(doc));
  update[update.lastIndexOf('{', update.indexOf(SECRET))] = 'x'.charCodeAt(0);
  return update;
}

async function serverIsWell(): Promise<void> {
  const answer = await fetch(`${server.url}/healthz`);
  expect(answer.status).toBe(200);
}

/** The first line the server answers to a WebSocket upgrade with these headers. */
function upgradeAnswer(headers: Readonly<Record<string, string>>): Promise<string> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('data', (answer) => {
      resolve(answer.toString('latin1'));
      socket.destroy();
    });
    socket.write(
      `GET /sync/origin HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${lines.join('')}\r\n`,
    );
  });
}
