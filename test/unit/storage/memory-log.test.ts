import { systemClock } from '../../../server/lib/clock.ts';
import { MemoryDisk } from '../../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../../server/storage/memory-log.ts';
import { describeDocumentLog, must } from '../../support/document-log-contract.ts';

describeDocumentLog('memory', async () => {
  const disk = new MemoryDisk(systemClock);
  return {
    open: async () => must(await openMemoryLog({ disk, clock: systemClock })),
    crash: () => disk.crash(),
    dispose: async () => {},
  };
});
