/** What hostile peers try, and what has to come of it. */

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { CLOSE } from '../../server/contract/close-codes.ts';
import {
  FRAME_BYTES_MAX,
  PENDING_UPDATES_MAX,
  PRESENCE_BYTES_MAX,
  PRESENCE_CLIENTS_MAX,
  PRESENCE_CLOCK_MAX,
} from '../../server/contract/limits.ts';
import { encodeEntries, type PresenceEntry } from '../../server/contract/presence-entries.ts';
import {
  CHANNEL,
  encodeAwareness,
  encodeCheckpoint,
  encodeSyncStep1,
  encodeUpdate,
} from '../../server/contract/protocol.ts';
import { readMetric } from '../support/metrics.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { StockClient } from '../support/stock-client.ts';
import { until } from '../support/until.ts';
import type { Attack } from './attack.ts';
import { FIN, frame, message, OPCODE, RawSocket } from './raw-socket.ts';

const REFUSED = `closed with ${CLOSE.malformed.code}`;
const TOO_LARGE = `closed with ${CLOSE.tooLarge.code}`;

/** Nothing an attacker sends may cost the server more than two of the largest messages. */
const SMALL_MEGABYTES = 32;
const LARGE_MEGABYTES = (2 * FRAME_BYTES_MAX) / 2 ** 20 + SMALL_MEGABYTES;

/** One message that has to be refused. */
function refused(rule: string, what: string, payload: () => Uint8Array, growthMegabytesMax = SMALL_MEGABYTES): Attack {
  return {
    rule,
    what,
    promise: REFUSED,
    growthMegabytesMax,
    run: async (server) => {
      const socket = await RawSocket.opens(server.port, 'attacked');
      socket.writes(message(payload()));
      return await ending(socket);
    },
  };
}

async function ending(socket: RawSocket): Promise<string> {
  const code = await socket.isClosed();
  socket.leaves();
  return code === null ? 'ended without a word' : `closed with ${code}`;
}

function numbers(...values: readonly number[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const value of values) encoding.writeVarUint(encoder, value);
  });
}

/** `count` clients with one struct of one garbage-collected character each: the cheapest that is well-formed. */
function updateOfClients(count: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, count);
    for (let client = count; client > 0; client -= 1) {
      for (const value of [1, client, 0]) encoding.writeVarUint(encoder, value);
      for (const value of [0, 1]) encoding.writeVarUint(encoder, value);
    }
    encoding.writeVarUint(encoder, 0);
  });
}

/** One client with `count` structs of one garbage-collected character each. */
function updateOfStructs(count: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const value of [1, count, 1, 0]) encoding.writeVarUint(encoder, value);
    for (let n = 0; n < count; n += 1) encoding.writeUint16(encoder, 0x0100);
    encoding.writeVarUint(encoder, 0);
  });
}

/** Nothing but deletions, of one character each. */
function updateOfDeletions(count: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const value of [0, 1, 1, count]) encoding.writeVarUint(encoder, value);
    for (let n = 0; n < count; n += 1) for (const value of [2 * n, 1]) encoding.writeVarUint(encoder, value);
  });
}

function stateVectorOf(count: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, count);
    for (let client = 1; client <= count; client += 1)
      for (const value of [client, 1]) encoding.writeVarUint(encoder, value);
  });
}

/** Text that follows the character before `clock`. */
function updateAhead(clock: number, length: number): Uint8Array {
  const client = 9;
  return encoding.encode((encoder) => {
    for (const value of [1, 1, client, clock]) encoding.writeVarUint(encoder, value);
    // A string with an origin.
    encoding.writeUint8(encoder, 0x84);
    for (const value of [client, clock - 1]) encoding.writeVarUint(encoder, value);
    encoding.writeVarString(encoder, 'x'.repeat(length));
    encoding.writeVarUint(encoder, 0);
  });
}

/** Values inside values, as deep as told. */
function nestedUpdate(depth: number): Uint8Array {
  const doc = new Y.Doc();
  let value: unknown = 1;
  for (let n = 0; n < depth; n += 1) value = [value];
  doc.getArray('a').push([value]);
  return Y.encodeStateAsUpdate(doc);
}

function presence(client: number, clock: number, state: string): Uint8Array {
  return encodeAwareness(encodeEntries([{ client, clock, state }]));
}

function crowd(count: number, first = 0): PresenceEntry[] {
  return Array.from({ length: count }, (_, n) => ({ client: first + n + 1, clock: 1, state: '{}' }));
}

/** A document that holds so many bytes of text, which somebody has read. */
async function fill(server: ServerProcess, id: string, bytes: number): Promise<void> {
  const doc = new Y.Doc();
  doc.getText('content').insert(0, 'x'.repeat(bytes));
  const socket = await RawSocket.opens(server.port, id);
  socket.writes(message(encodeUpdate(Y.encodeStateAsUpdate(doc))));
  const reader = StockClient.opens(server, id);
  await until(() => reader.text.length === bytes, 'somebody has read the document');
  for (const client of [socket, reader]) client.leaves();
}

const SCATTERED_STRUCTS = 100_000;

/** A document of as many structs as a long one has, by client 1, which the server has compacted. */
async function scatter(server: ServerProcess, id: string): Promise<void> {
  const doc = new Y.Doc();
  doc.clientID = 1;
  const text = doc.getText('content');
  // Each before the one that came before: no two of them join.
  doc.transact(() => {
    for (let n = 0; n < SCATTERED_STRUCTS; n += 1) text.insert(0, 'x');
  });
  const socket = new WebSocket(`${server.syncUrl}/${id}`);
  let isCompacted = false;
  socket.on('message', (received: Buffer) => {
    isCompacted ||= received[0] === CHANNEL.stateHash;
  });
  await once(socket, 'open');
  socket.send(encodeUpdate(Y.encodeStateAsUpdate(doc)));
  await until(async () => {
    // Answered by what the compaction knows; the request keeps it from becoming a flood.
    socket.send(Uint8Array.of(CHANNEL.stateHash));
    await readFrom(server, 'connections');
    return isCompacted;
  }, 'the document is compacted');
  socket.terminate();
}

async function readFrom({ url }: ServerProcess, metric: string): Promise<number> {
  return readMetric(await (await fetch(`${url}/metrics`)).text(), metric);
}

/** Resolves when everything that was sent to the server before was looked at. */
async function isServed({ port }: ServerProcess): Promise<string> {
  const other = await RawSocket.opens(port, 'attacked');
  other.writes(message(Uint8Array.of(99)));
  const code = await other.isClosed();
  other.leaves();
  return code === CLOSE.malformed.code ? 'others are served' : `somebody else was closed with ${code}`;
}

export const CATALOGUE: readonly Attack[] = [
  {
    rule: 'R1',
    what: '500 connections that send bytes which are no frames',
    promise: 'all closed with 1002',
    growthMegabytesMax: SMALL_MEGABYTES,
    run: async ({ port }) => {
      const codes = await Promise.all(
        Array.from({ length: 500 }, async (_, n) => {
          const socket = await RawSocket.opens(port, `attacked-${n}`);
          socket.writes(Buffer.alloc(32, 0xff));
          const code = await socket.isClosed();
          socket.leaves();
          return code;
        }),
      );
      return codes.every((code) => code === 1002) ? 'all closed with 1002' : `closed with ${[...new Set(codes)]}`;
    },
  },
  {
    rule: 'R3',
    what: 'a message that says it is 16 MiB and a byte long',
    promise: TOO_LARGE,
    growthMegabytesMax: SMALL_MEGABYTES,
    run: async ({ port }) => {
      const socket = await RawSocket.opens(port, 'attacked');
      socket.writes(frame({ head: FIN | OPCODE.binary, claimedBytes: FRAME_BYTES_MAX + 1 }));
      return await ending(socket);
    },
  },
  {
    rule: 'R7',
    what: '200,000 frames as fast as they go',
    promise: `closed with ${CLOSE.slowDown.code}`,
    growthMegabytesMax: SMALL_MEGABYTES,
    run: async ({ port }) => {
      const socket = await RawSocket.opens(port, 'attacked');
      const batch = Buffer.concat(Array.from({ length: 1_000 }, (_, n) => message(encodeCheckpoint(n))));
      for (let n = 0; n < 200 && socket.isOpen; n += 1) if (!socket.writes(batch)) await socket.drains();
      return await ending(socket);
    },
  },
  {
    rule: 'R9',
    what: '400 questions about a document of 2 MB by somebody who never reads',
    promise: 'others are served',
    growthMegabytesMax: SMALL_MEGABYTES,
    prepare: (server) => fill(server, 'large', 2_000_000),
    run: async (server) => {
      const socket = await RawSocket.opens(server.port, 'large');
      socket.stopsReading();
      for (let n = 0; n < 400; n += 1) socket.writes(message(encodeSyncStep1(numbers(0))));
      const seen = await isServed(server);
      socket.leaves();
      return seen;
    },
  },
  {
    rule: 'R20',
    what: '250 questions about a document of 100,000 structs, each by somebody who has nearly all of it',
    promise: 'others are served, for less than 4 s of the processor',
    // What is sent to them instead waits until they read it.
    growthMegabytesMax: 2 * SMALL_MEGABYTES,
    prepare: (server) => scatter(server, 'scattered'),
    run: async (server) => {
      const before = await readFrom(server, 'process_cpu_seconds_total');
      const socket = await RawSocket.opens(server.port, 'scattered');
      socket.stopsReading();
      for (let n = 2; n <= 251; n += 1)
        socket.writes(message(encodeSyncStep1(numbers(2, n, 1, 1, SCATTERED_STRUCTS - 1))));
      const seen = await isServed(server);
      const tookS = (await readFrom(server, 'process_cpu_seconds_total')) - before;
      socket.leaves();
      return `${seen}, for ${tookS < 4 ? 'less than 4' : tookS.toFixed(1)} s of the processor`;
    },
  },
  refused('R14', 'an inner length beyond the end', () => Uint8Array.of(0, 2, 0xff, 0xff, 3, 1)),
  refused('R15', 'clients in an order in which a merge runs for ever', () =>
    encodeUpdate(numbers(2, 1, 1, 0, 0, 1, 1, 2, 0, 0, 1, 0)),
  ),
  refused('R15', 'a number that no varint can be', () => Uint8Array.of(...new Array(40).fill(0xff))),
  refused('R15', 'two frames in one message', () => Uint8Array.of(100, 1, 100, 2)),
  refused('R15', 'values 1,000 deep', () => encodeUpdate(nestedUpdate(1_000))),
  refused('R15', 'a document inside the document', () => {
    const doc = new Y.Doc();
    doc.getMap('m').set('inner', new Y.Doc());
    return encodeUpdate(Y.encodeStateAsUpdate(doc));
  }),
  refused('R20', 'a state vector of 10^6 entries', () => encodeSyncStep1(stateVectorOf(1_000_000)), LARGE_MEGABYTES),
  refused('R20', 'a state vector that only says 10^9', () => encodeSyncStep1(numbers(1_000_000_000))),
  refused('R20', 'an update of 300,000 clients', () => encodeUpdate(updateOfClients(300_000)), LARGE_MEGABYTES),
  refused('R20', 'an update of 5 x 10^6 structs', () => encodeUpdate(updateOfStructs(5_000_000)), LARGE_MEGABYTES),
  refused(
    'R20',
    'an update of 1.5 x 10^6 deletions',
    () => encodeUpdate(updateOfDeletions(1_500_000)),
    LARGE_MEGABYTES,
  ),
  refused('R20', 'an update that only says 10^9 clients', () => encodeUpdate(numbers(1_000_000_000))),
  {
    rule: 'R21',
    what: 'two megabytes of text that build on something which never comes',
    promise: `closed with ${CLOSE.clientIdConflict.code}`,
    growthMegabytesMax: SMALL_MEGABYTES,
    run: async ({ port }) => {
      const socket = await RawSocket.opens(port, `pending-${randomBytes(4).toString('hex')}`);
      for (let n = 0; n < 20; n += 1) socket.writes(message(encodeUpdate(updateAhead(1_000 + n * 100_000, 100_000))));
      return await ending(socket);
    },
  },
  {
    rule: 'R21',
    what: '1,001 letters that each lack the one before',
    promise: `closed with ${CLOSE.clientIdConflict.code}, once, for PENDING_UPDATES_MAX`,
    growthMegabytesMax: SMALL_MEGABYTES,
    run: async (server) => {
      const socket = await RawSocket.opens(server.port, `scattered-${randomBytes(4).toString('hex')}`);
      const client = randomBytes(4).readUInt32BE();
      // Each one garbage-collected character.
      for (let n = 0; n <= PENDING_UPDATES_MAX; n += 1)
        socket.writes(message(encodeUpdate(numbers(1, 1, client, 2 * n + 1, 0, 1, 0))));
      const seen = await ending(socket);
      const times = await readFrom(server, 'limit_reached_total{limit="PENDING_UPDATES_MAX"}');
      return `${seen}, ${times === 1 ? 'once' : `${times} times`}, for PENDING_UPDATES_MAX`;
    },
  },
  refused('R24', 'presence that is too large', () => presence(1, 1, JSON.stringify('x'.repeat(PRESENCE_BYTES_MAX)))),
  refused('R24', 'presence with the last clock there is', () => presence(1, PRESENCE_CLOCK_MAX + 1, '{}')),
  refused('R24', 'presence that is no JSON', () => presence(1, 1, '{"user":')),
  refused('R24', 'presence of 100,000 people', () => encodeAwareness(encodeEntries(crowd(100_000)))),
  {
    rule: 'R24',
    what: 'presence of 2,000 people by one connection, fifty times over',
    promise: `others see ${PRESENCE_CLIENTS_MAX} of them`,
    growthMegabytesMax: 2 * SMALL_MEGABYTES,
    run: async (server) => {
      const id = `crowded-${randomBytes(4).toString('hex')}`;
      const socket = await RawSocket.opens(server.port, id);
      const other = StockClient.opens(server, id);
      for (let n = 0; n < 50; n += 1) socket.writes(message(encodeAwareness(encodeEntries(crowd(2_000, n * 2_000)))));
      const seen = () => other.provider.awareness.getStates().size - 1;
      await until(() => seen() > 0, 'some of them are seen');
      other.types('.');
      await other.isSynced();
      const all = seen();
      for (const client of [socket, other]) client.leaves();
      return `others see ${all} of them`;
    },
  },
  refused('R24', 'presence of 10^9 people', () => encodeAwareness(numbers(1_000_000_000))),
  {
    rule: 'R22',
    what: 'an update and a deletion under the client id of somebody else',
    promise: `closed with ${CLOSE.clientIdConflict.code}, closed with ${CLOSE.clientIdConflict.code}`,
    growthMegabytesMax: SMALL_MEGABYTES,
    run: async ({ port }) => {
      const id = `forged-${randomBytes(4).toString('hex')}`;
      const victim = await RawSocket.opens(port, id, `scriptorium-browser=${'v'.repeat(43)}`);
      // Client 1 typed "hi" into "body"; the victim is asked for nothing more once that is on the disk.
      victim.writes(message(encodeUpdate(Buffer.from('01010100040104626f647902686900', 'hex'))));
      victim.writes(message(Uint8Array.of(99)));
      await victim.isClosed();
      const endings: string[] = [];
      for (const forged of [numbers(1, 1, 1, 2, 0, 5, 0), numbers(0, 1, 1, 1, 2, 100)]) {
        const forger = await RawSocket.opens(port, id);
        forger.writes(message(encodeUpdate(forged)));
        endings.push(await ending(forger));
      }
      return endings.join(', ');
    },
  },
  {
    rule: 'R6',
    what: '500 connections that say nothing, and 500 that stop in their headers',
    promise: 'somebody else comes in at once',
    growthMegabytesMax: SMALL_MEGABYTES,
    run: async ({ port }) => {
      const silent = await Promise.all(Array.from({ length: 1_000 }, () => RawSocket.dials(port)));
      for (const socket of silent.slice(500)) socket.writes('GET /sync/x HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ');
      const other = await RawSocket.opens(port, 'attacked');
      other.leaves();
      for (const socket of silent) socket.leaves();
      return 'somebody else comes in at once';
    },
  },
];
