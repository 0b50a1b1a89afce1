/** What is noted beside a snapshot, and that opening by it is opening by reading the snapshot. */

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { crc32, crc32Ascii } from '../../../server/lib/crc32.ts';
import { Contents } from '../../../server/room/contents.ts';
import { compactDocument } from '../../../server/storage/compaction-core.ts';
import { noteOf } from '../../../server/storage/document-log.ts';
import { decodeNote, encodeNote } from '../../../server/storage/records.ts';
import { randomUpdates } from '../../support/random-updates.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const KEY = 'note!plan';
const SEED = 20_261_121;

function compacted(updates: readonly Uint8Array[]) {
  const tail = updates.map((bytes, index) => ({ sequence: index + 1, at: index, user: 'ann', bytes }));
  const output = compactDocument({ snapshot: null, note: null, tail });
  if (!output.ok) throw new Error(output.error);
  const { through, snapshot: bytes } = output.value;
  return { snapshot: { through, bytes }, note: noteOf(output.value), tail: [] };
}

describe('the vector beside a snapshot', () => {
  it(`is what reading the snapshot says, for documents of every kind (seed ${SEED})`, async () => {
    const random = seededRandom(SEED);
    for (let round = 0; round < 50; round += 1) {
      const opened = compacted(randomUpdates(random, 1 + random.below(40)));
      expect(opened.note.snapshotVector).not.toHaveLength(0);
      const byNote = await Contents.load(opened);
      const byReading = await Contents.load({ ...opened, note: null });
      expect(new Map([...byNote.stateVector()].sort())).toEqual(new Map([...byReading.stateVector()].sort()));
    }
  });

  it('is not noted where a part waits for what never came: that a vector cannot say', async () => {
    const doc = new Y.Doc({ guid: 'waits' });
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (const letter of ['a', 'b', 'c']) doc.getText('body').insert(0, letter);
    const opened = compacted([updates[0], updates[2]].filter((update) => update !== undefined));
    expect(opened.note.snapshotVector).toHaveLength(0);
    const contents = await Contents.load(opened);
    expect(contents.stateVector()).toEqual(new Map([[doc.clientID, 1]]));
    expect(contents.isAhead({ client: doc.clientID, from: 2, to: 3 })).toBe(true);
  });

  it('is not believed of another snapshot', async () => {
    const opened = compacted(randomUpdates(seededRandom(SEED), 5));
    const note = { ...opened.note, through: opened.note.through - 1, snapshotVector: Uint8Array.of(0) };
    const contents = await Contents.load({ ...opened, note });
    expect(contents.stateVector()).toEqual((await Contents.load(opened)).stateVector());
  });
});

describe('a note on the disk', () => {
  const note = {
    ...{ through: 7, stateHash: 'c0ffee' },
    ...{ snapshotVector: Uint8Array.of(1, 2, 3), owners: Uint8Array.of(9, 8) },
  };

  it('is read as it was written', () => {
    expect(decodeNote(KEY, encodeNote(KEY, note))).toEqual({ ok: true, value: note });
    const bare = { ...note, snapshotVector: new Uint8Array(), owners: new Uint8Array() };
    expect(decodeNote(KEY, encodeNote(KEY, bare))).toEqual({ ok: true, value: bare });
  });

  it('R33 is refused when a length in it reaches beyond its end', () => {
    const value = Buffer.from(encodeNote(KEY, note));
    value.writeUIntBE(1_000, 7, 6);
    expect(decodeNote(KEY, sealedAnew(value))).toMatchObject({ ok: false, error: expect.stringContaining('beyond') });
  });

  it('of the version before has no vector, and is read all the same', () => {
    // Format 1: through, state hash, owners.
    const value = Buffer.concat([
      Buffer.from('01 000000000007 0006'.replaceAll(' ', ''), 'hex'),
      Buffer.from('c0ffee'),
    ]);
    const sealed = sealedAnew(Buffer.concat([value, note.owners, Buffer.alloc(4)]));
    expect(decodeNote(KEY, sealed)).toEqual({ ok: true, value: { ...note, snapshotVector: new Uint8Array() } });
  });
});

/** With the checksum that belongs to what it says now. */
function sealedAnew(value: Buffer): Buffer {
  const end = value.length - 4;
  value.writeUInt32LE(crc32(value, crc32Ascii(KEY), end), end);
  return value;
}
