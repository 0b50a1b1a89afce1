import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';

import { COMPACT_THREAD_REST_MS } from '../../../server/contract/limits.ts';
import { mergedOutput } from '../../../server/storage/compaction-rounds.ts';
import { createWorkerCompactor, type WorkerCompactorOptions } from '../../../server/storage/worker-compactor.ts';
import { ManualClock } from '../../support/clock.ts';
import { bodyOf, TypedDocument } from '../../support/typing.ts';

/** Well-formed, and slow to load: many structs in a few megabytes. Six million take seconds. */
function slowUpdate(count: number): Uint8Array {
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
  const start = (options: WorkerCompactorOptions = {}) => {
    const compactor = createWorkerCompactor(options);
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

  it('R28 a thread that rests gives its memory back, and whoever comes next gets another', async () => {
    const clock = new ManualClock();
    const ends: Promise<unknown>[] = [];
    const onWorker = (worker: Worker) => ends.push(once(worker, 'exit'));
    process.on('worker', onWorker);
    const compactor = start({ clock });
    const document = new TypedDocument();
    document.type('ann', 'text');
    const compact = () => compactor.compact({ snapshot: null, note: null, tail: document.records });
    await compact();
    clock.advance(COMPACT_THREAD_REST_MS - 1);
    await compact();
    clock.advance(COMPACT_THREAD_REST_MS - 1);
    expect(ends).toHaveLength(1);
    clock.advance(1);
    await ends[0];
    expect(await compact()).toMatchObject({ ok: true });
    expect(ends).toHaveLength(2);
    process.off('worker', onWorker);
  });

  it('R19 a record that hangs is cut off, tried again, and set aside; the rest is compacted', async () => {
    const compactor = start({ stepMs: 100, patience: 3 });
    const document = new TypedDocument();
    document.type('ann', 'before ');
    const slow = document.addRaw('mallory', slowUpdate(6_000_000));
    document.type('ann', 'after');
    const result = await compactor.compact({ snapshot: null, note: null, tail: document.records });
    if (!result.ok) throw new Error(result.error);
    expect(result.value.excised).toMatchObject([{ sequence: slow.sequence, user: 'mallory' }]);
    expect(result.value.excised[0]?.reason).toMatch(/more than 3\d\d ms/);
    expect(bodyOf(result.value.snapshot)).toBe('before after');
    expect(result.value.through).toBe(document.records.length);
  });

  it('R19 a sound record that is too slow for the first try is kept, and keeps nobody waiting', async () => {
    const compactor = start({ stepMs: 100, patience: 600 });
    const document = new TypedDocument();
    document.type('ann', 'before ');
    document.addRaw('bob', slowUpdate(1_200_000));
    document.type('ann', 'after');
    const other = new TypedDocument();
    other.type('cleo', 'meanwhile');
    const order: string[] = [];
    const compacts = async (name: string, { records }: TypedDocument) => {
      const result = await compactor.compact({ snapshot: null, note: null, tail: records });
      order.push(name);
      return result;
    };
    const [slow, quick] = await Promise.all([compacts('slow', document), compacts('quick', other)]);
    expect(slow.ok && [bodyOf(slow.value.snapshot), slow.value.excised]).toEqual(['before after', []]);
    expect(quick.ok && bodyOf(quick.value.snapshot)).toBe('meanwhile');
    expect(order).toEqual(['quick', 'slow']);
  });

  /** A busy machine may leave a thread without a processor for a while. */
  const STEP_MS = 200;

  it('R19 a long document takes as long as it takes: only standing still is cut off', async () => {
    const compactor = start({ stepMs: STEP_MS, patience: 1 });
    const document = new TypedDocument();
    document.type('ann', 'word '.repeat(4_000));
    // A thread that is there, so that only the work is measured.
    await compactor.compact({ snapshot: null, note: null, tail: document.records.slice(0, 1) });
    const startedAt = performance.now();
    const result = await mergedOutput(compactor, { snapshot: null, note: null, tail: document.records });
    expect(performance.now() - startedAt).toBeGreaterThan(STEP_MS);
    expect(result.ok && [bodyOf(result.value.snapshot), result.value.excised]).toEqual([document.text(), []]);
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
