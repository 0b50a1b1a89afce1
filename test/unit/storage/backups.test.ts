/** Backups that a running server makes of itself: by a child, one at a time, whole or not at all. */

import { createReadStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EXIT, type Terminal } from '../../../server/commands/command.ts';
import { restoreCommand } from '../../../server/commands/restore.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { readBackup } from '../../../server/storage/backup-format.ts';
import { Backups } from '../../../server/storage/backups.ts';
import { BACKUPS } from '../../../server/storage/data-directory.ts';
import { ImageStore } from '../../../server/storage/image-store.ts';
import { openLevelLog } from '../../../server/storage/level-log.ts';
import type { StoreLog } from '../../../server/storage/store-log.ts';
import { must } from '../../support/document-log-contract.ts';
import { png } from '../../support/images.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.ts';

const WAIT = { timeout: 20_000, interval: 50 };

let directory: TemporaryDirectory;
let log: StoreLog;
let backups: Backups;

beforeEach(async () => {
  directory = await temporaryDirectory('backups');
  log = must(await openLevelLog({ directory: directory.path, clock: systemClock }));
  must(await log.append('plan', [{ user: 'ann', bytes: Uint8Array.of(1, 2, 3) }]));
  backups = new Backups(directory.path, systemClock, silentLogger);
});

afterEach(async () => {
  await backups.close();
  await log.close();
  await directory.remove();
});

async function finished() {
  return await vi.waitFor(async () => {
    const state = await backups.state();
    if (state.running !== null) throw new Error('it is under way');
    return state;
  }, WAIT);
}

it('R36 one is whole, has everything as of now, and lies where it says', async () => {
  await ImageStore.ofDataDirectory(directory.path).put(png(1, 1), 'png');
  expect(await backups.state()).toMatchObject({ running: null, last: null, failure: null });
  expect(backups.start()).toBe(true);
  expect(backups.start()).toBe(false);
  expect((await backups.state()).running).toMatchObject({ step: 'writing' });
  const { last, failure } = await finished();
  expect(failure).toBeNull();
  expect(last?.file.startsWith(join(directory.path, BACKUPS, 'scriptorium-'))).toBe(true);
  const keys: string[] = [];
  for await (const part of readBackup(createReadStream(last?.file ?? ''))) {
    if (part.kind === 'entry') keys.push(part.entry[0]);
  }
  expect(keys.filter((key) => key.includes('plan')).length).toBeGreaterThan(1);
  expect(await ImageStore.ofBackup(last?.file ?? '').names()).toHaveLength(1);
});

it('what one that was cut short has left is cleared away by the next, and nothing else is', async () => {
  const folder = join(directory.path, BACKUPS);
  await mkdir(folder);
  const cut = 'scriptorium-2026-11-20T10-00-00.000Z.backup';
  for (const name of [`${cut}.partial`, `${cut}.workspace`, 'before the move.backup'])
    await writeFile(join(folder, name), 'x');
  await mkdir(join(folder, `${cut}.images`));
  backups.start();
  const { last } = await finished();
  const left = await readdir(folder);
  expect(left.filter((name) => name.startsWith(cut))).toEqual([]);
  expect(left).toContain('before the move.backup');
  expect(left).toContain(last?.file.split('/').at(-1));
});

it('R36 one can be restored from where it lies, and is there afterwards', async () => {
  backups.start();
  const { last } = await finished();
  must(await log.append('later', [{ user: 'ann', bytes: Uint8Array.of(4) }]));
  await log.close();
  const terminal: Terminal = {
    ...{ say() {}, complain() {}, progress: () => ({ advance() {}, end() {} }), ask: async () => null },
    write: async () => {},
  };
  const parameters = [last?.file ?? '', '--replace'];
  const place = { dataDirectory: directory.path, workers: 1, address: 'http://127.0.0.1:8080' };
  expect(await restoreCommand.run({ parameters, terminal, ...place })).toBe(EXIT.done);
  log = must(await openLevelLog({ directory: directory.path, clock: systemClock }));
  const ids: string[] = [];
  for await (const entry of log.documents()) ids.push(must(entry).id);
  expect(ids).toEqual(['plan']);
  expect((await backups.state()).last?.file).toBe(last?.file);
});

it('one that is under way when the server stops ends with it, and leaves nothing that looks whole', async () => {
  backups.start();
  await backups.close();
  expect((await backups.state()).last).toBeNull();
  expect(backups.start()).toBe(false);
});
