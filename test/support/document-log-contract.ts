/**
 * What every document log keeps, whatever engine is below. An implementation is judged by running this suite over it.
 */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type {
  Compaction,
  ConfirmedRecord,
  DocumentLog,
  LogRecord,
  LogResult,
  NewRecord,
  StoredSegment,
} from '../../server/storage/document-log.ts';

/** One place to store in, which outlives the logs opened over it. */
export interface LogPlace {
  open(): Promise<DocumentLog>;
  /** Ends the newest log as a power cut would. Left out by engines that are crashed from outside, in test/crash. */
  readonly crash?: () => void;
  dispose(): Promise<void>;
}

export function record(text: string, user = 'ann'): NewRecord {
  return { user, bytes: new TextEncoder().encode(text) };
}

export function textOf(records: readonly LogRecord[]): string {
  return records.map(({ bytes }) => new TextDecoder().decode(bytes)).join('');
}

export function must<Value>(result: LogResult<Value>): Value {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

export async function collect<Value>(results: AsyncIterable<LogResult<Value>>): Promise<Value[]> {
  const values: Value[] = [];
  for await (const result of results) values.push(must(result));
  return values;
}

/** Types each letter as a record of its own. */
export async function type(log: DocumentLog, id: string, letters: string, user = 'ann'): Promise<void> {
  must(
    await log.append(
      id,
      [...letters].map((letter) => record(letter, user)),
    ),
  );
}

/** A compaction as the worker would make it, for logs that do not look into bytes. */
export function compaction(through: number, text: string, before = 0): Compaction {
  const bytes = new TextEncoder().encode(text);
  const run: StoredSegment = {
    from: before + 1,
    through,
    fromAt: 1,
    throughAt: 2,
    user: 'ann',
    edits: through - before,
    bytes,
  };
  return {
    through,
    snapshot: bytes,
    segments: [run],
    excised: [],
    title: `title of ${text}`,
    owners: bytes,
    stateHash: 'hash',
    snapshotVector: bytes,
  };
}

export function describeDocumentLog(name: string, createPlace: () => Promise<LogPlace>): void {
  describe(`${name} as a document log`, () => {
    let place: LogPlace;
    let log: DocumentLog;

    beforeEach(async () => {
      place = await createPlace();
      log = await place.open();
    });

    afterEach(async () => {
      await log.close();
      await place.dispose();
    });

    async function reopen(): Promise<void> {
      await log.close();
      log = await place.open();
    }

    const open = async (id: string) => must(await log.open(id));

    it('opens a document that nobody wrote in as empty, and stores nothing for it', async () => {
      expect(await open('empty')).toEqual({ head: 0, snapshot: null, note: null, tail: [], damage: null });
      expect(await collect(log.documents())).toEqual([]);
    });

    it('a document that was deleted for good is gone with its history, also after opening again, and stays so', async () => {
      await type(log, 'a', 'secret');
      must(await log.compact('a', compaction(3, 'sec')));
      await type(log, 'b', 'kept');
      must(await log.remove('a'));
      for (let round = 0; round < 2; round += 1) {
        expect(await log.open('a')).toMatchObject({ ok: false, error: { code: 'gone' } });
        expect(await log.append('a', [record('x')])).toMatchObject({ ok: false });
        expect(await collect(log.history('a'))).toEqual([]);
        expect((await collect(log.documents())).map(({ id }) => id)).toEqual(['b']);
        expect(textOf((await open('b')).tail)).toBe('kept');
        must(await log.remove('a'));
        await reopen();
      }
    });

    it('lists documents in the order of their ids, from any of them on', async () => {
      for (const id of ['b', 'a-1', 'a', 'c']) await type(log, id, 'x');
      const idsAfter = async (after?: string) => (await collect(log.documents(after))).map(({ id }) => id);
      expect(await idsAfter()).toEqual(['a', 'a-1', 'b', 'c']);
      expect(await idsAfter('a')).toEqual(['a-1', 'b', 'c']);
      expect(await idsAfter('c')).toEqual([]);
    });

    it('numbers the records of each document from 1 without holes', async () => {
      expect(must(await log.append('a', [record('x'), record('y')]))).toBe(2);
      expect(must(await log.append('b', [record('z')]))).toBe(1);
      expect(must(await log.append('a', [record('w')]))).toBe(3);
      expect((await open('a')).tail.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    });

    it('R29 what it confirmed is there after closing and opening again, byte for byte', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      must(await log.append('a', [{ user: 'Änne', bytes }]));
      await reopen();
      const { head, tail } = await open('a');
      expect(head).toBe(1);
      expect(tail[0]).toMatchObject({ sequence: 1, user: 'Änne', bytes });
    });

    it('keeps the order of calls, also of many at once and over many documents', async () => {
      const letters = [...'the quick brown fox jumps over the lazy dog'];
      await Promise.all(letters.flatMap((letter) => ['a', 'b', 'c'].map((id) => log.append(id, [record(letter)]))));
      for (const id of ['a', 'b', 'c']) expect(textOf((await open(id)).tail)).toBe(letters.join(''));
    });

    it('times never run backwards within a document', async () => {
      for (const letter of 'abc') await type(log, 'a', letter);
      const times = (await open('a')).tail.map(({ at }) => at);
      expect(times).toEqual([...times].sort((left, right) => left - right));
    });

    it('R30 followers get confirmed records with their origin, before the append resolves', async () => {
      const events: string[] = [];
      const origin = { connection: 7 };
      const end = log.follow('a', 0, (records) => {
        events.push(`followed ${textOf(records)}`);
        expect(records[0]?.origin).toBe(origin);
      });
      await log.append('a', [{ ...record('x'), origin }]).then(() => events.push('confirmed'));
      expect(events).toEqual(['followed x', 'confirmed']);
      end();
      await type(log, 'a', 'y');
      expect(events).toHaveLength(2);
    });

    it('a follower gets what was confirmed since it opened, then the rest, each once', async () => {
      await type(log, 'a', 'abc');
      const seen: ConfirmedRecord[] = [];
      log.follow('a', 1, (records) => seen.push(...records));
      await type(log, 'a', 'de');
      expect(textOf(seen)).toBe('bcde');
      expect(seen.map(({ sequence }) => sequence)).toEqual([2, 3, 4, 5]);
    });

    it('one follower that throws takes nothing from the others', async () => {
      const seen: ConfirmedRecord[] = [];
      log.follow('a', 0, () => {
        throw new Error('a mistake');
      });
      log.follow('a', 0, (records) => seen.push(...records));
      await type(log, 'a', 'x');
      expect(textOf(seen)).toBe('x');
    });

    it('compaction replaces records by a snapshot and keeps their history', async () => {
      await type(log, 'a', 'abcde');
      must(await log.compact('a', compaction(3, 'abc')));
      const after = await open('a');
      expect(after.snapshot).toEqual({ through: 3, bytes: new TextEncoder().encode('abc') });
      expect(textOf(after.tail)).toBe('de');
      await type(log, 'a', 'f');
      await reopen();
      expect(textOf((await open('a')).tail)).toBe('def');
      const history = await collect(log.history('a'));
      expect(textOf(history as LogRecord[])).toBe('abcdef');
      expect(history[0]).toMatchObject({ from: 1, through: 3, edits: 3, user: 'ann' });
    });

    it('R37 repeating a compaction, or an older one, changes nothing', async () => {
      await type(log, 'a', 'abcde');
      must(await log.compact('a', compaction(4, 'abcd')));
      must(await log.compact('a', compaction(4, 'abcd')));
      must(await log.compact('a', compaction(2, 'ab')));
      const { snapshot, tail } = await open('a');
      expect([snapshot?.through, textOf(tail)]).toEqual([4, 'e']);
      expect(textOf((await collect(log.history('a'))) as LogRecord[])).toBe('abcde');
    });

    it('a follower that is behind a compaction gets the state, then the records after it', async () => {
      await type(log, 'a', 'abcde');
      must(await log.compact('a', compaction(3, 'abc')));
      const seen: ConfirmedRecord[] = [];
      log.follow('a', 1, (records) => seen.push(...records));
      expect(textOf(seen)).toBe('abcde');
      expect(seen.map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
    });

    it('appends during a compaction keep their place', async () => {
      await type(log, 'a', 'abc');
      const writes = [
        log.append('a', [record('d')]),
        log.compact('a', compaction(3, 'abc')),
        log.append('a', [record('e')]),
      ];
      await Promise.all(writes);
      await reopen();
      const { head, snapshot, tail } = await open('a');
      expect([head, snapshot?.through, textOf(tail)]).toEqual([5, 3, 'de']);
    });

    it('history can be asked for a part', async () => {
      await type(log, 'a', 'abc');
      must(await log.compact('a', compaction(3, 'abc')));
      await type(log, 'a', 'defg');
      expect(textOf((await collect(log.history('a', { from: 5, through: 6 }))) as LogRecord[])).toBe('ef');
      expect(textOf((await collect(log.history('a', { through: 4 }))) as LogRecord[])).toBe('abcd');
      const backwards = (range: object) => collect(log.history('a', { ...range, order: 'backwards' }));
      expect(textOf((await backwards({})) as LogRecord[])).toBe('gfedabc');
      expect(textOf((await backwards({ through: 5 })) as LogRecord[])).toBe('edabc');
      expect(textOf((await backwards({ through: 0 })) as LogRecord[])).toBe('');
    });

    it('lists every document that has a record, with its title as of the last compaction', async () => {
      await type(log, 'a', 'abc');
      await type(log, 'b', 'x');
      must(await log.compact('a', compaction(3, 'abc')));
      const entries = await collect(log.documents());
      const sorted = entries.sort((left, right) => (left.id < right.id ? -1 : 1));
      expect(sorted.map(({ id, head, title }) => [id, head, title])).toEqual([
        ['a', 3, 'title of abc'],
        ['b', 1, ''],
      ]);
      for (const { createdAt, changedAt } of entries) expect(createdAt).toBeLessThanOrEqual(changedAt);
    });

    it('R28 documents whose ids begin alike do not see each other', async () => {
      for (const id of ['a', 'a-', 'a_', 'a0', 'A', 'aa', '-', '_', '0'.repeat(64)])
        await type(log, id, id.slice(0, 3));
      for (const id of ['a', 'a-', 'a_', 'a0', 'A', 'aa', '-', '_']) expect(textOf((await open(id)).tail)).toBe(id);
      expect(await collect(log.documents())).toHaveLength(9);
    });

    it('R37 closing writes what was queued; afterwards every call is answered with "closed"', async () => {
      const queued = log.append('a', [record('x')]);
      await Promise.all([log.close(), log.close()]);
      expect(must(await queued)).toBe(1);
      const answers = [
        await log.append('a', [record('y')]),
        await log.open('a'),
        await log.compact('a', compaction(1, 'x')),
      ];
      for await (const answer of log.documents()) answers.push(answer as never);
      for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'closed' } });
      expect(answers).toHaveLength(4);
      log = await place.open();
      expect(textOf((await open('a')).tail)).toBe('x');
    });

    it('reports no failure while writes work', () => {
      expect(log.failure()).toBeNull();
    });

    it('R29 a crash takes nothing that was confirmed', async () => {
      await type(log, 'a', 'abc');
      void log.append('a', [record('d')]);
      if (place.crash === undefined) await log.close();
      else place.crash();
      log = await place.open();
      expect(textOf((await open('a')).tail)).toMatch(/^abcd?$/);
    });
  });
}
