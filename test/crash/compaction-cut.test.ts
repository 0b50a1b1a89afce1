import { cp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { systemClock } from '../../server/lib/clock.ts';
import { compactDocument } from '../../server/storage/compaction-core.ts';
import { openLevelLog } from '../../server/storage/level-log.ts';
import { must } from '../support/document-log-contract.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';
import { bodyOf, TypedDocument } from '../support/typing.ts';
import { until } from '../support/until.ts';

const CUTS = 24;

let directory: TemporaryDirectory;
let document: TypedDocument;
/** The data directory just after a compaction was confirmed, with nothing closed. */
let frozen: string;
let logName: string;
/** Where in LevelDB's log the compaction's one batch lies. */
let batch: { readonly start: number; readonly end: number };

beforeAll(async () => {
  directory = await temporaryDirectory('compaction-cut');
  document = new TypedDocument();
  document.type('ann', 'what was written before the compaction '.repeat(5));
  document.type('bob', 'and by somebody else');
  const path = join(directory.path, 'live');
  const log = must(await openLevelLog({ directory: path, clock: systemClock }));
  must(await log.append('a', document.records));
  logName = (await readdir(join(path, 'log'))).find((name) => name.endsWith('.log')) as string;
  const size = async () => (await stat(join(path, 'log', logName))).size;
  const start = await size();
  const output = compactDocument({ snapshot: null, note: null, tail: document.records });
  if (!output.ok) throw new Error(output.error);
  must(await log.compact('a', output.value));
  batch = { start, end: await size() };
  const ledger = join(path, 'ledger-0');
  await until(async () => (await stat(ledger)).size > 0, 'the ledger was written');
  frozen = join(directory.path, 'frozen');
  // A socket cannot be copied.
  await cp(path, frozen, { recursive: true, filter: (source) => !source.endsWith('.sock') });
  await log.close();
});

afterAll(() => directory.remove());

async function openCut(change: (logPath: string) => Promise<void>) {
  const copy = join(directory.path, 'copy');
  await cp(frozen, copy, { recursive: true });
  // The probe of an unclean end has its own tests; here it would only take time.
  await rm(join(copy, 'running'));
  await change(join(copy, 'log', logName));
  const log = must(await openLevelLog({ directory: copy, clock: systemClock }));
  const opened = must(await log.open('a'));
  await log.close();
  await rm(copy, { recursive: true });
  return opened;
}

it(`R37 a compaction cut off at any of ${CUTS} places of its write leaves the same text, before or after it`, async () => {
  const seen = new Set<string>();
  for (let step = 0; step <= CUTS; step++) {
    const at = batch.start + Math.round(((batch.end - batch.start) * step) / CUTS);
    for (const tail of ['missing', 'zeroed'] as const) {
      const {
        head,
        snapshot,
        tail: records,
        damage,
      } = await openCut(async (path) => {
        await truncate(path, at);
        if (tail === 'zeroed') await truncate(path, batch.end);
      });
      const parts = [...(snapshot === null ? [] : [snapshot.bytes]), ...records.map(({ bytes }) => bytes)];
      expect({ at, head, damage, text: bodyOf(...parts) }).toEqual({
        at,
        head: document.records.length,
        damage: null,
        text: document.text(),
      });
      seen.add(snapshot === null ? 'before' : 'after');
    }
  }
  expect([...seen].sort()).toEqual(['after', 'before']);
});

it('R33 the same cut in what was confirmed before it is noticed and named', async () => {
  const { damage } = await openCut((path) => truncate(path, Math.floor(batch.start / 2)));
  expect(damage).toMatch(/records 1 to \d+ had been written and are gone|record 1 had been written/);
});

it('R34 a log that was replaced by an empty file is not taken for a new database', async () => {
  await expect(openCut((path) => writeFile(path, ''))).rejects.toThrow(/lacks its format mark.*scriptorium restore/);
});
