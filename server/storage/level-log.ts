/** The document log on a disk: LevelDB in a data directory that one process owns. */

import { statfs } from 'node:fs/promises';

import type { Clock } from '../lib/clock.ts';
import { type Logger, silentLogger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { claimDataDirectory, type DataDirectory } from './data-directory.ts';
import type { DocumentLog, LogError } from './document-log.ts';
import { openLevelStore } from './level-store.ts';
import { fullMessage, type OrderedStore, type StoreOpener } from './ordered-store.ts';
import { checkFormat, stampFormat } from './store-format.ts';
import { StoreLog } from './store-log.ts';

export interface LevelLogOptions {
  /** Created when missing. One process at a time. */
  readonly directory: string;
  readonly clock: Clock;
  readonly logger?: Logger;
}

/** Fails with a sentence that says what to do; nothing on the disk was changed then. */
export async function openLevelLog(options: LevelLogOptions): Promise<Result<DocumentLog, LogError>> {
  const { directory, clock, logger = silentLogger } = options;
  const claim = await claimDataDirectory(directory);
  if (!claim.ok) return failed({ code: 'failing', message: claim.error });
  const opener = openerOf(claim.value);
  const store = await (claim.value.isNew ? create(claim.value) : opener.open());
  if (!store.ok) {
    claim.value.release();
    return failed({ code: 'failing', message: store.error });
  }
  return ok(new StoreLog(store.value, { opener, clock, logger, onClosed: () => claim.value.release() }));
}

function openerOf({ path, databasePath }: DataDirectory): StoreOpener {
  return {
    open: () =>
      opening(databasePath, async () => {
        const store = await openLevelStore(databasePath, false);
        const format = checkFormat(store);
        if (!format.ok) await store.close();
        return format.ok ? ok(store) : format;
      }),
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(path);
      return bavail * bsize;
    },
  };
}

/** The only place where a database comes into being. */
function create(directory: DataDirectory): Promise<Result<OrderedStore, string>> {
  return opening(directory.databasePath, async () => {
    const store = await openLevelStore(directory.databasePath, true);
    await stampFormat(store);
    await directory.markReady();
    return ok(store);
  });
}

async function opening(path: string, open: () => Promise<Result<OrderedStore, string>>) {
  try {
    return await open();
  } catch (error) {
    return failed(`The database in ${path} cannot be opened: ${fullMessage(error)}. Try "scriptorium verify".`);
  }
}
