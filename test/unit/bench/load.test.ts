/** The load generator, held to Yjs and to `ws`: what it sends is what an editor would, and what is lost it notices. */

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { finishFrame } from '../../../server/lib/websocket-frame.ts';
import { DIALECTS } from '../../bench/load/dialect.ts';
import { clientFrame, FrameReader } from '../../bench/load/frames.ts';
import { MarkerLedger } from '../../bench/load/ledger.ts';
import { MARKER_LENGTH, markerNow, markerText, scanMarkers } from '../../bench/load/markers.ts';
import { PresenceView, presenceEntry } from '../../bench/load/presence.ts';
import { Typist } from '../../bench/load/typist.ts';

function markersIn(bytes: Uint8Array): string[] {
  const found: string[] = [];
  scanMarkers(Buffer.from(bytes), (writer, number) => found.push(`${writer}:${number}`));
  return found;
}

describe('a typist', () => {
  it('writes updates that Yjs loads, and that say what was typed, in order', () => {
    const [ann, ben] = [new Typist(0), new Typist(1)];
    const document = new Y.Doc();
    for (const typist of [ann, ben, ann, ann, ben]) Y.applyUpdate(document, Uint8Array.from(typist.type()));
    const text = document.getText('body').toString();
    expect(text).toHaveLength(5 * MARKER_LENGTH);
    expect(markersIn(Buffer.from(text)).sort()).toEqual(['0:0', '0:1', '0:2', '1:0', '1:1']);
    expect(document.store.pendingStructs).toBeNull();
  });

  it('is counted alike whether a server passes its updates on or merges them', () => {
    const typist = new Typist(7);
    const updates = Array.from({ length: 40 }, () => Uint8Array.from(typist.type()));
    const merged = Y.mergeUpdates(updates);
    expect(markersIn(merged)).toEqual(updates.flatMap(markersIn));
  });
});

describe('the ledger of a reader', () => {
  it('knows what is missing, takes what comes late, and counts what comes twice', () => {
    const ledger = new MarkerLedger(10, 2);
    for (const number of [0, 1, 4]) ledger.see(10, number);
    expect(ledger.missing(10, 5)).toBe(2);
    expect(ledger.see(10, 3)).toBe(true);
    expect(ledger.see(10, 2)).toBe(true);
    expect(ledger.missing(10, 5)).toBe(0);
    expect(ledger.see(10, 4)).toBe(false);
    expect(ledger.repeated).toBe(1);
    expect(ledger.missing(11, 3)).toBe(3);
  });
});

describe('frames', () => {
  it.each([1, 2, 3, 7, 100_000])('are read whole from chunks of %i bytes', (chunkBytes) => {
    const sizes = [0, 1, 125, 126, 300, 65_535, 65_536];
    const stream = Buffer.concat([
      ...sizes.map((size) => finishFrame(Buffer.alloc(size, size % 251))),
      // One message in two fragments, with a ping between them, and the end.
      Buffer.of(0x02, 2, 1, 2, 0x89, 1, 9, 0x80, 1, 3, 0x88, 2, 0x11, 0x94),
    ]);
    const read: string[] = [];
    const reader = new FrameReader({
      message: (payload) => read.push(`${payload.length} ${payload.at(-1) ?? ''}`),
      ping: (payload) => read.push(`ping ${payload[0]}`),
      close: (code) => read.push(`close ${code}`),
    });
    for (let at = 0; at < stream.length; at += chunkBytes) reader.read(stream.subarray(at, at + chunkBytes));
    const messages = sizes.map((size) => `${size} ${size === 0 ? '' : size % 251}`);
    expect(read).toEqual([...messages, 'ping 9', '3 3', 'close 4500']);
  });

  it('of a client are masked, as RFC 6455 wants them', () => {
    const frame = clientFrame([1, 2, 3, 4, 5]);
    const mask = frame.subarray(2, 6);
    expect([...frame.subarray(0, 2)]).toEqual([0x82, 0x85]);
    expect([...frame.subarray(6)].map((byte, at) => byte ^ (mask[at & 3] ?? 0))).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('presence', () => {
  it('counts only what is newer than what the reader knew, and never its own', () => {
    const view = new PresenceView();
    const body = (index: number, clock: number) => Buffer.from(presenceEntry(index, clock, 3));
    expect(view.read(body(1, 5), 0)).toBe(1);
    expect(view.read(body(1, 5), 0)).toBe(0);
    expect(view.read(body(1, 4), 0)).toBe(0);
    expect(view.read(body(0, 9), 0)).toBe(0);
    expect(view.clockOf(1)).toBe(5);
  });
});

describe('a dialect', () => {
  it.each(['y-websocket', 'hocuspocus'] as const)('%s reads its own messages back', (name) => {
    const dialect = DIALECTS[name];
    const update = new Typist(3).type();
    const read = dialect.read(Buffer.from(dialect.update('a-document', update)));
    expect(read).toEqual({ kind: 'update', body: Buffer.from(update) });
    expect(markersIn(Buffer.from(markerText(3, 0, markerNow())))).toEqual(['3:0']);
  });
});
