import { appendFile, cp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../server/lib/clock.ts';
import { openLevelLog } from '../../../server/storage/level-log.ts';
import { must, record, textOf, type } from '../../support/document-log-contract.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.ts';

describe('R33 the ledger beside the database', () => {
  let directory: TemporaryDirectory;
  let database: string;
  let older: string;

  beforeEach(async () => {
    directory = await temporaryDirectory('ledger');
    database = join(directory.path, 'log');
    older = `${directory.path}-older`;
  });

  afterEach(async () => {
    await directory.remove();
    await rm(older, { recursive: true, force: true });
  });

  const open = async () => must(await openLevelLog({ directory: directory.path, clock: systemClock }));

  async function write(id: string, text: string): Promise<void> {
    const log = await open();
    await type(log, id, text);
    await log.close();
  }

  /** The database as it was, under a ledger that has seen more: as after a lost manifest or a cut log. */
  async function bringBackOlder(): Promise<void> {
    await rm(database, { recursive: true });
    await cp(older, database, { recursive: true });
  }

  it('names the documents and records that a database silently lost', async () => {
    await write('a', 'abc');
    await cp(database, older, { recursive: true });
    await write('a', 'def');
    await write('new', 'x');
    await bringBackOlder();
    const log = await open();
    const a = must(await log.open('a'));
    expect(a.damage).toMatch(/Document a is damaged: records 4 to 6 had been written and are gone/);
    expect(textOf(a.tail)).toBe('abc');
    expect(must(await log.open('new')).damage).toMatch(/record 1 had been written/);
    expect(await log.append('a', [record('z')])).toMatchObject({ ok: false, error: { code: 'damaged' } });
    await log.close();
  });

  it('is silent when nothing is missing, and not confused by a torn end', async () => {
    await write('a', 'abc');
    const files = (await readdir(directory.path)).filter((name) => name.startsWith('ledger'));
    expect(files).toHaveLength(1);
    await appendFile(join(directory.path, files[0] as string), '\n0badc0de a 99\n12ab');
    await write('a', 'd');
    const log = await open();
    expect(must(await log.open('a'))).toMatchObject({ head: 4, damage: null });
    await log.close();
  });

  it('that cannot be read proves nothing and stops nothing', async () => {
    await write('a', 'abc');
    await writeFile(join(directory.path, 'ledger-0'), new Uint8Array(1000).fill(255));
    const log = await open();
    expect(must(await log.open('a')).damage).toBeNull();
    await log.close();
  });
});
