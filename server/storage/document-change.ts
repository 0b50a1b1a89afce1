/** What a compaction tells whoever keeps lists and an index of documents. */

import { isWriter } from '../lib/authors.ts';
import type { Reading } from './compactor.ts';
import type { LogRecord, Sequence } from './document-log.ts';

export interface DocumentChange extends Reading {
  readonly id: string;
  /** False for one that has just come: what it says is not known yet. */
  readonly wasRead: boolean;
  /** Its images are those of the records behind this one ... */
  readonly after: Sequence;
  /** ... up to this one. */
  readonly through: Sequence;
  readonly changedAt: number;
  /** Who wrote last, as the log names authors; null when it was the server alone. */
  readonly changedBy: string | null;
  /** Of the first compaction; null later, when only the log's history knows. */
  readonly created: Beginning | null;
}

export interface Beginning {
  readonly at: number;
  /** Null when the server alone has written. */
  readonly by: string | null;
}

const NOTHING_READ: Reading = { title: '', text: '', images: [] };

/**
 * @param reading null for a document that has just come.
 * @param records what was compacted, at least one. @param isFirst whether nothing was compacted before them.
 */
export function changeOf(
  id: string,
  reading: Reading | null,
  records: readonly LogRecord[],
  isFirst: boolean,
): DocumentChange {
  const people = records.map(({ user }) => user).filter(isWriter);
  const after = (records[0]?.sequence ?? 1) - 1;
  const through = reading === null ? after : (records.at(-1)?.sequence ?? 0);
  return {
    ...{ id, ...(reading ?? NOTHING_READ), wasRead: reading !== null, after, through },
    changedAt: records.at(-1)?.at ?? 0,
    changedBy: people.at(-1) ?? null,
    created: isFirst ? { at: records[0]?.at ?? 0, by: people[0] ?? null } : null,
  };
}
