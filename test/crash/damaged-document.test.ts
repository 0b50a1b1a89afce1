import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { recordKey, snapshotKey } from '../../server/storage/level-keys.ts';
import { openLevelStore } from '../../server/storage/level-store.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';
import { until } from '../support/until.ts';
import { CrashClient, readFromServer } from './crash-client.ts';
import { buildServer, CrashServer, runCommand } from './crash-server.ts';

const STORAGE_FAILING = 4503;

let directory: TemporaryDirectory;
let server: CrashServer;

beforeEach(async () => {
  await buildServer();
  directory = await temporaryDirectory('damaged-document');
  server = new CrashServer(directory.path);
  await server.start();
});

afterEach(async () => {
  await server.kill();
  await directory.remove();
});

/** Writes each word as an edit of its own and waits until it is saved. */
async function writes(id: string, ...words: readonly string[]): Promise<CrashClient> {
  const client = new CrashClient(id);
  await client.join(server.syncUrl);
  const body = client.document.getText('body');
  for (const word of words) {
    body.insert(body.length, word);
    await client.confirmed();
  }
  return client;
}

/** Flips a bit of a stored value while the server is down. */
async function damage(key: string): Promise<void> {
  await server.kill();
  const store = await openLevelStore(join(directory.path, 'log'), false);
  const value = Uint8Array.from(store.get(key) ?? []);
  value[value.length - 1] = (value.at(-1) ?? 0) ^ 1;
  await store.write([{ type: 'put', key, value }]);
  await store.close();
  await server.start();
}

const shown = async (id: string) => (await readFromServer(server.syncUrl, id)).getText('body').toString();

/** What a person who joins and writes is told. */
async function closeCodeOfWriter(id: string): Promise<number | null> {
  const writer = new CrashClient(id);
  await writer.join(server.syncUrl);
  writer.document.getText('body').insert(0, 'more ');
  await until(() => writer.closeCode !== null, 'the writer was sent away');
  return writer.closeCode;
}

it('R18 a document with a damaged record opens read-only as of the record before, by name, and the others are untouched', async () => {
  await writes('a', 'one ', 'two ', 'three ');
  await writes('b', 'untouched');
  await damage(recordKey('a', 3));
  expect(await shown('a')).toBe('one two ');
  expect(server.output).toMatch(/Document a is damaged: record 3 is unreadable.*shown as of record 2.*verify --repair/);
  expect(await closeCodeOfWriter('a')).toBe(STORAGE_FAILING);
  expect(await shown('a')).toBe('one two ');
  await writes('b', ', and more');
  expect(await shown('b')).toContain('untouched');
});

it('R18 a document whose snapshot is gone is shown from its history, read-only, until it is repaired', async () => {
  await writes('a', 'one ', 'two ', 'three ');
  await server.stop();
  expect((await runCommand(['compact'], directory.path)).code).toBe(0);
  await server.start();
  await damage(snapshotKey('a'));
  expect(await shown('a')).toBe('one two three ');
  expect(server.output).toMatch(/Document a is damaged: the snapshot is unreadable/);
  expect(await closeCodeOfWriter('a')).toBe(STORAGE_FAILING);
  await server.stop();
  expect((await runCommand(['verify', '--repair', '--yes'], directory.path)).code).toBe(0);
  await server.start();
  await writes('a', 'four');
  expect(await shown('a')).toContain('one two three ');
});
