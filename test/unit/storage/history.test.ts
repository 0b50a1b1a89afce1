import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';

import { JOIN_COMPACTIONS, RUN_PAUSE_MS, RUN_SPAN_MS } from '../../../server/contract/limits.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { compactDocument } from '../../../server/storage/compaction-core.ts';
import { joinRuns, replay } from '../../../server/storage/compaction-history.ts';
import type { Snapshot, StoredSegment } from '../../../server/storage/document-log.ts';
import { HistoryJoiner } from '../../../server/storage/history-joiner.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import { boundaryAt, listRuns, type Moment, readPast } from '../../../server/storage/past.ts';
import { pieceOfSegment } from '../../../server/storage/runs.ts';
import { unpackUpdate } from '../../../server/storage/segment-bytes.ts';
import type { StoreLog } from '../../../server/storage/store-log.ts';
import { createWorkerCompactor } from '../../../server/storage/worker-compactor.ts';
import { ManualClock } from '../../support/clock.ts';
import { must } from '../../support/document-log-contract.ts';
import { bodyOf, TypedDocument } from '../../support/typing.ts';
import { until } from '../../support/until.ts';

const MINUTE = 60_000;

describe('the past of a document', () => {
  const worker = createWorkerCompactor();
  let clock: ManualClock;
  let document: TypedDocument;
  let log: StoreLog;

  beforeEach(async () => {
    clock = new ManualClock();
    document = new TypedDocument();
    log = must(await openMemoryLog({ disk: new MemoryDisk(clock), clock }));
  });

  afterEach(() => log.close());

  /** Types, writes it to the log as of now, and compacts it. */
  async function writes(user: string, text: string): Promise<void> {
    const before = document.records.length;
    document.type(user, text);
    must(
      await log.append(
        'a',
        document.records.slice(before).map(({ bytes }) => ({ user, bytes })),
      ),
    );
  }

  async function compact(): Promise<void> {
    const { snapshot, tail } = must(await log.open('a'));
    const output = compactDocument({ snapshot, note: null, tail });
    if (!output.ok) throw new Error(output.error);
    must(await log.compact('a', output.value));
  }

  async function past(moment: Moment): Promise<string> {
    const state = await readPast(log, worker, 'a', moment);
    if (!state.ok) throw new Error(state.error.sentence);
    return bodyOf(state.value.bytes);
  }

  it('can be seen at any time: the latest boundary of a run at or before it', async () => {
    const start = clock.now();
    await writes('ann', 'one ');
    await compact();
    clock.advance(5 * MINUTE);
    await writes('ann', 'two ');
    await compact();
    clock.advance(5 * MINUTE);
    await writes('bob', 'three');
    expect(await past({ kind: 'time', at: start - 1 })).toBe('');
    expect(await past({ kind: 'time', at: start + MINUTE })).toBe('one ');
    expect(await past({ kind: 'time', at: start + 6 * MINUTE })).toBe('one two ');
    expect(await past({ kind: 'latest' })).toBe('one two three');
  });

  it('can be seen at any sequence: exactly while not compacted, then at the boundary before it', async () => {
    await writes('ann', 'abcd');
    expect(await past({ kind: 'sequence', sequence: 2 })).toBe('ab');
    await compact();
    expect(await past({ kind: 'sequence', sequence: 2 })).toBe('');
    expect(await past({ kind: 'sequence', sequence: 4 })).toBe('abcd');
  });

  it('is not shown where it would take more memory than it may', async () => {
    await writes('ann', 'abcd');
    const past = await readPast(log, worker, 'a', { kind: 'sequence', sequence: 4 }, 10);
    expect(past).toMatchObject({ ok: false, error: { kind: 'failed' } });
  });

  it('lists who wrote when and how much', async () => {
    await writes('ann', 'abc');
    await writes('bob', 'de');
    await compact();
    await writes('ann', 'f');
    const runs = await listRuns(log, 'a');
    expect(runs.ok && runs.value.map(({ user, from, through, edits }) => [user, from, through, edits])).toEqual([
      ['ann', 1, 3, 3],
      ['bob', 4, 5, 2],
      ['ann', 6, 6, 1],
    ]);
  });

  it('two people at once: no moment is shown that cuts through a run', () => {
    const run = (from: number, through: number) => ({
      from,
      through,
      fromAt: from,
      throughAt: through,
      user: '',
      edits: 1,
    });
    const runs = [run(1, 9), run(2, 10), run(11, 12)];
    const at = (sequence: number) => boundaryAt(runs, sequence);
    expect([1, 5, 9, 10, 11, 12].map(at)).toEqual([0, 0, 0, 10, 10, 12]);
  });

  it(`is joined into runs after ${JOIN_COMPACTIONS} compactions, and says the same`, async () => {
    for (let round = 0; round < JOIN_COMPACTIONS; round++) {
      await writes('ann', `${round} `);
      await compact();
      clock.advance(2_000);
    }
    const joiner = new HistoryJoiner({ startWorker: createWorkerCompactor, logger: silentLogger });
    const before = await listRuns(log, 'a');
    for (let round = 0; round < JOIN_COMPACTIONS; round++) joiner.compacted(log, 'a');
    const runsNow = async () => {
      const runs = await listRuns(log, 'a');
      return runs.ok ? runs.value.length : 0;
    };
    await until(async () => (await runsNow()) === 1, 'the runs are joined');
    await joiner.close();
    const after = await listRuns(log, 'a');
    expect(before.ok && before.value.length).toBe(JOIN_COMPACTIONS);
    expect(after.ok && after.value).toHaveLength(1);
    expect(after.ok && after.value[0]?.edits).toBe(document.records.length);
    expect(await past({ kind: 'latest' })).toBe(document.text());
    expect(await joiner.join(log, 'a')).toBe(false);
  });
});

describe('joining runs', () => {
  /** Compacts after every `size` letters. */
  function segmentsOf(document: TypedDocument, size: number): StoredSegment[] {
    const segments: StoredSegment[] = [];
    let snapshot: Snapshot | null = null;
    for (let start = 0; start < document.records.length; start += size) {
      const output = compactDocument({ snapshot, note: null, tail: document.records.slice(start, start + size) });
      if (!output.ok) throw new Error(output.error);
      snapshot = { through: output.value.through, bytes: output.value.snapshot };
      segments.push(...output.value.segments);
    }
    return segments;
  }

  it('takes a fraction of the room and keeps what was deleted', () => {
    const document = new TypedDocument();
    document.type('ann', 'a line of text that is typed letter by letter, and compacted often. '.repeat(4));
    document.edit('ann', (doc) => doc.getText('body').delete(0, 68));
    const segments = segmentsOf(document, 7);
    const joined = joinRuns([], segments);
    if (!joined.ok) throw new Error(joined.error);
    const size = (parts: readonly StoredSegment[]) => parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(joined.value).toHaveLength(1);
    expect(size(joined.value)).toBeLessThan(size(segments) / 3);
    const state = replay(joined.value.map(pieceOfSegment));
    expect(state.ok && bodyOf(state.value)).toBe(document.text());
    expect(JSON.stringify(Y.decodeUpdateV2(unpackUpdate(joined.value[0]?.bytes as Uint8Array)).structs)).toContain(
      'a line of text',
    );
  });

  it('ends a run at a pause and at its longest span', () => {
    const document = new TypedDocument();
    document.type('ann', 'abc');
    document.pause(RUN_PAUSE_MS + 1);
    for (let elapsed = 0; elapsed < RUN_SPAN_MS * 1.5; elapsed += RUN_PAUSE_MS / 2) {
      document.pause(RUN_PAUSE_MS / 2);
      document.type('ann', 'x');
    }
    const joined = joinRuns([], segmentsOf(document, 2));
    if (!joined.ok) throw new Error(joined.error);
    expect(joined.value.length).toBeGreaterThanOrEqual(3);
    for (const { fromAt, throughAt } of joined.value) expect(throughAt - fromAt).toBeLessThanOrEqual(RUN_SPAN_MS);
  });
});
