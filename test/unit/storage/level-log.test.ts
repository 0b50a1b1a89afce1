import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../server/lib/clock.ts';
import { openLevelLog } from '../../../server/storage/level-log.ts';
import { describeDocumentLog, must, textOf, type } from '../../support/document-log-contract.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.ts';

describeDocumentLog('LevelDB', async () => {
  const directory = await temporaryDirectory('level-log');
  return {
    open: async () => must(await openLevelLog({ directory: directory.path, clock: systemClock })),
    dispose: () => directory.remove(),
  };
});

describe('a data directory', () => {
  let directory: TemporaryDirectory;

  beforeEach(async () => {
    directory = await temporaryDirectory('data');
  });

  afterEach(() => directory.remove());

  const open = () => openLevelLog({ directory: directory.path, clock: systemClock });

  async function refusal(): Promise<string> {
    const result = await open();
    if (result.ok) await result.value.close();
    return result.ok ? 'it opened' : result.error.message;
  }

  async function writeAndClose(): Promise<void> {
    const log = must(await open());
    await type(log, 'a', 'words');
    await log.close();
  }

  it('R35 is used by one process at a time, and free again after close', async () => {
    const first = must(await open());
    expect(await refusal()).toMatch(/in use by another process \(pid \d+\)/);
    await first.close();
    await writeAndClose();
  });

  it('R35 a lock file left by a killed process stops nobody', async () => {
    await writeFile(join(directory.path, 'lock'), '4711\n');
    await writeAndClose();
  });

  it.each([1, 2])('opens after %i unclean ends, a child having read it first', async (ends) => {
    await writeAndClose();
    await writeFile(join(directory.path, 'running'), `${ends}\n`);
    const log = must(await open());
    expect(textOf(must(await log.open('a')).tail)).toBe('words');
    await log.close();
    expect(await readdir(directory.path)).not.toContain('running');
  });

  it('R34 is never started over when its database is gone', async () => {
    await writeAndClose();
    await rm(join(directory.path, 'log'), { recursive: true });
    expect(await refusal()).toMatch(/held documents, and its database is gone/);
    expect(await readdir(directory.path)).not.toContain('log');
  });

  it('R34 is never started over when CURRENT is gone', async () => {
    await writeAndClose();
    await rm(join(directory.path, 'log', 'CURRENT'));
    expect(await refusal()).toMatch(/CURRENT is missing/);
  });

  it('R34 is not taken for empty when only the marker is gone', async () => {
    await writeAndClose();
    await rm(join(directory.path, 'scriptorium.json'));
    expect(await refusal()).toMatch(/holds files but no scriptorium.json/);
  });

  it('a first start that was cut short is begun again', async () => {
    await writeFile(join(directory.path, 'scriptorium.json'), '{"state":"creating"}');
    await mkdir(join(directory.path, 'log'));
    await writeAndClose();
    const log = must(await open());
    expect(textOf(must(await log.open('a')).tail)).toBe('words');
    await log.close();
  });

  it('a path that is no directory is refused with a sentence', async () => {
    const file = join(directory.path, 'file');
    await writeFile(file, '');
    const result = await openLevelLog({ directory: file, clock: systemClock });
    expect(result).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/cannot be used: .*Check DATA_DIR/) },
    });
  });
});
