import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';

import { RUN_PAUSE_MS } from '../../../server/contract/limits.ts';
import { compactDocument, rescueUpdate } from '../../../server/storage/compaction-core.ts';
import type { CompactionInput, CompactionOutput } from '../../../server/storage/compactor.ts';
import type { StoredSegment } from '../../../server/storage/document-log.ts';
import { unpackUpdate } from '../../../server/storage/segment-bytes.ts';
import { bodyOf, TypedDocument } from '../../support/typing.ts';

function compacted(input: CompactionInput): CompactionOutput {
  const result = compactDocument(input);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

/** What the history shows, with nothing forgotten. */
function replay(segments: readonly StoredSegment[]): Y.Doc {
  const document = new Y.Doc({ gc: false });
  for (const { bytes } of segments) Y.applyUpdateV2(document, unpackUpdate(bytes));
  return document;
}

describe('a compaction', () => {
  it('R17 the snapshot shows what the records show, and knows its state vector', () => {
    const document = new TypedDocument();
    document.type('ann', 'hello world');
    document.edit('ann', (doc) => doc.getText('body').delete(0, 6));
    const { snapshot, stateVector, through } = compacted({ snapshot: null, note: null, tail: document.records });
    expect(bodyOf(snapshot)).toBe('world');
    expect(stateVector).toEqual(Y.encodeStateVectorFromUpdate(snapshot));
    expect(through).toBe(12);
  });

  it('continues from a snapshot, as often as it likes', () => {
    const document = new TypedDocument();
    let snapshot: CompactionInput['snapshot'] = null;
    let through = 0;
    for (const word of ['one ', 'two ', 'three ']) {
      document.type('ann', word);
      document.type('bob', word);
      const output = compacted({ snapshot, note: null, tail: document.records.slice(through) });
      through = output.through;
      snapshot = { through, bytes: output.snapshot };
    }
    expect(bodyOf(snapshot?.bytes as Uint8Array)).toBe('one one two two three three ');
  });

  it('keeps what was deleted in the history, and not in the snapshot', () => {
    const document = new TypedDocument();
    document.type('ann', 'secret'.repeat(50));
    document.edit('ann', (doc) => doc.getText('body').delete(0, 290));
    const { snapshot, segments } = compacted({ snapshot: null, note: null, tail: document.records });
    expect(snapshot.length).toBeLessThan(60);
    const struct = Y.decodeUpdateV2(unpackUpdate(segments[0]?.bytes as Uint8Array)).structs;
    expect(JSON.stringify(struct)).toContain('secret');
    expect(replay(segments).getText('body').toString()).toBe('secretsecretsecret'.slice(-10));
  });

  it('history is cut by person and by pause', () => {
    const document = new TypedDocument();
    document.type('ann', 'abc');
    document.pause(RUN_PAUSE_MS * 2);
    document.type('ann', 'de');
    document.type('bob', 'f');
    const { segments } = compacted({ snapshot: null, note: null, tail: document.records });
    expect(segments.map(({ user, from, through, edits }) => [user, from, through, edits])).toEqual([
      ['ann', 1, 3, 3],
      ['ann', 4, 5, 2],
      ['bob', 6, 6, 1],
    ]);
    expect(replay(segments.slice(0, 1)).getText('body').toString()).toBe('abc');
    expect(replay(segments.slice(0, 2)).getText('body').toString()).toBe('abcde');
  });

  it('two people who type at once have one run each, and history shows both', () => {
    const document = new TypedDocument();
    for (let index = 0; index < 50; index++) document.type(index % 2 === 0 ? 'ann' : 'bob', String(index % 10));
    const { segments } = compacted({ snapshot: null, note: null, tail: document.records });
    expect(segments.map(({ user, edits }) => [user, edits])).toEqual([
      ['ann', 25],
      ['bob', 25],
    ]);
    expect(replay(segments).getText('body').toString()).toBe(document.text());
  });

  it('history over several compactions is the whole document', () => {
    const document = new TypedDocument();
    const segments: StoredSegment[] = [];
    let snapshot: CompactionInput['snapshot'] = null;
    for (let round = 0; round < 5; round++) {
      document.type('ann', `round ${round} `);
      document.edit('bob', (doc) => doc.getText('body').delete(0, 3));
      const from = snapshot?.through ?? 0;
      const output = compacted({ snapshot, note: null, tail: document.records.slice(from) });
      snapshot = { through: output.through, bytes: output.snapshot };
      segments.push(...output.segments);
    }
    expect(replay(segments).getText('body').toString()).toBe(document.text());
    expect(segments.reduce((sum, { edits }) => sum + edits, 0)).toBe(document.records.length);
  });

  it('an update whose dependency is not there yet is kept until it comes', () => {
    const document = new TypedDocument();
    document.type('ann', 'abc');
    const [first, second, third] = document.records;
    if (!first || !second || !third) throw new Error('three records');
    const early = compacted({ snapshot: null, note: null, tail: [first, third] });
    const snapshot = { through: early.through, bytes: early.snapshot };
    const late = compacted({ snapshot, note: null, tail: [{ ...second, sequence: 4 }] });
    expect(bodyOf(late.snapshot)).toBe('abc');
    expect(
      replay([...early.segments, ...late.segments])
        .getText('body')
        .toString(),
    ).toBe('abc');
  });

  it('R17 a record that cannot be loaded is set aside with its reason, and nothing else is', () => {
    const document = new TypedDocument();
    document.type('ann', 'abc');
    const cut = document.addRaw('mallory', Uint8Array.of(1, 1, 7, 0, 4, 1, 4));
    document.type('ann', 'def');
    const alsoCut = document.addRaw('mallory', Uint8Array.of(255, 255));
    const { excised, snapshot, through, segments } = compacted({ snapshot: null, note: null, tail: document.records });
    expect(excised.map(({ sequence, user }) => [sequence, user])).toEqual([
      [cut.sequence, 'mallory'],
      [alsoCut.sequence, 'mallory'],
    ]);
    expect(excised[0]?.reason).not.toBe('');
    expect(bodyOf(snapshot)).toBe('abcdef');
    expect(through).toBe(8);
    expect(segments.map(({ user }) => user)).toEqual(['ann']);
  });

  it('R18 says so when the snapshot itself cannot be loaded', () => {
    const result = compactDocument({ snapshot: { through: 3, bytes: Uint8Array.of(9, 9, 9) }, note: null, tail: [] });
    expect(result).toMatchObject({ ok: false, error: expect.stringMatching(/^The snapshot cannot be loaded: /) });
  });

  it('reads the title in one line, cut between characters, and survives a title that is none', () => {
    const document = new TypedDocument();
    document.edit('ann', (doc) => doc.getText('title').insert(0, ` Minutes\n\tof ${'🎼'.repeat(300)}`));
    const { title } = compacted({ snapshot: null, note: null, tail: document.records });
    expect(title.startsWith('Minutes of 🎼')).toBe(true);
    expect([...title]).toHaveLength(200);
    const strange = new TypedDocument();
    strange.edit('ann', (doc) => doc.getMap('title').set('a', 1));
    expect(compacted({ snapshot: null, note: null, tail: strange.records }).title).toBe('');
  });
});

describe('text that moves left behind', () => {
  /**
   * Four blocks, the first two of which are deleted while somebody types into them; the others say that they came from
   * there. Their markers are 1:0, 1:3, 1:6 and 1:9; what was typed is 2:0 and 2:1.
   */
  function movedDocument(third: unknown[], fourth: unknown[]): CompactionInput {
    const document = new Y.Doc();
    document.clientID = 1;
    const body = document.getText('body');
    const markers = Array.from({ length: 4 }, () => new Y.Map<unknown>());
    body.applyDelta(
      markers.flatMap((marker, i) => [{ insert: marker }, { insert: ['ab', 'cd', 'AB', 'CD'][i] }]) as never,
    );
    const away = new Y.Doc();
    away.clientID = 2;
    Y.applyUpdate(away, Y.encodeStateAsUpdate(document));
    away.getText('body').insert(2, 'x');
    away.getText('body').insert(6, 'y');
    document.transact(() => {
      body.delete(0, 6);
      markers[2]?.set('x:from', [third]);
      markers[3]?.set('x:from', [fourth]);
    });
    const bytes = Y.mergeUpdates([document, away].map((doc) => Y.encodeStateAsUpdate(doc)));
    return { snapshot: { through: 1, bytes }, note: null, tail: [] };
  }

  /** The document after what is found was taken home; fails when something is found once more. */
  function takenHome(input: CompactionInput): string {
    const rescued = rescueUpdate(input);
    if (!rescued.ok || rescued.value === null || input.snapshot === null) throw new Error('nothing was found');
    const bytes = Y.mergeUpdates([input.snapshot.bytes, rescued.value]);
    expect(rescueUpdate({ snapshot: { through: 2, bytes }, note: null, tail: [] })).toEqual({ ok: true, value: null });
    return bodyOf(bytes);
  }

  it('is taken home by one update, after which there is none', () => {
    const input = movedDocument(['1:0', [1, 1, 2], [1, 7, 2], '1:3'], ['1:3', [1, 4, 2], [1, 10, 2], '1:6']);
    expect(takenHome(input)).toBe('AxBCyD');
  });

  it('comes to rest and stays there once where each of two says that it belongs to the other', () => {
    const input = movedDocument(['1:0', [1, 1, 1], [2, 1, 1], '1:3'], ['1:3', [1, 4, 1], [2, 0, 1], '1:6']);
    expect([...takenHome(input)].sort().join('')).toBe('ABCDxy');
  });
});
