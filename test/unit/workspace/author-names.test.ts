/** What people without an account are called, on a real disk. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { AUTHOR_NAMES_MAX } from '../../../server/contract/limits.ts';
import { AuthorNames } from '../../../server/workspace/author-names.ts';
import type { Workspace } from '../../../server/workspace/workspace.ts';
import { WorkspacePlace } from '../../support/workspace-place.ts';

let place: WorkspacePlace;
let workspace: Workspace;
let names: AuthorNames;

beforeEach(async () => {
  place = await WorkspacePlace.make('names');
  await opens();
});
afterEach(() => place.remove());

async function opens(): Promise<void> {
  workspace = await place.opens();
  names = new AuthorNames(workspace);
}

test('a name is known after a restart, and the newest counts', async () => {
  expect(names.of('browser:ann')).toBeNull();
  await names.keep('browser:ann', 'Ann');
  await names.keep('browser:ann', 'Ann B.');
  await names.keep('a user with / and ! in the id', 'Bob');
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
