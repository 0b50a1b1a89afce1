import { beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../server/lib/clock.ts';
import type { DocumentLog } from '../../../server/storage/document-log.ts';
import {
  FORMAT_KEY,
  headKey,
  noteKey,
  recordKey,
  segmentKey,
  snapshotKey,
} from '../../../server/storage/level-keys.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import { encodeMeta } from '../../../server/storage/records.ts';
import { FORMAT_BEFORE_NOTES } from '../../../server/storage/store-format.ts';
import { compaction, must, record, textOf, type } from '../../support/document-log-contract.ts';

const flip = (value: Uint8Array) => value.map((byte, index) => (index === value.length - 1 ? byte ^ 1 : byte));
const cut = (value: Uint8Array) => value.slice(0, -1);
const gone = () => null;

describe('R33 damage is noticed and named', () => {
  let disk: MemoryDisk;
  let log: DocumentLog;

  beforeEach(async () => {
    disk = new MemoryDisk(systemClock);
    log = must(await openMemoryLog({ disk, clock: systemClock }));
    await type(log, 'a', 'abcdef');
    must(await log.compact('a', compaction(3, 'abc')));
    await type(log, 'b', 'xyz');
  });

  const opened = async (id = 'a') => {
    const { damage, tail, head, snapshot } = must(await log.open(id));
    return { damage, head, tail: textOf(tail), snapshot: snapshot?.through ?? null };
  };

  const cases: [string, string, (value: Uint8Array) => Uint8Array | null, RegExp, string][] = [
    ['a flipped record', recordKey('a', 5), flip, /record 5 is unreadable: its checksum does not match/, 'd'],
    ['a cut record', recordKey('a', 6), cut, /record 6 is unreadable/, 'de'],
    ['a missing record', recordKey('a', 4), gone, /record 4 is missing/, ''],
    ['a missing last record', recordKey('a', 6), gone, /record 6 is missing/, 'de'],
    ['an emptied record', recordKey('a', 5), () => new Uint8Array(), /record 5 is unreadable: it is cut short/, 'd'],
    ['a flipped head', headKey('a'), flip, /the head record is unreadable/, 'def'],
    ['a missing head', headKey('a'), gone, /the head record is missing/, 'def'],
    ['a flipped snapshot', snapshotKey('a'), flip, /the snapshot is unreadable/, 'def'],
    ['a missing snapshot', snapshotKey('a'), gone, /the snapshot is missing/, 'def'],
    ['a flipped note', noteKey('a'), flip, /the note is unreadable/, 'def'],
    ['a missing note', noteKey('a'), gone, /the note is missing/, 'def'],
  ];

  it.each(cases)('R18 %s opens the last good state, read-only, and says so', async (_, key, change, words, tail) => {
    disk.damage(key, change);
    const document = await opened();
    expect(document.damage).toMatch(words);
    expect(document.damage).toContain('verify --repair');
    expect(document.tail).toBe(tail);
    expect(await log.append('a', [record('x')])).toMatchObject({ ok: false, error: { code: 'damaged' } });
    expect((await opened('b')).damage).toBeNull();
    await type(log, 'b', 'more');
  });

  it('in a store from before there were notes, none is missed', async () => {
    disk.damage(FORMAT_KEY, () => encodeMeta(FORMAT_KEY, FORMAT_BEFORE_NOTES));
    disk.damage(noteKey('a'), gone);
    expect((await opened()).damage).toBeNull();
  });

  it('a record under another key is not taken for it', async () => {
    const values = new Map<string, Uint8Array>();
    for (const key of [recordKey('b', 1), recordKey('b', 2)]) {
      disk.damage(key, (value) => {
        values.set(key, value);
        return value;
      });
    }
    disk.damage(recordKey('b', 1), () => values.get(recordKey('b', 2)) ?? null);
    expect((await opened('b')).damage).toMatch(/record 1 is unreadable: its checksum does not match/);
  });

  it('a record that nobody counted is not served', async () => {
    disk.damage(headKey('b'), () => null);
    expect(await log.append('b', [record('x')])).toMatchObject({ ok: false, error: { code: 'damaged' } });
  });

  it('a damaged part of the history is an error in its place, and the rest is told', async () => {
    disk.damage(segmentKey('a', 1), flip);
    const results = [];
    for await (const result of log.history('a')) results.push(result.ok ? 'ok' : result.error.message);
    expect(results).toEqual([
      expect.stringMatching(/a segment of document a, from record 1 on: its checksum/),
      'ok',
      'ok',
      'ok',
    ]);
  });

  it('a damaged head is an error in the list, and the others are told', async () => {
    disk.damage(headKey('a'), flip);
    const results = [];
    for await (const result of log.documents()) results.push(result.ok ? result.value.id : result.error.message);
    expect(results).toEqual([expect.stringMatching(/the head record of document a/), 'b']);
  });
});
