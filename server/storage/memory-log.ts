/** The document log over a disk in memory, with the faults that the disk is told to have. */

import { APPEND_QUEUE_BYTES_MAX } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { type Logger, silentLogger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { LogError } from './document-log.ts';
import type { StoreOpener } from './ordered-store.ts';
import { stampFormat } from './store-format.ts';
import { StoreLog } from './store-log.ts';

export interface MemoryLogOptions {
  /** Survives the log: close or crash, then open another log over it. */
  readonly disk: StoreOpener;
  readonly clock: Clock;
  readonly logger?: Logger;
}

export async function openMemoryLog(options: MemoryLogOptions): Promise<Result<StoreLog, LogError>> {
  const { disk, clock, logger = silentLogger } = options;
  const store = await disk.open();
  if (!store.ok) return failed({ code: 'failing', message: store.error });
  await stampFormat(store.value);
  return ok(new StoreLog(store.value, { opener: disk, clock, logger, queueBytesMax: APPEND_QUEUE_BYTES_MAX }));
}
