/** wss through the proxies that people use, with the configuration that docs/proxies/ gives them. */

import { request } from 'node:https';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { judge, testWay } from '../../web/admin/self-test.ts';
import { browserEnvironment } from '../../web/lib/environment.ts';
import { runCommand } from '../crash/crash-server.ts';
import { freePort, isInstalled, PROXY_HOST, type ProxyKind, ReverseProxy } from '../support/proxy.ts';
import { ServerProcess } from '../support/server-process.ts';
import { TOKEN_SECRET, tokenFor } from '../support/tokens.ts';

const WAIT = { timeout: 30_000, interval: 20 };
const CONNECTIONS_MAX = 3;

/** An address of this machine that is none of loopback, as a stranger has one. */
const ownAddress = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

describe.each<ProxyKind>(['nginx', 'caddy'])('behind %s', (kind) => {
  const test = it.runIf(isInstalled(kind) && isInstalled('openssl'));
  let server: ServerProcess;
  let proxy: ReverseProxy;

  beforeAll(async () => {
    if (!isInstalled(kind) || !isInstalled('openssl')) return;
    const port = await freePort();
    proxy = await ReverseProxy.start(kind, port);
    const env = {
      ACCESS: 'token',
      TOKEN_SECRET,
      TRUSTED_PROXIES: 'loopback',
      ALLOWED_ORIGINS: `https://${PROXY_HOST}:${proxy.httpsPort}`,
      CONNECTIONS_PER_ADDRESS: String(CONNECTIONS_MAX),
    };
    server = await ServerProcess.start({ port, env });
  });

  afterAll(async () => {
    await proxy?.close();
    await server?.close();
  });

  /** Somebody with the stock client, over TLS. */
  async function opens(id: string) {
    const doc = new Y.Doc();
    const provider = new WebsocketProvider(`wss://localhost:${proxy.httpsPort}/sync`, id, doc, {
      WebSocketPolyfill: TrustingWebSocket as unknown as typeof globalThis.WebSocket,
      params: { token: await tokenFor({}) },
      disableBc: true,
    });
    const text = doc.getText('content');
    const sees = (words: string) => vi.waitFor(() => expect(text.toString()).toBe(words), WAIT);
    return { text, sees, provider, leaves: () => provider.destroy() };
  }

  test('people write together over wss, and go on after the proxy was restarted', { timeout: 90_000 }, async () => {
    const [ann, bob] = [await opens('shared'), await opens('shared')];
    ann.text.insert(0, 'through the proxy');
    await bob.sees('through the proxy');
    // More than a proxy holds in one buffer.
    const long = 'x'.repeat(1_000_000);
    bob.text.insert(0, long);
    await ann.sees(`${long}through the proxy`);

    await proxy.stops();
    await vi.waitFor(() => expect([ann.provider.wsconnected, bob.provider.wsconnected]).toEqual([false, false]), WAIT);
    ann.text.delete(0, long.length);
    await proxy.startsAgain();
    await bob.sees('through the proxy');
    for (const person of [ann, bob]) person.leaves();
  });

  test('plain http is sent to https, where the page is', async () => {
    const plain = await fetch(`http://localhost:${proxy.httpPort}/d/shared`, { redirect: 'manual' });
    expect([301, 308]).toContain(plain.status);
    expect(plain.headers.get('location')).toMatch(/^https:/);
    const page = await asks('GET', '/');
    expect(page.status).toBe(200);
    expect(page.body).toContain('<div id="root">');
  });

  test('R4 a foreign page is refused, that of the public name is not', async () => {
    expect(await upgradeStatus({ origin: 'https://evil.example' })).toBe(403);
    const host = `${PROXY_HOST}:${proxy.httpsPort}`;
    expect(await upgradeStatus({ host, origin: `https://${host}` })).toBe(101);
  });

  test('the cookie of a session goes over TLS only', async () => {
    const answer = await asks('POST', '/api/session', JSON.stringify({ token: await tokenFor({}) }));
    expect(answer.status).toBe(200);
    expect(String(answer.headers['set-cookie'])).toContain('Secure');
  });

  it.runIf(ownAddress !== undefined && isInstalled(kind) && isInstalled('openssl'))(
    'R7 connections are counted by the address of people, whatever they write into headers',
    async () => {
      const sockets: WebSocket[] = [];
      const closed: number[] = [];
      const token = await tokenFor({});
      for (let n = 0; n < CONNECTIONS_MAX + 2; n += 1) {
        const options = {
          headers: { host: `localhost:${proxy.httpsPort}`, 'x-forwarded-for': `198.51.100.${n}` },
          servername: 'localhost',
          rejectUnauthorized: false,
        };
        const url = `wss://${ownAddress}:${proxy.httpsPort}/sync/counted?token=${token}`;
        const socket = new WebSocket(url, options);
        socket.on('error', () => socket.terminate());
        socket.on('close', (code) => closed.push(code));
        sockets.push(socket);
      }
      await vi.waitFor(() => expect(closed).toEqual([CLOSE.slowDown.code, CLOSE.slowDown.code]), WAIT);
      for (const socket of sockets) socket.terminate();
    },
  );

  it.runIf(ownAddress !== undefined && isInstalled(kind) && isInstalled('openssl'))(
    'requests are counted by the address of people, too; those of the machine itself are not',
    async () => {
      const remaining = async (host: string, forged: string) => {
        const { headers } = await asks('GET', '/api/session', undefined, { host, 'x-forwarded-for': forged });
        return headers['ratelimit-remaining'];
      };
      expect(await remaining('localhost', '198.51.100.1')).toBeUndefined();
      const [first, second] = [
        await remaining(ownAddress ?? '', '127.0.0.1'),
        await remaining(ownAddress ?? '', '::1'),
      ];
      expect(Number(second)).toBeLessThan(Number(first));
    },
  );

  it.runIf(ownAddress !== undefined && isInstalled(kind) && isInstalled('openssl'))(
    'whoever looks after the server finds nothing wrong on the way through it',
    async () => {
      const { output } = await runCommand(['tokens', 'make', 'watch', '--scopes', 'admin'], server.dataDir);
      const headers = {
        authorization: `Bearer ${/scr_[\w-]{43}/.exec(output)?.[0]}`,
        host: `localhost:${proxy.httpsPort}`,
        'x-forwarded-for': '198.51.100.1',
      };
      const dial = (address: string) => {
        const options = { headers, servername: 'localhost', rejectUnauthorized: false };
        const socket = new WebSocket(address, options);
        socket.on('error', () => {});
        return socket as unknown as globalThis.WebSocket;
      };
      const way = await testWay(`https://${ownAddress}:${proxy.httpsPort}`, dial, browserEnvironment);
      expect(way?.seen).toMatchObject({ address: ownAddress, isForwarded: true, isBelieved: true, protocol: 'https' });
      expect(judge(way, { isEncrypted: true, isHere: false }).filter(({ isGood }) => !isGood)).toEqual([]);
    },
  );

  interface Answer {
    readonly status: number;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: string;
  }

  /** @param more headers; `host` is the address of this machine that is dialled. */
  function asks(
    method: string,
    path: string,
    body?: string,
    { host = 'localhost', ...more }: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const own = { host: `localhost:${proxy.httpsPort}`, ...more };
    const headers = body === undefined ? own : { ...own, 'content-type': 'application/json' };
    const port = proxy.httpsPort;
    const options = { host, port, path, method, headers, servername: 'localhost', rejectUnauthorized: false };
    return new Promise((resolve, reject) => {
      const call = request(options, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      });
      call.on('error', reject);
      call.end(body);
    });
  }

  async function upgradeStatus(headers: Readonly<Record<string, string>>): Promise<number> {
    const url = `wss://localhost:${proxy.httpsPort}/sync/origins?token=${await tokenFor({})}`;
    const socket = new WebSocket(url, { headers, rejectUnauthorized: false });
    return await new Promise((resolve, reject) => {
      socket.on('open', () => {
        socket.terminate();
        resolve(101);
      });
      socket.on('unexpected-response', (_call, response) => {
        socket.terminate();
        resolve(response.statusCode ?? 0);
      });
      socket.on('error', reject);
    });
  }
});

/** Takes the certificate that the proxy was given for this test. */
class TrustingWebSocket extends WebSocket {
  constructor(url: string, protocols?: string | string[]) {
    super(url, protocols, { rejectUnauthorized: false });
  }
}
