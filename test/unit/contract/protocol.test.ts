/**
 * Every frame of the wire, pinned as hex, and docs/PROTOCOL.md held to the code: its examples are these examples, its
 * table of close codes is the table of close-codes.ts.
 */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLOSE, closeReasonOf, shouldComeBack } from '../../../server/contract/close-codes.ts';
import {
  type ClientFrame,
  decodeClientFrame,
  EMPTY_UPDATE,
  encodeAwareness,
  encodeCheckpoint,
  encodeComments,
  encodeConflict,
  encodePermissionDenied,
  encodeRole,
  encodeSyncStep1,
  encodeSyncStep2,
  encodeUpdate,
  KEEP_ALIVE_FRAME,
  STATE_HASH_QUESTION,
} from '../../../server/contract/protocol.ts';

const document = readFileSync(new URL('../../../docs/PROTOCOL.md', import.meta.url), 'utf8');

/** Client 1 typed "hi" into the text `body`. */
const TYPED_HI = bytesOf('01 01 01 00 04 01 04 62 6f 64 79 02 68 69 00');
/** And this is how much of it one has seen: client 1, two characters. */
const SEEN_HI = bytesOf('01 01 02');
/** Client 1, clock 1, state `{}`. */
const PRESENT = bytesOf('01 01 01 02 7b 7d');

interface Golden {
  readonly title: string;
  readonly hex: string;
  readonly encoded: Uint8Array;
  /** What the server reads; absent where only the server sends it. */
  readonly frame?: ClientFrame;
}

const GOLDEN: readonly Golden[] = [
  {
    title: 'SyncStep1, nothing seen yet',
    hex: '00 00 01 00',
    encoded: encodeSyncStep1(Uint8Array.of(0)),
    frame: { kind: 'sync-step-1', stateVector: Uint8Array.of(0) },
  },
  {
    title: 'SyncStep1, two characters of client 1 seen',
    hex: '00 00 03 01 01 02',
    encoded: encodeSyncStep1(SEEN_HI),
    frame: { kind: 'sync-step-1', stateVector: SEEN_HI },
  },
  {
    title: 'SyncStep2, nothing lacking',
    hex: '00 01 02 00 00',
    encoded: encodeSyncStep2(EMPTY_UPDATE),
    frame: { kind: 'sync-step-2', update: EMPTY_UPDATE },
  },
  {
    title: 'Update, client 1 typed "hi"',
    hex: '00 02 0f 01 01 01 00 04 01 04 62 6f 64 79 02 68 69 00',
    encoded: encodeUpdate(TYPED_HI),
    frame: { kind: 'update', update: TYPED_HI },
  },
  {
    title: 'presence of client 1',
    hex: '01 06 01 01 01 02 7b 7d',
    encoded: encodeAwareness(PRESENT),
    frame: { kind: 'awareness', entries: PRESENT },
  },
  {
    title: 'keep-alive, presence of nobody',
    hex: '01 01 00',
    encoded: KEEP_ALIVE_FRAME,
    frame: { kind: 'awareness', entries: Uint8Array.of(0) },
  },
  {
    title: 'denied, "sign in"',
    hex: '02 00 07 73 69 67 6e 20 69 6e',
    encoded: encodePermissionDenied('sign in'),
  },
  {
    title: 'query presence',
    hex: '03',
    encoded: Uint8Array.of(3),
    frame: { kind: 'query-awareness' },
  },
  {
    title: 'checkpoint 7',
    hex: '64 07',
    encoded: encodeCheckpoint(7),
    frame: { kind: 'checkpoint', number: 7 },
  },
  {
    title: 'checkpoint 300',
    hex: '64 ac 02',
    encoded: encodeCheckpoint(300),
    frame: { kind: 'checkpoint', number: 300 },
  },
  {
    title: 'role, "viewer"',
    hex: '65 06 76 69 65 77 65 72',
    encoded: encodeRole('viewer'),
  },
  { title: 'conflict over client 300', hex: '66 01 ac 02', encoded: encodeConflict([300]) },
  {
    title: '"what does the document say?"',
    hex: '67',
    encoded: STATE_HASH_QUESTION,
    frame: { kind: 'ask-state-hash' },
  },
  { title: 'comments, revision 300', hex: '69 ac 02', encoded: encodeComments(300) },
];

describe('frames', () => {
  it.each(GOLDEN)('$title: is written as these bytes', ({ hex, encoded }) => {
    expect(hexOf(encoded)).toBe(hex);
  });

  it.each(GOLDEN.filter(({ frame }) => frame))('$title: is read back', ({ hex, frame }) => {
    expect(decodeClientFrame(bytesOf(hex))).toEqual(frame);
  });

  it.each(GOLDEN.filter(({ frame }) => frame))('$title: cut short or with a byte too many it is refused', ({ hex }) => {
    const bytes = bytesOf(hex);
    expect(() => decodeClientFrame(bytes.subarray(0, -1))).toThrow();
    expect(() => decodeClientFrame(Uint8Array.of(...bytes, 0))).toThrow();
  });
});

describe('frames that are refused', () => {
  it.each([
    ['nothing at all', ''],
    ['an unknown channel', '63 00'],
    ['an unknown sync message', '00 03 00'],
    ['denied, which only the server says', '02 00 00'],
    ['a length beyond the end', '00 02 7f 00'],
  ])('%s', (_title, hex) => {
    expect(() => decodeClientFrame(bytesOf(hex))).toThrow();
  });

  it('R14 what is read is an array of its own, of exactly its size', () => {
    const frame = decodeClientFrame(bytesOf('00 02 02 00 00'));
    expect(frame.kind === 'update' && frame.update.buffer.byteLength).toBe(2);
  });
});

describe('docs/PROTOCOL.md', () => {
  it('shows these frames and no others', () => {
    expect(rowsUnder('Frames in hex')).toEqual(GOLDEN.map(({ title, hex }) => [title, `\`${hex}\``]));
  });

  it('R10 lists every close code as the code has it', () => {
    expect(rowsUnder('Close codes')).toEqual(
      Object.values(CLOSE).map(({ code, reason, sentence, comeBack }) => [
        String(code),
        reason,
        comeBack ? 'yes' : 'no',
        sentence,
      ]),
    );
  });
});

describe('close codes', () => {
  it('R10 44xx is final for the stock client, everything else is not, and the table says the same', () => {
    for (const { code, comeBack } of Object.values(CLOSE)) expect(shouldComeBack(code)).toBe(comeBack);
  });

  it('are found by their number', () => {
    for (const reason of Object.values(CLOSE)) expect(closeReasonOf(reason.code)).toBe(reason);
    expect(closeReasonOf(1006)).toBeUndefined();
  });

  it('carry reasons that fit into a close frame', () => {
    for (const { reason } of Object.values(CLOSE)) expect(new TextEncoder().encode(reason).length).toBeLessThan(123);
  });
});

/** The cells of the table under a heading, without its head. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = document.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.split(' ').filter(Boolean), (byte) => Number.parseInt(byte, 16));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
