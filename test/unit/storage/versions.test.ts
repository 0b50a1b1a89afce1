/** The list of versions: what belongs together, pages of it, and how much of the history each looks at. */

import { beforeEach, describe, expect, it } from 'vitest';

import {
  HISTORY_PAGE_BYTES_MAX,
  HISTORY_PAGE_RUNS_MAX,
  RUN_SPAN_MS,
  RUN_TURN_MS,
  VERSION_PAUSE_MS,
  VERSION_SPAN_MS,
} from '../../../server/contract/limits.ts';
import { SERVER } from '../../../server/lib/authors.ts';
import { ok } from '../../../server/lib/result.ts';
import { compactDocument } from '../../../server/storage/compaction-core.ts';
import type { DocumentLog, Segment, StoredSegment } from '../../../server/storage/document-log.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import type { StoreLog } from '../../../server/storage/store-log.ts';
import { listVersions, type StoredVersion, versionsOf } from '../../../server/storage/versions.ts';
import { ManualClock } from '../../support/clock.ts';
import { must } from '../../support/document-log-contract.ts';
import { TypedDocument } from '../../support/typing.ts';

const EVERYTHING = { before: Number.MAX_SAFE_INTEGER, limit: 200 };

/** At a full half hour of the clock. */
const START = Math.ceil(1_700_000_000_000 / VERSION_SPAN_MS) * VERSION_SPAN_MS;

function run(user: string, from: number, through: number, fromAt: number, throughAt = fromAt): Segment {
  return { from, through, fromAt: START + fromAt, throughAt: START + throughAt, user, edits: through - from + 1 };
}

function inShort(versions: readonly StoredVersion[]): string[] {
  return versions.map(({ from, through, users }) => `${from}-${through} ${users.join('+')}`);
}

/** @param runs oldest first. */
function versions(...runs: readonly Segment[]): string[] {
  return inShort(versionsOf([...runs].reverse()));
}

describe('what is one version', () => {
  it('runs of one person with no long pause between', () => {
    expect(versions(run('ann', 1, 5, 0), run('ann', 6, 9, VERSION_PAUSE_MS))).toEqual(['1-9 ann']);
    expect(versions(run('ann', 1, 5, 0), run('ann', 6, 9, VERSION_PAUSE_MS + 1))).toEqual(['6-9 ann', '1-5 ann']);
  });

  it('another begins with another person, with whoever comes back, and at every full half hour', () => {
    const turns = [run('ann', 1, 5, 0), run('bob', 6, 7, 2_000), run('ann', 8, 9, 2_000 + RUN_TURN_MS)];
    expect(versions(...turns)).toEqual(['8-9 ann', '6-7 bob', '1-5 ann']);
    expect(versions(run('ann', 1, 5, VERSION_SPAN_MS - 1), run('ann', 6, 9, VERSION_SPAN_MS))).toHaveLength(2);
  });

  it('what some wrote at once: no moment between can be shown', () => {
    const atOnce = [run('ann', 1, 9, 0, 30_000), run('bob', 2, 10, 0, 40_000), run('carl', 11, 12, 50_000)];
    expect(versions(...atOnce)).toEqual(['11-12 carl', '1-10 ann+bob']);
  });

  it('letters of several people that are not compacted are taken as they will be: for those who write at once', () => {
    const letters = Array.from({ length: 20 }, (_, i) => run(i % 2 === 0 ? 'ann' : 'bob', i + 1, i + 1, i * 100));
    expect(versions(...letters)).toEqual(['1-20 ann+bob']);
  });

  it('what the server wrote by itself belongs to whoever is nearest, and has no author alone', () => {
    expect(versions(run(SERVER, 1, 1, 0), run('ann', 2, 3, 1_000))).toEqual(['1-3 ann']);
    expect(versions(run(SERVER, 1, 1, 0))).toEqual(['1-1 ']);
  });

  it('R43 however many relieve each other without a pause, there is a moment to go back to at every full ten minutes', () => {
    // Each writes for eight minutes, and somebody new comes every four.
    const letters = Array.from({ length: 3_600 }, (_, second) => {
      const shift = Math.floor(second / 240);
      return run(`person ${shift - (second % 2)}`, second + 1, second + 1, second * 1_000);
    });
    const found = versionsOf([...letters].reverse());
    expect(found).toHaveLength(6);
    for (const { fromAt, throughAt } of found) expect(throughAt - fromAt).toBeLessThan(RUN_SPAN_MS);
  });
});

describe('the list of versions', () => {
  let clock: ManualClock;
  let document: TypedDocument;
  let log: StoreLog;

  beforeEach(async () => {
    clock = new ManualClock();
    document = new TypedDocument();
    log = must(await openMemoryLog({ disk: new MemoryDisk(clock), clock }));
    return () => log.close();
  });

  async function writes(user: string, text: string): Promise<void> {
    const before = document.records.length;
    document.type(user, text);
    const records = document.records.slice(before).map(({ bytes }) => ({ user, bytes }));
    must(await log.append('a', records));
  }

  async function compact(): Promise<void> {
    const { snapshot, tail } = must(await log.open('a'));
    const output = compactDocument({ snapshot, note: null, tail });
    if (!output.ok) throw new Error(output.error);
    must(await log.compact('a', output.value));
  }

  async function page(request = EVERYTHING) {
    const listed = await listVersions(log, 'a', request);
    if (!listed.ok) throw new Error(listed.error);
    return listed.value;
  }

  it('is the same before and after a compaction: who wrote, who deleted, who brought it back', async () => {
    await writes('ann', 'to keep');
    clock.advance(RUN_TURN_MS + 1);
    await writes('bob', '!');
    clock.advance(RUN_TURN_MS + 1);
    await writes('ann', '?');
    const before = inShort((await page()).versions);
    expect(before).toEqual(['9-9 ann', '8-8 bob', '1-7 ann']);
    await compact();
    expect(inShort((await page()).versions)).toEqual(before);
  });

  it('R43 comes in pages that fit together, whatever their size', async () => {
    for (let round = 0; round < 12; round++) {
      await writes(round % 2 === 0 ? 'ann' : 'bob', 'xy');
      if (round % 3 === 0) await compact();
      clock.advance(2 * VERSION_PAUSE_MS);
    }
    const whole = inShort((await page()).versions);
    expect(whole).toHaveLength(12);
    for (const limit of [1, 5, 12]) {
      const paged: string[] = [];
      let before: number | null = Number.MAX_SAFE_INTEGER;
      while (before !== null) {
        const { versions, next } = await page({ before, limit });
        expect(versions.length).toBeLessThanOrEqual(limit);
        paged.push(...inShort(versions));
        before = next;
      }
      expect(paged, `${limit} a page`).toEqual(whole);
    }
  });

  it('of a document that nobody wrote is empty', async () => {
    expect(await page()).toEqual({ versions: [], next: null });
  });
});

/** A log of so many runs that is only counted. */
function logOf(count: number, runAt: (index: number) => StoredSegment) {
  const counted = { read: 0 };
  const log: Pick<DocumentLog, 'history'> = {
    async *history(_id, { through = count } = {}) {
      for (let i = Math.min(count, through); i > 0; i--) {
        counted.read += 1;
        yield ok(runAt(i));
      }
    },
  };
  return { log, counted };
}

describe('a page of a long history', () => {
  it('R43 looks at no more of 100,000 runs than it needs', async () => {
    const { log, counted } = logOf(100_000, (i) => ({ ...run('ann', i, i, i * 120_000), bytes: new Uint8Array(500) }));
    const listed = await listVersions(log, 'a', { before: Number.MAX_SAFE_INTEGER, limit: 50 });
    expect(listed.ok && listed.value.versions).toHaveLength(50);
    expect(counted.read).toBeLessThan(2_000);
  });

  it('ends early where the runs are large, and the next goes on', async () => {
    const bytes = new Uint8Array(HISTORY_PAGE_BYTES_MAX / 8);
    const { log, counted } = logOf(100, (i) => ({ ...run('ann', i, i, i * VERSION_SPAN_MS), bytes }));
    const first = await listVersions(log, 'a', { before: Number.MAX_SAFE_INTEGER, limit: 50 });
    expect(counted.read).toBe(8);
    expect(first.ok && inShort(first.value.versions)).toEqual(
      Array.from({ length: 7 }, (_, i) => `${100 - i}-${100 - i} ann`),
    );
    const next = first.ok ? first.value.next : null;
    const second = await listVersions(log, 'a', { before: next ?? 0, limit: 1 });
    expect(second.ok && inShort(second.value.versions)).toEqual(['93-93 ann']);
  });

  it('gets on where one stretch has more runs than are looked at', async () => {
    const count = 2 * HISTORY_PAGE_RUNS_MAX;
    const { log, counted } = logOf(count, (i) => ({ ...run(`person ${i}`, i, i, i), bytes: new Uint8Array(1) }));
    const first = await listVersions(log, 'a', { before: Number.MAX_SAFE_INTEGER, limit: 200 });
    expect(counted.read).toBe(HISTORY_PAGE_RUNS_MAX);
    expect(first.ok && first.value).toMatchObject({ next: count - 199 });
    const second = await listVersions(log, 'a', { before: count - 199, limit: 200 });
    expect(second.ok && second.value.versions[0]).toMatchObject({ through: count - 200 });
  });
});
