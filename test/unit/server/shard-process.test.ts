/**
 * A worker process that the system cannot start, now or for a while: with real faults of starting one. What it would run is
 * an executable of the test's own, which says that it serves and ends at the first word.
 */

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WORKER_RESTART_MS } from '../../../server/contract/limits.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import { ShardProcess, type ShardProcessParts } from '../../../server/shards/shard-process.ts';
import { ManualClock } from '../../support/clock.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.ts';

const PATIENCE = { timeout: 20_000 };

const NODE = process.execPath;
const PROGRAM = `#!${NODE}\nprocess.send({ kind: 'ready' });\nprocess.on('message', () => process.exit(0));\n`;

let folder: TemporaryDirectory;
let program: string;

beforeEach(async () => {
  folder = await temporaryDirectory('worker');
  program = join(folder.path, 'program');
  await writeFile(program, PROGRAM, { mode: 0o755 });
  process.execPath = program;
});

afterEach(async () => {
  process.execPath = NODE;
  delete process.env.TOO_LONG;
  await folder.remove();
});

function openProcess() {
  const clock = new ManualClock();
  const watcher = { onChange: vi.fn(), onGap: vi.fn() };
  const questions = {} as ShardProcessParts['questions'];
  return { clock, watcher, worker: new ShardProcess('shard-1', { clock, logger: silentLogger, questions, watcher }) };
}

/** How the system refuses to start a process, and how it is made to again. */
const FAULTS = [
  {
    fault: 'which it says afterwards',
    begins: () => rm(program),
    ends: () => writeFile(program, PROGRAM, { mode: 0o755 }),
  },
  {
    fault: 'which it says at once',
    begins: async () => {
      // More than the system takes of one variable.
      process.env.TOO_LONG = 'x'.repeat(1024 * 1024);
    },
    ends: async () => {
      delete process.env.TOO_LONG;
    },
  },
];

describe.each(FAULTS)('a worker that the system cannot start, $fault', ({ begins, ends }) => {
  it('is said to have ended when the server starts', async () => {
    await begins();
    const { worker } = openProcess();
    const started = await worker.start();
    expect(started).toMatchObject({ ok: false, error: expect.stringMatching(/shard-1 ended at its start .*spawn/) });
    await worker.close();
  });

  it('is started again and again until it serves', async () => {
    const { clock, watcher, worker } = openProcess();
    expect(await worker.start()).toEqual({ ok: true, value: null });
    await begins();
    worker.commentsChanged('d', 1);
    await vi.waitFor(() => expect(worker.isReady).toBe(false), PATIENCE);
    for (let waitMs = WORKER_RESTART_MS; waitMs <= 4 * WORKER_RESTART_MS; waitMs *= 2) {
      clock.advance(waitMs);
      await vi.waitFor(() => expect(clock.waiting).toBe(1), PATIENCE);
    }
    await ends();
    clock.advance(8 * WORKER_RESTART_MS);
    await vi.waitFor(() => expect(worker.isReady).toBe(true), PATIENCE);
    expect(watcher.onGap).toHaveBeenCalledOnce();
    await worker.close();
  });
});
