/** Any y-websocket client, as it comes from npm, against the real server. The scenarios run side by side. */

import { describe, expect, it, vi } from 'vitest';
import { PRESENCE_CLOCK_MAX } from '../../server/contract/limits.ts';
import { encodeEntries } from '../../server/contract/presence-entries.ts';
import { encodeAwareness } from '../../server/contract/protocol.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StockClient } from '../support/stock-client.ts';
import { until } from '../support/until.ts';
import { WireClient } from '../support/wire-client.ts';

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

  it('R24 is seen at once by a server that forgot it, however far it has counted', async () => {
    const server = await ServerProcess.start();
    const ann = StockClient.opens(server, 'counted');
    await ann.isSynced();
    for (let move = 0; move < 5_000; move += 1) ann.provider.awareness.setLocalStateField('caret', move);
    ann.calls('Ann');
    const bob = StockClient.opens(server, 'counted');
    bob.calls('Bob');
    await bob.seesPeople('Ann', 'Bob');

    await server.stops();
    await until(() => ann.closeCodes.length > 0 && bob.closeCodes.length > 0, 'both have lost the line');
    await server.startsAgain();
    await ann.isSynced();
    const cleo = StockClient.opens(server, 'counted');
    cleo.calls('Cleo');
    await cleo.seesPeople('Ann', 'Bob', 'Cleo');
    for (const client of [ann, bob, cleo]) client.leaves();
    await server.close();
  });

  it('R24 is neither sent away nor kept from sight by a clock that somebody else drives as far as it goes', async () => {
    const server = await ServerProcess.start();
    const eve = await WireClient.opens(server, 'driven');
    const hears = (word: string) =>
      until(() => eve.received.some((frame) => new TextDecoder().decode(frame).includes(word)), `Eve hears "${word}"`);
    const ann = StockClient.opens(server, 'driven');
    ann.calls('Ann');
    await hears('Ann');
    ann.provider.disconnect();
    // That Ann has left.
    await hears('null');
    for (const client of [ann.doc.clientID, 7]) {
      eve.sends(encodeAwareness(encodeEntries([{ client, clock: PRESENCE_CLOCK_MAX, state: '{}' }])));
    }
    await eve.isSaved();
    const bob = StockClient.opens(server, 'driven');
    bob.calls('Bob');
    ann.provider.connect();
    await Promise.all([ann.isSynced(), bob.isSynced()]);
    ann.calls('Ann again');
    eve.leaves();
    // Once Cleo has come, both have heard that Eve left, and said so, as they do.
    const cleo = StockClient.opens(server, 'driven');
    cleo.calls('Cleo');
    for (const client of [ann, bob]) await client.seesPeople('Ann again', 'Bob', 'Cleo');
    ann.types('here ');
    await bob.sees('here ');
    bob.types('still');
    await ann.sees('here still');
    expect([...ann.closeCodes, ...bob.closeCodes]).toEqual([]);
    for (const client of [ann, bob, cleo]) client.leaves();
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
