/**
 * Where a command works: a data directory that it owns, or, when a server has it and the command only reads, a copy
 * of it as of now, taken through the server.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock } from '../lib/clock.ts';
import { silentLogger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { requestBackup } from '../storage/control-socket.ts';
import { claimDataDirectory, shardCountOf } from '../storage/data-directory.ts';
import { openLevelLog } from '../storage/level-log.ts';
import { fullMessage } from '../storage/ordered-store.ts';
import { restoreInto } from '../storage/restoring.ts';
import type { StoreLog } from '../storage/store-log.ts';

export interface LogPlace {
  readonly log: StoreLog;
  /** It is a copy: what is changed there changes nothing. */
  readonly isCopy: boolean;
  close(): Promise<void>;
}

/** A data directory as it is, over however many shards its documents are spread. */
export async function claimAsItIs(path: string): ReturnType<typeof claimDataDirectory> {
  return await claimDataDirectory(path, 'use', await shardCountOf(path));
}

/** More often than not DATA_DIR is misspelled then. */
export function nothingIn(path: string): string {
  return `The data directory ${path} is empty. Check DATA_DIR, or start the server once so that it makes one.`;
}

/** A directory for reading: the data directory itself, or a copy of a running server's. */
export async function readingDirectory(
  path: string,
): Promise<Result<{ path: string; remove(): Promise<void> }, string>> {
  const claim = await claimDataDirectory(path);
  if (claim.ok) {
    const { isNew } = claim.value;
    await claim.value.release('untouched');
    if (isNew) return failed(nothingIn(path));
    return ok({ path, remove: async () => {} });
  }
  if (claim.error.kind !== 'in-use') return failed(claim.error.message);
  const copy = await mkdtemp(join(tmpdir(), 'scriptorium-copy-'));
  const remove = () => rm(copy, { recursive: true, force: true });
  try {
    await restoreInto(copy, await requestBackup(path), { shards: 1 });
    return ok({ path: copy, remove });
  } catch (error) {
    await remove();
    return failed(`${claim.error.message} It could not be asked for a copy: ${fullMessage(error)}.`);
  }
}

export async function openForReading(dataDirectory: string): Promise<Result<LogPlace, string>> {
  const directory = await readingDirectory(dataDirectory);
  if (!directory.ok) return directory;
  const place = await openLog(directory.value.path);
  if (!place.ok) {
    await directory.value.remove();
    return place;
  }
  const close = async () => {
    await place.value.close();
    await directory.value.remove();
  };
  return ok({ log: place.value.log, isCopy: directory.value.path !== dataDirectory, close });
}

/** Refuses a directory that holds nothing. */
export async function openForChanging(dataDirectory: string): Promise<Result<LogPlace, string>> {
  const claim = await claimDataDirectory(dataDirectory);
  if (!claim.ok) return failed(claim.error.message);
  const { isNew } = claim.value;
  await claim.value.release('untouched');
  return isNew ? failed(nothingIn(dataDirectory)) : await openLog(dataDirectory);
}

/** As it is, also one that is made by this. */
export async function openLog(dataDirectory: string): Promise<Result<LogPlace, string>> {
  const log = await openLevelLog({ directory: dataDirectory, clock: systemClock, logger: silentLogger });
  if (!log.ok) return failed(log.error.message);
  return ok({ log: log.value, isCopy: false, close: () => log.value.close() });
}
