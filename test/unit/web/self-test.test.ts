/** What the page for whoever looks after the server makes of a test of the way to it. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket as ProgramSocket } from 'ws';
import { type Dial, judge, type Place, testWay, type Way } from '../../../web/admin/self-test.ts';
import { browserEnvironment } from '../../../web/lib/environment.ts';
import { type AppServer, startApp } from '../../support/app-server.ts';

const HTTPS: Place = { isEncrypted: true, isHere: false };
const HTTP: Place = { isEncrypted: false, isHere: false };
const HERE: Place = { isEncrypted: false, isHere: true };

const SEEN = { kind: 'seen', address: '203.0.113.7', isForwarded: true, isBelieved: true, protocol: 'https' } as const;
const WAY: Way = { seen: SEEN, echoes: 'same', pongMs: 12 };
const ALONE = { ...SEEN, address: '127.0.0.1', isForwarded: false, isBelieved: false, protocol: 'http' } as const;

const wrong = (way: Way | null, place: Place) =>
  judge(way, place)
    .filter(({ isGood }) => !isGood)
    .map(({ kind }) => kind);

describe('the judgement', () => {
  it.each<[string, Way | null, Place, readonly string[]]>([
    ['a proxy that does all it must', WAY, HTTPS, []],
    ['no proxy, on the machine itself', { ...WAY, seen: ALONE }, HERE, []],
    ['no WebSocket comes through', null, HTTPS, ['no-way']],
    ['messages are rewritten', { ...WAY, echoes: 'changed' }, HTTPS, ['changed']],
    ['messages are held back', { ...WAY, echoes: 'missing', pongMs: null }, HTTPS, ['missing', 'no-pong']],
    ['no certificate', { ...WAY, seen: { ...SEEN, protocol: 'http' } }, HTTP, ['plain']],
    [
      'a proxy that the server does not know',
      { ...WAY, seen: { ...SEEN, address: '10.0.0.2', isBelieved: false, protocol: 'http' } },
      HTTPS,
      ['unbelieved', 'unknown-protocol'],
    ],
    [
      'a proxy that names nobody',
      { ...WAY, seen: { ...ALONE, isBelieved: true, protocol: 'https' } },
      HTTPS,
      ['not-forwarded'],
    ],
  ])('%s', (_what, way, place, expected) => {
    expect(wrong(way, place)).toEqual(expected);
  });

  it('says for whom the server takes the browser, and how long a ping takes', () => {
    const found = judge(WAY, HTTPS);
    expect(found).toContainEqual({ kind: 'address', isGood: true, address: '203.0.113.7' });
    expect(found).toContainEqual({ kind: 'pong', isGood: true, ms: 12 });
  });
});

describe('the conversation', () => {
  let server: AppServer;
  beforeAll(async () => {
    server = await startApp();
  });
  afterAll(() => server.close());

  const dial: Dial = (address) => {
    const socket = new ProgramSocket(address);
    // As a browser does it: the page hears of it by the close.
    socket.on('error', () => {});
    return socket as unknown as WebSocket;
  };

  it('with a server that stands there goes well', async () => {
    const way = await testWay(server.url, dial, browserEnvironment);
    expect(way).toMatchObject({ echoes: 'same', seen: { address: '127.0.0.1' } });
    expect(way?.pongMs).toBeGreaterThanOrEqual(0);
  });

  it('with nobody at the other end is none', async () => {
    expect(await testWay('http://127.0.0.1:1', dial, browserEnvironment)).toBeNull();
  });
});
