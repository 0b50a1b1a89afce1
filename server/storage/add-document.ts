/** A document that comes into a log whole, from outside; and the compaction that it, like any other, may be given. */

import { SERVER } from '../lib/authors.ts';
import { silentLogger } from '../lib/logger.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { Compactor } from './compactor.ts';
import { noteOf } from './document-log.ts';
import { HistoryJoiner } from './history-joiner.ts';
import type { StoreLog } from './store-log.ts';
import { createWorkerCompactor } from './worker-compactor.ts';

/**
 * Keeps an update as the first record of a new document; on the disk when it returns. It is compacted at once, which
 * proves that it loads, and gives the document its title in lists.
 */
export async function addDocument(
  log: StoreLog,
  id: string,
  update: Uint8Array,
  compactor: Compactor,
): Promise<Result<null, string>> {
  const opened = await log.open(id);
  if (!opened.ok) return failed(opened.error.message);
  if (opened.value.head > 0) return failed(`There is a document ${id} already.`);
  const written = await log.append(id, [{ user: SERVER, bytes: update }]);
  if (!written.ok) return failed(written.error.message);
  const flaw = await compactDocument(log, id, compactor);
  return flaw === null ? ok(null) : failed(flaw);
}

/** @returns why it could not be compacted; null when it was, or had nothing to compact. */
export async function compactDocument(log: StoreLog, id: string, compactor: Compactor): Promise<string | null> {
  try {
    const opened = await log.open(id);
    if (!opened.ok) return opened.error.message;
    if (opened.value.damage !== null) return opened.value.damage;
    let { snapshot, note, tail } = opened.value;
    while (tail.length > 0) {
      const output = await compactor.compact({ snapshot, note, tail });
      if (!output.ok) return output.error;
      const written = await log.compact(id, output.value);
      if (!written.ok) return written.error.message;
      const { through } = output.value;
      snapshot = { through, bytes: output.value.snapshot };
      note = noteOf(output.value);
      tail = tail.filter(({ sequence }) => sequence > through);
    }
    await new HistoryJoiner({ startWorker: createWorkerCompactor, logger: silentLogger }).join(log, id);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
