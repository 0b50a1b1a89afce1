import { beforeEach, describe, expect, it } from 'vitest';

import { APPEND_QUEUE_BYTES_MAX, REOPEN_MS_MAX } from '../../../server/contract/limits.ts';
import type { DocumentLog, LogError } from '../../../server/storage/document-log.ts';
import { goneKey, headKey, recordKey } from '../../../server/storage/level-keys.ts';
import { MemoryDisk, type WriteFault } from '../../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import { ManualClock } from '../../support/clock.ts';
import { collect, compaction, must, record, textOf, type } from '../../support/document-log-contract.ts';
import { until } from '../../support/until.ts';

describe('R32 a failed write stops everything until the store is proved again', () => {
  let clock: ManualClock;
  let disk: MemoryDisk;
  let log: DocumentLog;
  let failures: (string | null)[];

  beforeEach(async () => {
    clock = new ManualClock();
    disk = new MemoryDisk(clock);
    log = await open();
    failures = [];
    log.watchFailure((failure: LogError | null) => failures.push(failure?.code ?? null));
  });

  const open = async () => must(await openMemoryLog({ disk, clock }));
  const text = async (id = 'a') => textOf(must(await log.open(id)).tail);
  const works = () => until(() => log.failure() === null && failures.at(-1) === null, 'the store works again');

  async function crashAndOpen(): Promise<void> {
    disk.crash();
    log = await open();
  }

  for (const fault of ['error', 'short', 'unsynced'] satisfies WriteFault[]) {
    it(`after a write that failed with "${fault}", every record is there once and in order`, async () => {
      await type(log, 'a', 'abc');
      disk.failWrites(fault);
      const [one, two] = [log.append('a', [record('d'), record('e')]), log.append('b', [record('x')])];
      expect([must(await one), must(await two)]).toEqual([5, 1]);
      await works();
      await type(log, 'a', 'f');
      expect(failures).toEqual(['failing', null]);
      await crashAndOpen();
      expect([await text('a'), await text('b')]).toEqual(['abcdef', 'x']);
    });
  }

  it('confirms nothing while it fails, and says why', async () => {
    disk.failWrites('error');
    disk.failOpenings('input/output error', 'input/output error');
    let confirmed = false;
    const waiting = log.append('a', [record('x')]).then((result) => {
      confirmed = result.ok;
    });
    await until(() => clock.waiting > 0, 'it waits for the next attempt');
    expect(log.failure()).toMatchObject({ code: 'failing', message: expect.stringContaining('input/output error') });
    for (const answer of [
      await log.append('a', [record('y')]),
      await log.open('a'),
      await log.compact('a', compaction(1, 'x')),
    ]) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'failing' } });
    }
    expect(confirmed).toBe(false);
    clock.advance(REOPEN_MS_MAX);
    await until(() => clock.waiting > 0, 'it waits again');
    clock.advance(REOPEN_MS_MAX);
    await waiting;
    expect(confirmed).toBe(true);
    expect(await text()).toBe('x');
  });

  it('a directory that is gone is waited for, as a disk that fails is', async () => {
    disk.failWrites('error');
    disk.isAway = true;
    const waiting = log.append('a', [record('x')]);
    await until(() => clock.waiting > 0, 'it waits for the next attempt');
    expect(log.failure()).toMatchObject({ message: expect.stringContaining('no such file or directory') });
    disk.isAway = false;
    clock.advance(REOPEN_MS_MAX);
    expect(must(await waiting)).toBe(1);
    expect(await text()).toBe('x');
  });

  it('a full disk is named, waited for, and loses nothing', async () => {
    await type(log, 'a', 'abc');
    disk.capacityBytes = 100;
    const waiting = log.append('a', [record('d')]);
    await until(() => clock.waiting > 0, 'it waits for room');
    expect(log.failure()?.code).toBe('full');
    clock.advance(REOPEN_MS_MAX);
    await until(() => clock.waiting > 0, 'it still waits');
    disk.capacityBytes = Number.POSITIVE_INFINITY;
    clock.advance(REOPEN_MS_MAX);
    expect(must(await waiting)).toBe(4);
    await crashAndOpen();
    expect(await text()).toBe('abcd');
  });

  it('followers get each record once, across the failure', async () => {
    let seen = '';
    log.follow('a', 0, (records) => {
      seen += textOf(records);
    });
    await type(log, 'a', 'ab');
    disk.failWrites('unsynced');
    const waiting = Promise.all([log.append('a', [record('c')]), log.append('a', [record('d')])]);
    await waiting;
    await works();
    await type(log, 'a', 'e');
    expect(seen).toBe('abcde');
  });

  it('what arrived while the failed write was under way is kept in its order', async () => {
    disk.writeMs = 10;
    disk.failWrites('short');
    const answers = [log.append('a', [record('a')])];
    await until(() => clock.waiting > 0, 'the write is under way');
    for (const letter of 'bcd') answers.push(log.append('a', [record(letter)]));
    const all = Promise.all(answers);
    const driven = until(() => {
      clock.advance(REOPEN_MS_MAX);
      return log.failure() === null && failures.length === 2;
    }, 'the store works again');
    expect((await all).map(must)).toEqual([1, 2, 3, 4]);
    await driven;
    disk.writeMs = 0;
    expect(await text()).toBe('abcd');
  });

  it('a compaction whose write failed is there once and whole', async () => {
    for (const fault of ['error', 'unsynced'] satisfies WriteFault[]) {
      const id = `a-${fault}`;
      await type(log, id, 'abc');
      disk.failWrites(fault);
      must(await log.compact(id, compaction(2, 'ab')));
      await crashAndOpen();
      const { snapshot, tail } = must(await log.open(id));
      expect([snapshot?.through, textOf(tail)]).toEqual([2, 'c']);
      expect(textOf((await collect(log.history(id))) as never)).toBe('abc');
    }
  });

  it('what is deleted for good is off the disk when that is confirmed, also where the second write failed', async () => {
    await type(log, 'a', 'secret');
    disk.writeMs = 10;
    const removed = log.remove('a');
    await until(() => clock.waiting > 0, 'the word that it is gone is being written');
    clock.advance(10);
    await until(() => clock.waiting > 0, 'the rest is being removed');
    disk.failWrites('error');
    disk.writeMs = 0;
    clock.advance(10);
    must(await removed);
    await crashAndOpen();
    expect(disk.keys().filter((key) => key.includes('!a'))).toEqual([goneKey('a')]);
  });

  it('one that was said to be gone when the power went is listed as such, and deleting it again ends it', async () => {
    await type(log, 'a', 'secret');
    await type(log, 'b', 'kept');
    disk.writeMs = 10;
    void log.remove('a');
    await until(() => clock.waiting > 0, 'the word that it is gone is being written');
    clock.advance(10);
    await until(() => clock.waiting > 0, 'the rest is being removed');
    disk.writeMs = 0;
    await crashAndOpen();
    const listed = async () => (await collect(log.documents())).map(({ id, isGone }) => [id, isGone]);
    expect(await listed()).toEqual([
      ['a', true],
      ['b', false],
    ]);
    must(await log.remove('a'));
    expect(await listed()).toEqual([['b', false]]);
    expect(disk.keys().filter((key) => key.includes('!a'))).toEqual([goneKey('a')]);
  });

  it('closing while it fails answers what waited and does not hang', async () => {
    disk.failWrites('error');
    disk.failOpenings('gone');
    const waiting = log.append('a', [record('x')]);
    await until(() => clock.waiting > 0, 'it waits for the next attempt');
    await log.close();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'failing' } });
  });

  it('does not carry on over a store that lost what was confirmed', async () => {
    await type(log, 'a', 'abc');
    disk.failWrites('error');
    disk.failOpenings('not yet');
    void log.append('b', [record('x')]);
    log.follow('a', 3, () => {});
    await until(() => clock.waiting > 0, 'it waits for the next attempt');
    disk.damage(headKey('a'), () => null);
    disk.damage(recordKey('a', 3), () => null);
    clock.advance(REOPEN_MS_MAX);
    await until(() => log.failure()?.message.includes('was confirmed through record 3') ?? false, 'it says so');
    await log.close();
  });

  it('refuses more than it can hold, and takes it again later', async () => {
    disk.writeMs = 10;
    const large = { user: 'ann', bytes: new Uint8Array(APPEND_QUEUE_BYTES_MAX) };
    const waiting = log.append('a', [large]);
    expect(await log.append('a', [record('x')])).toMatchObject({ ok: false, error: { code: 'overloaded' } });
    await until(() => clock.waiting > 0, 'the write is under way');
    clock.advance(10);
    must(await waiting);
    disk.writeMs = 0;
    await type(log, 'b', 'x');
  });
});

describe('group commit', () => {
  it('writes once for everything that waits while a write is under way', async () => {
    const clock = new ManualClock();
    const disk = new MemoryDisk(clock);
    const log = must(await openMemoryLog({ disk, clock }));
    disk.writeMs = 5;
    const before = disk.writes;
    const answers = [log.append('a', [record('0')])];
    await until(() => clock.waiting > 0, 'the first write is under way');
    for (let index = 1; index < 100; index++) answers.push(log.append(`document-${index % 10}`, [record('x')]));
    clock.advance(5);
    await answers[0];
    await until(() => clock.waiting > 0, 'the second write is under way');
    clock.advance(5);
    await Promise.all(answers);
    expect(disk.writes - before).toBe(2);
    await log.close();
  });
});
