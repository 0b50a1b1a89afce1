import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';

import { createWorkerCompactor } from '../../../server/storage/worker-compactor.ts';
import { bodyOf, TypedDocument } from '../../support/typing.ts';

/** Well-formed, and takes seconds to load: millions of structs in a few megabytes. */
function slowUpdate(): Uint8Array {
  const count = 6_000_000;
  const head = Y.encodeStateAsUpdate(new Y.Doc());
  const bytes = new Uint8Array(12 + count * 2 + head.length);
  let position = 0;
  const varUint = (value: number) => {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes[position++] = (rest & 127) | 128;
    bytes[position++] = rest;
  };
  for (const value of [1, count, 77, 0]) varUint(value);
  for (let index = 0; index < count; index++) {
    bytes[position++] = 0;
    bytes[position++] = 1;
  }
  varUint(0);
  return bytes.slice(0, position);
}

describe('the compactor in its worker', () => {
  const compactors: { close(): Promise<void> }[] = [];
  const start = (deadlineMs?: number) => {
    const compactor = createWorkerCompactor(deadlineMs === undefined ? {} : { deadlineMs });
    compactors.push(compactor);
    return compactor;
  };

  afterEach(async () => {
    for (const compactor of compactors.splice(0)) await compactor.close();
  });

  it('compacts in a thread, one document after the other', async () => {
    const compactor = start();
    const documents = ['one', 'two', 'three'].map((word) => {
      const document = new TypedDocument();
      document.type('ann', word);
      return document;
    });
    const results = await Promise.all(
      documents.map(({ records }) => compactor.compact({ snapshot: null, note: null, tail: records })),
    );
    const texts = results.map((result) => result.ok && bodyOf(result.value.snapshot));
    expect(texts).toEqual(['one', 'two', 'three']);
  });

  it('R19 a record that hangs is cut off, found and set aside; the rest is compacted', async () => {
    const compactor = start(800);
    const document = new TypedDocument();
    document.type('ann', 'before ');
    const slow = document.addRaw('mallory', slowUpdate());
    document.type('ann', 'after');
    const result = await compactor.compact({ snapshot: null, note: null, tail: document.records });
    if (!result.ok) throw new Error(result.error);
    expect(result.value.excised).toMatchObject([{ sequence: slow.sequence, user: 'mallory' }]);
    expect(result.value.excised[0]?.reason).toMatch(/more than 800 ms/);
    expect(bodyOf(result.value.snapshot)).toBe('before after');
    expect(result.value.through).toBe(document.records.length);
  });

  it('finishes what it began when it is closed, and takes nothing afterwards', async () => {
    const compactor = start();
    const document = new TypedDocument();
    document.type('ann', 'words');
    const result = compactor.compact({ snapshot: null, note: null, tail: document.records });
    await Promise.all([compactor.close(), compactor.close()]);
    expect((await result).ok).toBe(true);
    expect(await compactor.compact({ snapshot: null, note: null, tail: [] })).toEqual({
      ok: false,
      error: 'The compactor was closed.',
    });
  });
});
