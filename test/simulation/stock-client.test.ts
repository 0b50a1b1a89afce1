/** Any y-websocket client, as it comes from npm, against the real server. The scenarios run side by side. */

import { describe, expect, it, vi } from 'vitest';
import { ServerProcess } from '../support/server-process.ts';
import { StockClient } from '../support/stock-client.ts';

const IDLE_MS = 75_000;

describe.concurrent('the stock client', () => {
  it('two of them write one text and see each other come and go', async () => {
    const server = await ServerProcess.start();
    const ann = StockClient.opens(server, 'shared');
    const bob = StockClient.opens(server, 'shared');
    ann.calls('Ann');
    bob.calls('Bob');

    ann.types('hello ');
    await bob.sees('hello ');
    bob.types('world');
    await ann.sees('hello world');
    await ann.seesPeople('Ann', 'Bob');
    await bob.seesPeople('Ann', 'Bob');

    bob.leaves();
    await ann.seesPeople('Ann');
    ann.leaves();
    await server.close();
  });

  it('R30 R38 what was written before a crash and during it is there afterwards, for those who stayed and who come', async () => {
    const server = await ServerProcess.start();
    const ann = StockClient.opens(server, 'kept');
    const bob = StockClient.opens(server, 'kept');
    ann.types('before ');
    await bob.sees('before ');

    await server.crashes();
    ann.types('during ');
    await server.startsAgain();

    await bob.sees('before during ');
    const cleo = StockClient.opens(server, 'kept');
    await cleo.sees('before during ');
    for (const client of [ann, bob, cleo]) client.leaves();
    await server.close();
  });

  it('R37 after a restart in good order, with nobody left who knows it, the text is there', async () => {
    const server = await ServerProcess.start();
    const ann = StockClient.opens(server, 'alone');
    const bob = StockClient.opens(server, 'alone');
    ann.types('written down');
    await bob.sees('written down');
    ann.leaves();
    bob.leaves();

    expect(await server.stops()).toEqual({ code: 0, signal: null });
    await server.startsAgain();
    const cleo = StockClient.opens(server, 'alone');
    await cleo.sees('written down');
    cleo.leaves();
    await server.close();
  });

  it('R37 is told 1012 at a restart, and comes back by itself', async () => {
    const server = await ServerProcess.start();
    const ann = StockClient.opens(server, 'restarted');
    await ann.isSynced();

    await server.stops();
    // What it said may be read only when it is gone; and until it is back, coming back fails (1006).
    await vi.waitFor(() => expect(ann.closeCodes[0]).toBe(1012), { timeout: 20_000 });
    await server.startsAgain();
    await vi.waitFor(() => expect(ann.connects).toBe(2), { timeout: 20_000 });
    ann.leaves();
    await server.close();
  });

  it('R10 gives up for good at an id that cannot be', async () => {
    const server = await ServerProcess.start();
    const ann = StockClient.opens(server, 'not.an.id');
    await vi.waitFor(() => expect(ann.closeCodes).toEqual([4404]));
    expect(ann.provider.shouldConnect).toBe(false);
    ann.leaves();
    await server.close();
  });

  it(
    `R12 stays connected through ${IDLE_MS / 1000} s of silence`,
    async () => {
      const server = await ServerProcess.start();
      const ann = StockClient.opens(server, 'quiet');
      await ann.isSynced();
      const since = performance.now();
      await vi.waitFor(() => expect(performance.now() - since).toBeGreaterThan(IDLE_MS), {
        timeout: IDLE_MS + 10_000,
        interval: 500,
      });
      expect({ connects: ann.connects, closeCodes: ann.closeCodes }).toEqual({ connects: 1, closeCodes: [] });
      ann.leaves();
      await server.close();
    },
    IDLE_MS + 30_000,
  );
});
