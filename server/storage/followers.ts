/** Who wants a document's confirmed records, and how far each has been served: each record once, in order. */

import type { Logger } from '../lib/logger.ts';
import type { Tracked } from './commit.ts';
import type { ConfirmedRecord, LogRecord, Sequence } from './document-log.ts';
import { recordKey, snapshotKey } from './level-keys.ts';
import { fullMessage, type OrderedStore } from './ordered-store.ts';
import { decodeRecord, decodeSnapshot } from './records.ts';

export interface Follower {
  readonly onRecords: (records: readonly ConfirmedRecord[]) => void;
  /** The last record it was given, or the head it started from. */
  delivered: Sequence;
}

/** Gives `records` to everybody who does not have them yet. One follower's exception is not another's trouble. */
export function deliver(followers: Iterable<Follower>, records: readonly ConfirmedRecord[], logger: Logger): void {
  for (const follower of followers) {
    const fresh = unseen(records, follower.delivered);
    const last = fresh.at(-1);
    if (last === undefined) continue;
    follower.delivered = last.sequence;
    try {
      follower.onRecords(fresh);
    } catch (error) {
      logger.error({ error: String(error), sequence: last.sequence }, 'a follower of the log failed');
    }
  }
}

function unseen(records: readonly ConfirmedRecord[], delivered: Sequence): readonly ConfirmedRecord[] {
  const first = records[0];
  if (first === undefined || first.sequence > delivered) return records;
  return records.filter((record) => record.sequence > delivered);
}

/** What was confirmed after `delivered`, from the disk; what cannot be read is damage, found when it is opened. */
export function readMissed(store: OrderedStore, document: Tracked, delivered: Sequence, logger: Logger): LogRecord[] {
  const { id, confirmed } = document;
  const missed: LogRecord[] = [];
  try {
    if (delivered < confirmed.snapshotThrough) missed.push(...readSnapshotRecord(store, document));
    const first = Math.max(delivered, confirmed.snapshotThrough) + 1;
    for (let sequence = first; sequence <= confirmed.sequence; sequence++) {
      const key = recordKey(id, sequence);
      const record = decodeRecord(key, sequence, store.get(key) ?? new Uint8Array());
      if (record.ok) missed.push(record.value);
    }
  } catch (error) {
    logger.error({ document: id, error: fullMessage(error) }, 'records for a follower cannot be read');
  }
  return missed;
}

/** A follower that slept through a compaction gets the state instead of its records: applying it twice is harmless. */
function readSnapshotRecord(store: OrderedStore, { id, confirmed }: Tracked): LogRecord[] {
  const key = snapshotKey(id);
  const snapshot = decodeSnapshot(key, store.get(key) ?? new Uint8Array());
  if (!snapshot.ok) return [];
  return [{ sequence: snapshot.value.through, at: confirmed.changedAt, user: '', bytes: snapshot.value.bytes }];
}
