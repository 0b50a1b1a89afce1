/** Who wants a document's confirmed records, and how far each has been served: each record once, in order. */

import type { Logger } from '../lib/logger.ts';
import type { ConfirmedRecord, Sequence } from './document-log.ts';

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
