/** A log in memory, its compaction thread, and rooms of its document `d`, for tests that look into a room. */

import { silentLogger } from '../../server/lib/logger.ts';
import { createMetrics } from '../../server/lib/metrics.ts';
import { usualLimits } from '../../server/lib/transport-limits.ts';
import { CompactionTurns } from '../../server/room/compaction-turns.ts';
import { DifferenceTurns } from '../../server/room/difference-turns.ts';
import { Room } from '../../server/room/room.ts';
import type { MemoryDisk } from '../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../server/storage/memory-log.ts';
import { createWorkerCompactor } from '../../server/storage/worker-compactor.ts';
import type { ManualClock } from './clock.ts';

/** @param closers what is to be called at the end, the last first. */
export async function openRoomPlace(disk: MemoryDisk, clock: ManualClock, closers: (() => Promise<void>)[]) {
  const opened = await openMemoryLog({ disk, clock });
  if (!opened.ok) throw new Error(opened.error.message);
  const log = opened.value;
  const compactor = createWorkerCompactor({ logger: silentLogger });
  closers.push(
    () => log.close(),
    () => compactor.close(),
  );
  const openRoom = async () => {
    const document = await log.open('d');
    if (!document.ok) throw new Error(document.error.message);
    const told = { logger: silentLogger, metrics: createMetrics(), limits: usualLimits(), clock };
    const shared = { turns: new CompactionTurns(clock), differences: new DifferenceTurns(told) };
    const room = await Room.load('d', document.value, { log, compactor, ...shared, ...told });
    closers.push(() => room.close());
    return room;
  };
  return { log, openRoom };
}
