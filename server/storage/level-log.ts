/** The document log on a disk: LevelDB in a data directory that one process owns. */

import { rm, statfs } from 'node:fs/promises';

import { APPEND_QUEUE_BYTES_MAX } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { type Logger, silentLogger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { addDocument } from './add-document.ts';
import { openControlSocket } from './control-socket.ts';
import { claimDataDirectory, type DataDirectory } from './data-directory.ts';
import { probeDatabase } from './database-probe.ts';
import type { LogError, StoredSegment } from './document-log.ts';
import { FreeSpaceGuard } from './free-space.ts';
import { HistoryJoiner } from './history-joiner.ts';
import { openLedger } from './ledger.ts';
import { findLosses } from './ledger-check.ts';
import { openLevelStore } from './level-store.ts';
import { fullMessage, type OrderedStore, type StoreOpener } from './ordered-store.ts';
import { pieceOfSegment } from './runs.ts';
import { checkFormat, REMEDY, stampFormat } from './store-format.ts';
import { StoreLog } from './store-log.ts';
import { Tidier } from './tidier.ts';
import { createWorkerCompactor } from './worker-compactor.ts';

export interface LevelLogOptions {
  /** Created when missing. One process at a time. */
  readonly directory: string;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** APPEND_QUEUE_BYTES_MAX without it. */
  readonly queueBytesMax?: number;
}

/** Fails with a sentence that says what to do; nothing that was stored is changed then. */
export async function openLevelLog(options: LevelLogOptions): Promise<Result<StoreLog, LogError>> {
  const claim = await claimDataDirectory(options.directory);
  if (!claim.ok) return failed({ code: 'failing', message: claim.error.message });
  const log = await openClaimed(claim.value, options);
  if (log.ok) return log;
  await claim.value.release('unclean');
  return failed({ code: 'failing', message: log.error });
}

async function openClaimed(directory: DataDirectory, options: LevelLogOptions): Promise<Result<StoreLog, string>> {
  const { clock, logger = silentLogger, queueBytesMax = APPEND_QUEUE_BYTES_MAX } = options;
  const danger = await probe(directory, logger);
  if (danger !== null) return failed(danger);
  const opener = openerOf(directory);
  const opened = await (directory.isNew ? create(directory) : opener.open());
  if (!opened.ok) return opened;
  const ledger = await openLedger(directory.path, clock, logger);
  const damageById = findLosses(opened.value, ledger.confirmedById);
  for (const [document, message] of damageById) logger.error({ document }, message);
  const joiner = new HistoryJoiner({ startWorker: () => createWorkerCompactor({ logger }), logger });
  const tidier = new Tidier(clock, logger, () => log);
  const freeSpace = new FreeSpaceGuard(clock, logger, opener.freeBytes);
  const log: StoreLog = new StoreLog(opened.value, {
    ...{ opener, clock, logger, ledger, damageById, queueBytesMax },
    rebuild: (segments) => rebuildSnapshot(segments, logger),
    onCompacted: (id) => joiner.compacted(log, id),
    onWritten: (bytes) => tidier.written(bytes),
    onClosing: async () => {
      await Promise.all([joiner.close(), tidier.close(), control.close(), freeSpace.close()]);
    },
    onClosed: async () => {
      await ledger.close();
      await directory.release('clean');
    },
  });
  const handlers = {
    backup: () => log.backup(),
    reindex: async () => failed('This process has no search.'),
    tokens: async () => failed('This process has no tokens.'),
    add: (id: string, update: Uint8Array) => add(log, id, update, logger),
  };
  const control = await openControlSocket(directory.path, handlers, logger);
  return ok(log);
}

/**
 * After an unclean end a child opens the database first; after several in a row, which may be the database's doing, it
 * reads all of it. Returns a sentence when this process would not survive it.
 */
async function probe({ databasePath, isNew, uncleanEnds }: DataDirectory, logger: Logger): Promise<string | null> {
  if (isNew || uncleanEnds === 0) return null;
  const result = await probeDatabase({ path: databasePath, task: uncleanEnds > 1 ? 'read' : 'open' });
  if (result.kind === 'sound') return null;
  if (result.kind === 'aborts') {
    return `The database in ${databasePath} is damaged so that whoever reads it is ended: ${result.flaw}. Nothing was touched. ${REMEDY}`;
  }
  logger.error({ flaw: result.flaw }, 'a part of the database cannot be read');
  return null;
}

async function add(log: StoreLog, id: string, update: Uint8Array, logger: Logger): Promise<Result<null, string>> {
  const compactor = createWorkerCompactor({ logger });
  const added = await addDocument(log, id, update, compactor);
  await compactor.close();
  if (added.ok) log.added(id);
  return added;
}

/** In a worker of its own, because it happens once in the life of a disk. */
async function rebuildSnapshot(segments: readonly StoredSegment[], logger: Logger): Promise<Uint8Array | null> {
  const worker = createWorkerCompactor({ logger });
  const state = await worker.replay(segments.map(pieceOfSegment));
  await worker.close();
  if (state.ok) return state.value;
  logger.error({ error: state.error }, 'a snapshot could not be built again from the history');
  return null;
}

function openerOf({ path, databasePath }: DataDirectory): StoreOpener {
  return {
    open: () =>
      opening(databasePath, async () => {
        const store = await openLevelStore(databasePath, false);
        const format = await sound(store, () => checkFormat(store));
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
    // What lies here is from a start, or a restoring, that was cut short: nothing in it was ever confirmed.
    await rm(directory.databasePath, { recursive: true, force: true });
    const store = await openLevelStore(directory.databasePath, true);
    await stampFormat(store);
    await directory.markReady();
    return ok(store);
  });
}

/** A store that cannot be used must not stay open: LevelDB lets nobody in twice, not even the same process. */
async function sound<Value>(store: OrderedStore, check: () => Value): Promise<Value> {
  try {
    return check();
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function opening(path: string, open: () => Promise<Result<OrderedStore, string>>) {
  try {
    return await open();
  } catch (error) {
    return failed(`The database in ${path} cannot be opened: ${fullMessage(error)}. ${REMEDY}`);
  }
}
