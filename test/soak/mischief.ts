/** Small mischief that people and programs do every day, and what has to come of it. The great attacks are in test/attack. */

import * as Y from 'yjs';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { encodeSyncStep1, encodeUpdate } from '../../server/contract/protocol.ts';
import type { Attack } from '../attack/attack.ts';
import { FIN, frame, message, OPCODE, RawSocket } from '../attack/raw-socket.ts';

type Mischief = Pick<Attack, 'what' | 'promise' | 'run'>;

const REFUSED = `closed with ${CLOSE.malformed.code}`;

async function endOf(socket: RawSocket): Promise<string> {
  const code = await socket.isClosed();
  socket.leaves();
  return `closed with ${code}`;
}

function updateOf(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getText('content').insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}

export const MISCHIEF: readonly Mischief[] = [
  {
    what: 'connects and pulls the cable at once',
    promise: 'gone',
    run: async ({ port }) => {
      const socket = await RawSocket.opens(port, 'mischief');
      socket.leaves();
      return 'gone';
    },
  },
  {
    what: 'pulls the cable in the middle of a frame',
    promise: 'gone',
    run: async ({ port }) => {
      const socket = await RawSocket.opens(port, 'mischief');
      socket.writes(message(encodeUpdate(updateOf('half of it'))).subarray(0, 12));
      socket.leaves();
      return 'gone';
    },
  },
  {
    what: 'asks for a document and never reads it',
    promise: 'gone',
    run: async ({ port }) => {
      const socket = await RawSocket.opens(port, 'shared-0');
      socket.stopsReading();
      for (let n = 0; n < 20; n += 1) socket.writes(message(encodeSyncStep1(Uint8Array.of(0))));
      socket.leaves();
      return 'gone';
    },
  },
  {
    what: 'writes an update byte by byte, then nonsense',
    promise: REFUSED,
    run: async ({ port }) => {
      const socket = await RawSocket.opens(port, 'mischief');
      for (const byte of message(encodeUpdate(updateOf('slowly')))) socket.writes(Buffer.of(byte));
      socket.writes(message(Uint8Array.of(42)));
      return await endOf(socket);
    },
  },
  {
    what: 'sends half of an update as a whole one',
    promise: REFUSED,
    run: async ({ port }) => {
      const socket = await RawSocket.opens(port, 'shared-1');
      const update = updateOf('cut');
      socket.writes(message(encodeUpdate(update.subarray(0, update.length - 3))));
      return await endOf(socket);
    },
  },
  {
    what: 'sends a frame in pieces, and a text in between',
    promise: 'closed with 1002',
    run: async ({ port }) => {
      const socket = await RawSocket.opens(port, 'mischief');
      socket.writes(frame({ head: OPCODE.binary, payload: Uint8Array.of(100) }));
      socket.writes(frame({ head: FIN | OPCODE.text, payload: Buffer.from('hello') }));
      return await endOf(socket);
    },
  },
  {
    what: 'twenty at once, gone at once',
    promise: 'gone',
    run: async ({ port }) => {
      const crowd = await Promise.all(Array.from({ length: 20 }, (_, n) => RawSocket.opens(port, `crowd-${n}`)));
      for (const socket of crowd) socket.leaves();
      return 'gone';
    },
  },
];
