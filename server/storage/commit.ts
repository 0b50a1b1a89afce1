/**
 * What waits for the next write, and the one batch it becomes. Pure: a document's head travels with each entry, so
 * that the last entry of a document in a batch says where its log ends.
 */

import { unreachable } from '../lib/assert.ts';
import {
  type Compaction,
  type ConfirmedRecord,
  type LogResult,
  type NewRecord,
  noteOf,
  type Segment,
  type Sequence,
  type StoredSegment,
} from './document-log.ts';
import { asideKey, goneKey, headKey, noteKey, recordKey, segmentKey, snapshotKey } from './level-keys.ts';
import type { StoreOperation } from './ordered-store.ts';
import {
  encodeAside,
  encodeGone,
  encodeHead,
  encodeNote,
  encodeRecord,
  encodeSegment,
  encodeSnapshot,
  type Head,
} from './records.ts';

/** A document that somebody follows or writes. */
export interface Tracked {
  readonly id: string;
  /** Where the log ends once everything queued is written. */
  queued: Head;
  /** Where it ends on the disk. */
  confirmed: Head;
  /** Entries queued or being written. */
  waiting: number;
}

interface EntryBase {
  readonly document: Tracked;
  /** The document's head once this entry is written. */
  readonly head: Head;
  readonly bytes: number;
}

export interface AppendEntry extends EntryBase {
  readonly kind: 'append';
  readonly records: readonly ConfirmedRecord[];
  readonly settle: (result: LogResult<Sequence>) => void;
}

export interface CompactEntry extends EntryBase {
  readonly kind: 'compact';
  readonly compaction: Compaction;
  /** The last record that was already compacted before. */
  readonly before: Sequence;
  readonly settle: (result: LogResult<void>) => void;
}

/** Puts joined runs of history in the place of smaller ones. */
export interface JoinEntry extends EntryBase {
  readonly kind: 'join';
  readonly removed: readonly Segment[];
  readonly joined: readonly StoredSegment[];
  readonly settle: (result: LogResult<void>) => void;
}

/** Says that a document is gone, and removes what is listed of it. */
export interface RemoveEntry extends EntryBase {
  readonly kind: 'remove';
  readonly keys: readonly string[];
  readonly settle: (result: LogResult<void>) => void;
}

export type Entry = AppendEntry | CompactEntry | JoinEntry | RemoveEntry;

/** Bytes that an entry costs beside its records: keys, the head, the operation itself. */
export const ENTRY_BYTES = 200;

/** Numbers new records after everything that is queued. */
export function appendEntry(
  document: Tracked,
  newRecords: readonly NewRecord[],
  now: number,
  settle: AppendEntry['settle'],
): AppendEntry {
  const { queued } = document;
  const at = Math.max(now, queued.changedAt);
  // Literals, not spreads: once a keystroke that is a twentieth of the time.
  const records = newRecords.map(({ user, bytes, origin }, index) => {
    const sequence = queued.sequence + index + 1;
    return { sequence, at, user, bytes, origin };
  });
  const head: Head = {
    sequence: queued.sequence + records.length,
    snapshotThrough: queued.snapshotThrough,
    createdAt: queued.sequence === 0 ? at : queued.createdAt,
    changedAt: at,
    title: queued.title,
  };
  const bytes = records.reduce((sum, record) => sum + record.bytes.length + ENTRY_BYTES, ENTRY_BYTES);
  return { kind: 'append', document, head, bytes, records, settle };
}

/** Splits off what one write takes: at least one entry, at most about `bytesMax`. */
export function takeCommit(queue: Entry[], bytesMax: number): Entry[] {
  let bytes = 0;
  const end = queue.findIndex((entry, index) => {
    bytes += entry.bytes;
    return index > 0 && bytes > bytesMax;
  });
  return queue.splice(0, end === -1 ? queue.length : end);
}

export function operationsOf(entries: readonly Entry[]): StoreOperation[] {
  const operations: StoreOperation[] = [];
  const headsById = new Map<string, Head>();
  for (const entry of entries) {
    addOperations(operations, entry);
    if (entry.kind === 'remove') headsById.delete(entry.document.id);
    else headsById.set(entry.document.id, entry.head);
  }
  for (const [id, head] of headsById) put(operations, headKey(id), (key) => encodeHead(key, head));
  return operations;
}

function addOperations(operations: StoreOperation[], entry: Entry): void {
  switch (entry.kind) {
    case 'append':
      putRecords(operations, entry);
      break;
    case 'compact':
      replaceRecords(operations, entry);
      break;
    case 'join':
      replaceSegments(operations, entry);
      break;
    case 'remove':
      for (const key of entry.keys) operations.push({ type: 'del', key });
      put(operations, goneKey(entry.document.id), (key) => encodeGone(key));
      break;
    default:
      unreachable(entry);
  }
}

/** What shows that an entry is on the disk: a batch is all or nothing, so one of its keys is enough. */
export function witnessOf(entry: Entry): StoreOperation {
  const operations: StoreOperation[] = [];
  addOperations(operations, entry);
  return operations.findLast(({ type }) => type === 'put') as StoreOperation;
}

function putRecords(operations: StoreOperation[], { document, records }: AppendEntry): void {
  for (const record of records) {
    const key = recordKey(document.id, record.sequence);
    operations.push({ type: 'put', key, value: encodeRecord(key, record) });
  }
}

function replaceRecords(operations: StoreOperation[], { document: { id }, compaction, before }: CompactEntry): void {
  const { through, snapshot, segments, excised } = compaction;
  put(operations, snapshotKey(id), (key) => encodeSnapshot(key, { through, bytes: snapshot }));
  put(operations, noteKey(id), (key) => encodeNote(key, noteOf(compaction)));
  for (const segment of segments) {
    put(operations, segmentKey(id, segment.from), (key) => encodeSegment(key, segment));
  }
  for (const record of excised) {
    put(operations, asideKey(id, record.sequence), (key) => encodeAside(key, record));
  }
  for (let sequence = before + 1; sequence <= through; sequence++) {
    operations.push({ type: 'del', key: recordKey(id, sequence) });
  }
}

function replaceSegments(operations: StoreOperation[], { document: { id }, removed, joined }: JoinEntry): void {
  for (const { from } of removed) operations.push({ type: 'del', key: segmentKey(id, from) });
  for (const segment of joined) put(operations, segmentKey(id, segment.from), (key) => encodeSegment(key, segment));
}

function put(operations: StoreOperation[], key: string, encode: (key: string) => Uint8Array): void {
  operations.push({ type: 'put', key, value: encode(key) });
}
