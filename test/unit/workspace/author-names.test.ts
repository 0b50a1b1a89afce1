/** What people without an account are called, on a real disk. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { AUTHOR_NAMES_MAX } from '../../../server/contract/limits.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { AuthorNames } from '../../../server/workspace/author-names.ts';
import { Workspace } from '../../../server/workspace/workspace.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.ts';

let directory: TemporaryDirectory;
let workspace: Workspace;
let names: AuthorNames;

beforeEach(async () => {
  directory = await temporaryDirectory('names');
  await opens();
});
afterEach(async () => {
  await workspace.close();
  await directory.remove();
});

async function opens(): Promise<void> {
  const opened = await Workspace.open(directory.path, silentLogger);
  if (!opened.ok) throw new Error(opened.error);
  workspace = opened.value;
  names = new AuthorNames(workspace);
}

test('a name is known after a restart, and the newest counts', async () => {
  expect(names.of('browser:ann')).toBeNull();
  await names.keep('browser:ann', 'Ann');
  await names.keep('browser:ann', 'Ann B.');
  await names.keep('a user with / and ! in the id', 'Bob');
  await workspace.close();
  await opens();
  expect(names.of('browser:ann')).toBe('Ann B.');
  expect(names.of('a user with / and ! in the id')).toBe('Bob');
  expect(names.of('browser:an')).toBeNull();
});

test('there are so many and no more; whoever has one may still change it', async () => {
  await names.keep('browser:ann', 'Ann');
  const counts = workspace.table('author-names', z.object({ count: z.number() }));
  await workspace.change(() => [[counts.put('all', { count: AUTHOR_NAMES_MAX - 1 })], null]);
  expect(await names.keep('browser:ann', 'Anna')).toBe(true);
  expect(await names.keep('browser:bob', 'Bob')).toBe(true);
  expect(await names.keep('browser:cem', 'Cem')).toBe(false);
  expect(['ann', 'bob', 'cem'].map((who) => names.of(`browser:${who}`))).toEqual(['Anna', 'Bob', null]);
});
