/** What each frame asks for, and that whatever is not exactly one message asks for nothing but the end. */

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../../server/contract/close-codes.ts';
import {
  encodeAwareness,
  encodeCheckpoint,
  encodeSyncStep1,
  encodeSyncStep2,
  encodeUpdate,
} from '../../../server/contract/protocol.ts';
import { receive, receiveText } from '../../../server/socket/session.ts';

const UPDATE = someUpdate();

function someUpdate(): Uint8Array {
  const doc = new Y.Doc();
  doc.getText('body').insert(0, 'hello');
  return Y.encodeStateAsUpdate(doc);
}

describe('a frame becomes one command', () => {
  it.each([
    ['SyncStep1', encodeSyncStep1(Uint8Array.of(0)), 'answer-sync'],
    ['SyncStep2', encodeSyncStep2(UPDATE), 'append'],
    ['SyncStep2 with nothing in it', encodeSyncStep2(Uint8Array.of(0, 0)), 'nothing'],
    ['Update', encodeUpdate(UPDATE), 'append'],
    ['awareness', encodeAwareness(Uint8Array.of(0)), 'present'],
    ['query awareness', Uint8Array.of(3), 'send-presence'],
    ['checkpoint', encodeCheckpoint(7), 'checkpoint'],
  ])('%s', (_name, frame, kind) => {
    expect(receive(frame).kind).toBe(kind);
  });
});

describe('R16 what is malformed is refused whole', () => {
  const update = encodeUpdate(UPDATE);

  it.each([
    ['no bytes', Uint8Array.of()],
    ['an unknown channel', Uint8Array.of(42)],
    ['the auth channel, which only a server sends', Uint8Array.of(2, 0, 0)],
    ['an unknown sync message', Uint8Array.of(0, 9, 0)],
    ['a length beyond the end', Uint8Array.of(0, 2, 200, 1)],
    ['an unfinished varint', Uint8Array.of(0x80, 0x80)],
    ['a byte after the message', Uint8Array.of(...update, 0)],
    ['an update cut short', encodeUpdate(UPDATE.slice(0, -4))],
    ['a state vector cut short', encodeSyncStep1(Uint8Array.of(3, 1))],
    ['presence that is not JSON', encodeAwareness(Uint8Array.of(1, 1, 1, 1, 123))],
  ])('%s', (_what, frame) => {
    expect(receive(frame)).toMatchObject({ kind: 'refuse', close: CLOSE.malformed });
  });

  it('a text message', () => {
    expect(receiveText()).toMatchObject({ kind: 'refuse', close: CLOSE.malformed });
  });

  it('R14 what is kept does not hold on to the buffer it came in', () => {
    const pool = new Uint8Array(1_000_000);
    pool.set(update, 500);
    const command = receive(pool.subarray(500, 500 + update.length));
    expect(command.kind === 'append' && command.update.bytes.buffer.byteLength).toBe(UPDATE.length);
  });
});
