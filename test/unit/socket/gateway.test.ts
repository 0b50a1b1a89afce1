/** The door when the server itself makes a mistake. Real sockets; what breaks is handed in: counters, a log, a lookup. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskWithout } from '../../../server/accounts/desk.ts';
import type { Identify } from '../../../server/accounts/identify.ts';
import { CLOSE } from '../../../server/contract/close-codes.ts';
import { PRESENCE_BYTES_MAX } from '../../../server/contract/limits.ts';
import { encodeEntries } from '../../../server/contract/presence-entries.ts';
import { encodeAwareness } from '../../../server/contract/protocol.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { type Logger, silentLogger } from '../../../server/lib/logger.ts';
import { createMetrics } from '../../../server/lib/metrics.ts';
import { usualLimits } from '../../../server/lib/transport-limits.ts';
import { Rooms } from '../../../server/room/rooms.ts';
import { trustedProxies } from '../../../server/socket/addresses.ts';
import { Gateway, type GatewayParts } from '../../../server/socket/gateway.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import { createWorkerCompactor } from '../../../server/storage/worker-compactor.ts';
import { StockClient } from '../../support/stock-client.ts';
import { WireClient } from '../../support/wire-client.ts';

interface Door {
  readonly syncUrl: string;
  close(): Promise<void>;
}

async function opensDoor(broken: Pick<GatewayParts, 'identify' | 'logger' | 'metrics'>): Promise<Door> {
  const log = await openMemoryLog({ disk: new MemoryDisk(systemClock), clock: systemClock });
  if (!log.ok) throw new Error(log.error.message);
  const compactor = createWorkerCompactor({ logger: silentLogger });
  const sound = { clock: systemClock, limits: usualLimits() };
  const rooms = new Rooms({ ...sound, log: log.value, compactor, logger: silentLogger, metrics: createMetrics() });
  const { book } = deskWithout(null, systemClock);
  const origins = { allowedOrigins: [], isLoopback: true };
  const gateway = new Gateway({ ...sound, ...broken, rooms, book, origins, isTrustedProxy: trustedProxies([]) });
  const http = createServer();
  http.on('upgrade', gateway.onUpgrade);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    syncUrl: `ws://127.0.0.1:${port}/sync`,
    async close() {
      await gateway.close(1_000);
      await rooms.close();
      await compactor.close();
      await log.value.close();
      http.close();
    },
  };
}

const said: string[] = [];

const LOG: Logger = {
  ...silentLogger,
  warn: (_fields, message) => said.push(message),
  error: (_fields, message) => {
    if (message === 'a document could not be opened') throw new Error('no room for the log');
    said.push(message);
  },
};

const METRICS: GatewayParts['metrics'] = {
  limited: (limit) => {
    if (limit === 'PRESENCE_BYTES_MAX') throw new Error('no such counter');
  },
  refused: (code) => {
    if (code === 403 || code === CLOSE.noSuchDocument.code) throw new Error('no such counter');
  },
};

const IDENTIFY: Identify = async ({ query }) => {
  if (query === 'lost') throw new Error('the sessions are gone');
  return { kind: 'anybody', session: null };
};

let door: Door;
let ann: StockClient;
let bob: StockClient;

beforeAll(async () => {
  door = await opensDoor({ identify: IDENTIFY, logger: LOG, metrics: METRICS });
  ann = StockClient.opens(door, 'shared');
  bob = StockClient.opens(door, 'shared');
});

afterAll(async () => {
  for (const client of [ann, bob]) client.leaves();
  await door.close();
});

/** Who was here goes on as if nothing had been, and who comes is let in. */
async function othersGoOn(): Promise<void> {
  ann.types('.');
  await bob.sees(ann.text);
  const newcomer = StockClient.opens(door, 'shared');
  await newcomer.sees(ann.text);
  newcomer.leaves();
  expect({ closeCodes: [...ann.closeCodes, ...bob.closeCodes], connects: [ann.connects, bob.connects] }).toEqual({
    closeCodes: [],
    connects: [1, 1],
  });
}

describe('R2 a mistake of the server', () => {
  it('in what a connection asked for ends that connection with 4500, and nothing else', async () => {
    said.length = 0;
    const eve = await WireClient.opens(door, 'shared');
    const state = JSON.stringify('x'.repeat(PRESENCE_BYTES_MAX));
    eve.sends(encodeAwareness(encodeEntries([{ client: 1, clock: 1, state }])));
    expect(await eve.isClosed()).toEqual({ code: CLOSE.ourFault.code, reason: CLOSE.ourFault.reason });
    expect(said).toEqual(['refused a frame', 'a mistake of the server ended a connection']);
    await othersGoOn();
  });

  it.each([
    ['while the origin is looked at', 'shared', { origin: 'https://elsewhere.example' }],
    ['while it is decided who that is', 'shared?token=lost', {}],
  ])('%s ends that upgrade with 500, and nothing else', async (_when, path, headers) => {
    said.length = 0;
    const eve = WireClient.dials(door, path, headers);
    await eve.isClosed();
    expect(eve.refusedWith).toBe(500);
    expect(said).toEqual(['a mistake of the server ended an upgrade']);
    await othersGoOn();
  });

  it('once the upgrade was answered ends that connection with 4500, and nothing else', async () => {
    said.length = 0;
    const eve = WireClient.dials(door, 'no.such.id');
    expect(await eve.isClosed()).toEqual({ code: CLOSE.ourFault.code, reason: CLOSE.ourFault.reason });
    expect(said).toEqual(['a mistake of the server ended an upgrade']);
    await othersGoOn();
  });
});
