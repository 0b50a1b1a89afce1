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
    expect(receive(frame, 'editor').kind).toBe(kind);
  });
});

describe('R25 a viewer changes nothing, however it is spelled', () => {
  const body = [...UPDATE];
  const short = [UPDATE.length, ...body];
  // The same numbers with needless bytes, as a reader of varints that is not strict would take them.
  const long = [0x80 | UPDATE.length, 0, ...body];
  it.each<[string, number[], string]>([
    ['an update', [0, 2, ...short], 'drop'],
    ['an answer to a question nobody asked', [0, 1, ...short], 'drop'],
    ['an update of deletions only', [0, 2, 6, 0, 1, 1, 1, 0, 1], 'drop'],
    ['an answer of deletions only', [0, 1, 6, 0, 1, 1, 1, 0, 1], 'drop'],
    ['an update that is no update', [0, 2, 3, 1, 1, 1], 'drop'],
    ['an update with a long channel', [0x80, 0, 2, ...short], 'refuse'],
    ['an update with a long step', [0, 0x82, 0, ...short], 'refuse'],
    ['both long', [0x80, 0, 0x82, 0, ...short], 'refuse'],
    ['an answer with a long channel', [0x80, 0, 1, ...short], 'refuse'],
    ['an answer with a long step', [0, 0x81, 0, ...short], 'refuse'],
    ['a very long channel', [0x80, 0x80, 0x80, 0x80, 0, 2, ...short], 'refuse'],
    ['a channel that overflows to 0', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1, 2, ...short], 'refuse'],
    ['an update with a long length', [0, 2, ...long], 'refuse'],
    ['two updates in a row', [0, 2, ...short, 0, 2, ...short], 'refuse'],
    ['an update behind a question', [0, 0, 1, 0, 0, 2, ...short], 'refuse'],
    ['an update behind presence', [1, 1, 0, 0, 2, ...short], 'refuse'],
    ['an update behind a call for presence', [3, 0, 2, ...short], 'refuse'],
    ['an update behind a checkpoint', [100, 1, 0, 2, ...short], 'refuse'],
    ['an update on the auth channel', [2, 2, ...short], 'refuse'],
    ['an update on the channel of roles', [101, 2, ...short], 'refuse'],
    ['a role of its own', [101, 6, ...new TextEncoder().encode('editor')], 'refuse'],
  ])('%s', (_what, bytes, expected) => {
    expect(receive(Uint8Array.from(bytes), 'viewer').kind).toBe(expected);
  });

  it('and reads, is seen and is answered like anybody', () => {
    expect(receive(encodeSyncStep1(Uint8Array.of(0)), 'viewer').kind).toBe('answer-sync');
    expect(receive(encodeSyncStep2(Uint8Array.of(0, 0)), 'viewer').kind).toBe('nothing');
    expect(receive(encodeAwareness(Uint8Array.of(0)), 'viewer').kind).toBe('present');
    expect(receive(encodeCheckpoint(1), 'viewer').kind).toBe('checkpoint');
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
    expect(receive(frame, 'editor')).toMatchObject({ kind: 'refuse', close: CLOSE.malformed });
  });

  it('a text message', () => {
    expect(receiveText()).toMatchObject({ kind: 'refuse', close: CLOSE.malformed });
  });

  it.each([
    ['an array', new Uint8Array(1_000_000)],
    ['a Buffer, whose slices are views', Buffer.alloc(1_000_000)],
  ])('R14 what is kept does not hold on to what it came in: %s', (_, pool) => {
    pool.set(update, 500);
    const command = receive(pool.subarray(500, 500 + update.length), 'editor');
    expect(command.kind === 'append' && command.update.bytes.buffer.byteLength).toBe(UPDATE.length);
  });
});
