/** A data directory of this process: its log, the thread that compacts it, and what serves its documents. */

import type { Desk } from '../accounts/desk.ts';
import { systemClock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { openLevelLog } from '../storage/level-log.ts';
import { createWorkerCompactor } from '../storage/worker-compactor.ts';
import { LocalShard, type ShardSettings } from './local-shard.ts';

interface LocalDocuments {
  serve(desk: Desk): LocalShard;
  /** To be called once nobody is served any more. */
  release(): Promise<void>;
}

/** Fails with a sentence that says what to do. */
export async function openLocalDocuments(
  directory: string,
  settings: ShardSettings,
  logger: Logger,
): Promise<Result<LocalDocuments, string>> {
  const clock = systemClock;
  const queueBytesMax = settings.limits.APPEND_QUEUE_BYTES_MAX;
  const log = await openLevelLog({ directory, clock, logger, queueBytesMax });
  if (!log.ok) return failed(log.error.message);
  const compactor = createWorkerCompactor({ logger });
  // A long past takes seconds; compactions do not wait for it. Its thread starts with the first who looks back.
  const historian = createWorkerCompactor({ logger });
  const storage = { log: log.value, compactor, reader: compactor, historian };
  return ok({
    serve: (desk) => new LocalShard({ settings, clock, logger, ...storage, ...desk }),
    release: async () => {
      await Promise.all([compactor.close(), historian.close()]);
      await log.value.close();
    },
  });
}
