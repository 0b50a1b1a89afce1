/** The rules of RFC 6455 that a peer can break, and what has to follow. */

import { CLOSE } from '../../server/contract/close-codes.ts';
import { FRAGMENTS_MAX, FRAME_BYTES_MAX } from '../../server/contract/limits.ts';
import { encodeCheckpoint } from '../../server/contract/protocol.ts';
import { FIN, frame, message, OPCODE } from './raw-socket.ts';

export interface WebSocketCase {
  readonly section: string;
  readonly what: string;
  readonly bytes: () => readonly Buffer[];
  /** The close code; 'open' where nothing is wrong with it. */
  readonly expected: number | 'open';
}

const PING = FIN | OPCODE.ping;
const CLOSING = FIN | OPCODE.close;
const CHECKPOINT = encodeCheckpoint(1);

function pieces(count: number): Buffer[] {
  const middle = Array.from({ length: count - 2 }, () => frame({ head: OPCODE.continuation }));
  return [frame({ head: OPCODE.binary, payload: CHECKPOINT }), ...middle, frame({ head: FIN | OPCODE.continuation })];
}

function closing(code: number, reason: Uint8Array = new Uint8Array()): Buffer {
  return frame({ head: CLOSING, payload: Buffer.concat([Buffer.of(code >> 8, code & 0xff), reason]) });
}

export const WEBSOCKET_CASES: readonly WebSocketCase[] = [
  { section: '5.2', what: 'reserved bit 1', bytes: () => [frame({ head: PING | 0x40 })], expected: 1002 },
  { section: '5.2', what: 'reserved bit 2', bytes: () => [frame({ head: PING | 0x20 })], expected: 1002 },
  { section: '5.2', what: 'reserved bit 3', bytes: () => [frame({ head: PING | 0x10 })], expected: 1002 },
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => ({
    section: '5.2',
    what: `reserved opcode ${opcode}`,
    bytes: () => [frame({ head: FIN | opcode })],
    expected: 1002,
  })),
  {
    section: '5.1',
    what: 'a frame without a mask',
    bytes: () => [frame({ head: PING, isMasked: false })],
    expected: 1002,
  },
  {
    section: '5.2',
    what: 'a length of 2^63',
    bytes: () => [Buffer.of(FIN | OPCODE.binary, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4)],
    expected: CLOSE.tooLarge.code,
  },
  {
    section: '5.2',
    what: 'a message one byte too long',
    bytes: () => [frame({ head: FIN | OPCODE.binary, claimedBytes: FRAME_BYTES_MAX + 1 })],
    expected: CLOSE.tooLarge.code,
  },
  {
    section: '5.5',
    what: 'a ping of 126 bytes',
    bytes: () => [frame({ head: PING, payload: new Uint8Array(126) })],
    expected: 1002,
  },
  { section: '5.5', what: 'a ping in pieces', bytes: () => [frame({ head: OPCODE.ping })], expected: 1002 },
  {
    section: '5.5.2',
    what: 'a ping of 125 bytes',
    bytes: () => [frame({ head: PING, payload: new Uint8Array(125) })],
    expected: 'open',
  },
  {
    section: '5.5.3',
    what: 'a pong nobody asked for',
    bytes: () => [frame({ head: FIN | OPCODE.pong })],
    expected: 'open',
  },
  {
    section: '5.4',
    what: 'a continuation of nothing',
    bytes: () => [frame({ head: FIN | OPCODE.continuation, payload: CHECKPOINT })],
    expected: 1002,
  },
  {
    section: '5.4',
    what: 'a message inside a message',
    bytes: () => [frame({ head: OPCODE.binary, payload: CHECKPOINT }), message(CHECKPOINT)],
    expected: 1002,
  },
  {
    section: '5.4',
    what: 'a ping between two pieces',
    bytes: () => [
      frame({ head: OPCODE.binary, payload: CHECKPOINT }),
      frame({ head: PING }),
      frame({ head: FIN | OPCODE.continuation }),
    ],
    expected: 'open',
  },
  { section: '5.4', what: 'as many pieces as allowed', bytes: () => pieces(FRAGMENTS_MAX), expected: 'open' },
  { section: '5.4', what: 'a piece too many', bytes: () => pieces(FRAGMENTS_MAX + 1), expected: CLOSE.malformed.code },
  {
    section: '8.1',
    what: 'text that is no UTF-8',
    bytes: () => [frame({ head: FIN | OPCODE.text, payload: Buffer.of(0xc3, 0x28) })],
    expected: 1007,
  },
  {
    section: '8.1',
    what: 'text cut inside a character',
    bytes: () => [frame({ head: FIN | OPCODE.text, payload: Buffer.of(0xe2, 0x82) })],
    expected: 1007,
  },
  {
    section: '8.1',
    what: 'text that encodes a surrogate',
    bytes: () => [frame({ head: FIN | OPCODE.text, payload: Buffer.of(0xed, 0xa0, 0x80) })],
    expected: 1007,
  },
  {
    section: '5.6',
    what: 'good text, which this protocol has no use for',
    bytes: () => [frame({ head: FIN | OPCODE.text, payload: Buffer.from('hello') })],
    expected: CLOSE.malformed.code,
  },
  { section: '7.1.5', what: 'a close without a code', bytes: () => [frame({ head: CLOSING })], expected: 1005 },
  { section: '7.4', what: 'a close with 1000', bytes: () => [closing(1000)], expected: 1000 },
  { section: '7.4', what: 'a close with 3000', bytes: () => [closing(3000)], expected: 3000 },
  {
    section: '5.5.1',
    what: 'a close with half a code',
    bytes: () => [frame({ head: CLOSING, payload: Buffer.of(3) })],
    expected: 1002,
  },
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map((code) => ({
    section: '7.4',
    what: `a close with ${code}`,
    bytes: () => [closing(code)],
    expected: 1002,
  })),
  {
    section: '5.5.1',
    what: 'a close whose reason is no UTF-8',
    bytes: () => [closing(1000, Buffer.of(0xff))],
    expected: 1007,
  },
  { section: '5.2', what: 'bytes that are no frame', bytes: () => [Buffer.alloc(64, 0xff)], expected: 1002 },
];
