/** Rows of JSON in tables: written whole or not at all, one change after another, read through a schema. */

import { Level } from 'level';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { silentLogger } from '../../../server/lib/logger.ts';
import { keyOf, newestFirst, Workspace } from '../../../server/workspace/workspace.ts';
import { WorkspacePlace } from '../../support/workspace-place.ts';

const rowSchema = z.object({ count: z.number() });

let place: WorkspacePlace;
beforeEach(async () => {
  place = await WorkspacePlace.make('workspace');
});
afterEach(() => place.remove());

test('what was changed is there after opening it again', async () => {
  const first = await place.opens();
  await first.change(() => [[first.table('rows', rowSchema).put('a', { count: 1 })], null]);
  await first.close();

  const second = await place.opens();
  expect(second.table('rows', rowSchema).get('a')).toEqual({ count: 1 });
});

test('changes that are begun together run one after another, so that none counts from an old number', async () => {
  const workspace = await place.opens();
  const rows = workspace.table('rows', rowSchema);
  const counts = await Promise.all(
    Array.from({ length: 20 }, () =>
      workspace.change(() => {
        const count = (rows.get('a')?.count ?? 0) + 1;
        return [[rows.put('a', { count })], count] as const;
      }),
    ),
  );
  expect(counts).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test('a change that throws writes nothing, and the next goes on', async () => {
  const workspace = await place.opens();
  const rows = workspace.table('rows', rowSchema);
  const refused = workspace.change(() => {
    throw new Error('no');
  });
  await expect(refused).rejects.toThrow('no');
  await workspace.change(() => [[rows.put('a', { count: 2 })], null]);
  expect(rows.get('a')).toEqual({ count: 2 });
});

test('rows come in key order, page by page, and no table sees the rows of another', async () => {
  const workspace = await place.opens();
  const rows = workspace.table('rows', rowSchema);
  const others = workspace.table('rows2', rowSchema);
  const keys = ['b', 'a', 'c', keyOf('d', 'one'), keyOf('d', 'two'), keyOf('d2', 'one')];
  await workspace.change(() => [
    [...keys.map((key, count) => rows.put(key, { count })), others.put('x', { count: 9 })],
    null,
  ]);
  expect(await keysOf(rows.rows())).toEqual(['a', 'b', 'c', 'd!one', 'd!two', 'd2!one']);
  expect(await keysOf(rows.rows({ after: 'b', limit: 2 }))).toEqual(['c', 'd!one']);
  expect(await keysOf(rows.rows({ prefix: 'd!' }))).toEqual(['d!one', 'd!two']);
  expect(await keysOf(rows.rows({ prefix: 'd!', after: 'd!one' }))).toEqual(['d!two']);
  await workspace.change(() => [[rows.del('a')], null]);
  expect(rows.get('a')).toBeUndefined();
});

test('a row that does not fit is an error that names it', async () => {
  const database = new Level(place.workspacePath);
  await database.put('rows!a', '{"count":"many"}');
  await database.close();
  const workspace = await place.opens();
  expect(() => workspace.table('rows', rowSchema).get('a')).toThrow('rows!a');
});

test('a directory that cannot be used is refused with a sentence', async () => {
  const result = await Workspace.open('/dev/null/workspace', silentLogger);
  expect(result).toMatchObject({ ok: false, error: expect.stringContaining('/dev/null/workspace') });
});

test('times sort newest first', () => {
  const times = [0, 5, 1_700_000_000_000, 1_700_000_000_001];
  expect(times.map(newestFirst).sort()).toEqual(times.toReversed().map(newestFirst));
});

test('a part of a key cannot hold what separates parts', () => {
  expect(() => keyOf('a!b')).toThrow('a!b');
  expect(() => keyOf('')).toThrow();
});

async function keysOf(rows: AsyncIterable<readonly [string, unknown]>): Promise<string[]> {
  const keys: string[] = [];
  for await (const [key] of rows) keys.push(key);
  return keys;
}
