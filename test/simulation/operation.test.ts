/** Starting and ending the real process: what an operator sees when all is well and when it is not. */

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { encodeUpdate } from '../../server/contract/protocol.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StockClient } from '../support/stock-client.ts';
import { WireClient } from '../support/wire-client.ts';

describe.concurrent('operation', () => {
  it('R35 a second process on the same data is refused with a sentence, and the first goes on', async () => {
    const server = await ServerProcess.start();
    await expect(ServerProcess.start({ dataDir: server.dataDir })).rejects.toThrow(server.dataDir);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await server.close();
  });

  it('a port in use is a sentence, not a stack', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const failure = await ServerProcess.start({ port }).catch((error: Error) => error.message);
    expect(failure).toContain(String(port));
    expect(failure).not.toMatch(/\n\s+at /);
    other.close();
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['ACCESS', 'maybe'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s is refused with a sentence that names it, and 2', async (name, value) => {
    const failure = await ServerProcess.start({ env: { [name]: value } }).catch((error: Error) => error.message);
    expect(failure).toContain('ended with code 2');
    expect(failure).toContain(name);
    expect(failure).not.toMatch(/\n\s+at /);
  });

  it('R37 SIGTERM under load says 1012, ends with 0 in good time, and what it had confirmed is there', async () => {
    const server = await ServerProcess.start();
    const writer = await WireClient.opens(server, 'drained');
    const doc = new Y.Doc();
    doc.on('update', (update) => writer.sends(encodeUpdate(update)));
    for (let word = 0; word < 200; word++) doc.getText('content').insert(doc.getText('content').length, `${word} `);
    await writer.isSaved();
    const saved = doc.getText('content').toString();

    const since = performance.now();
    const exit = await server.stops();
    expect(exit).toEqual({ code: 0, signal: null });
    expect(performance.now() - since).toBeLessThan(5_000);
    expect((await writer.isClosed()).code).toBe(CLOSE.restarting.code);

    await server.startsAgain();
    const reader = StockClient.opens(server, 'drained');
    await reader.sees(saved);
    reader.leaves();
    await server.close();
  });
});
