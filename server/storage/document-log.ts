/**
 * The port to storage: an append-only log of records per document, a snapshot in front of it and its history behind.
 *
 * What always holds, for every implementation:
 * - `append` and `compact` are confirmed only when a power cut cannot take them back.
 * - `append` queues before it returns its promise: two calls in order are two records in order.
 * - Followers see confirmed records only, each once, in log order, and before the promise of their `append` resolves.
 * - Nothing is served from a log that was not loaded and verified.
 * - After the first failed write nothing is confirmed until the store was closed, reopened and verified.
 *
 * What a caller must not assume, because an engine shared by several servers keeps none of it: that it is the only
 * writer of a document; that sequences have no holes (only their order counts); that confirmations come in the order
 * of sending across documents; that a snapshot replaces its records at once.
 *
 * Storage speaks of documents, records and versions. It does not know Yjs; the compaction worker does.
 */

import { failed, type Result } from '../lib/result.ts';
import type { Order } from './ordered-store.ts';
import type { StoreUse } from './store-use.ts';

/** Position of a record in its document's log: 1 is the first record, 0 the log before it. */
export type Sequence = number;

export interface NewRecord {
  /** Who wrote it: the server's word for a person, not the client's. */
  readonly user: string;
  /** One V1 update that has passed the gate. The log keeps the array; the caller must not write to it again. */
  readonly bytes: Uint8Array;
  /** Anything; handed back to this process's followers with the record, never stored. */
  readonly origin?: unknown;
}

export interface LogRecord {
  readonly sequence: Sequence;
  /** Milliseconds since 1970 in UTC, never smaller than the record before. */
  readonly at: number;
  readonly user: string;
  readonly bytes: Uint8Array;
}

/** A record as it reaches followers: with the `origin` it was appended with, if it was appended by this process. */
export interface ConfirmedRecord extends LogRecord {
  readonly origin?: unknown;
}

export interface Snapshot {
  /** The last record whose content is inside. */
  readonly through: Sequence;
  /** Garbage-collected V1 update. */
  readonly bytes: Uint8Array;
}

/** What a compaction learned beside the snapshot. */
export interface Note {
  /** The last record that it speaks of. */
  readonly through: Sequence;
  /** Who first used which Yjs client id: see ClientOwners. */
  readonly owners: Uint8Array;
  /** What the document says, as hexadecimal digits; empty when that is not known. */
  readonly stateHash: string;
  /**
   * State vector of the snapshot, so that nobody has to read it to know what it holds; empty when that is not known, or
   * when a part of it waits for something that never came.
   */
  readonly snapshotVector: Uint8Array;
}

/** A record that could not be loaded and was set aside. */
export interface ExcisedRecord extends LogRecord {
  /** Why, for a person. */
  readonly reason: string;
}

export interface OpenedDocument {
  /** Sequence of the newest confirmed record; 0 for a document nobody has written in. */
  readonly head: Sequence;
  readonly snapshot: Snapshot | null;
  /** Null before the first compaction, and in documents of versions that noted nothing. */
  readonly note: Note | null;
  /** Records after the snapshot, in order. */
  readonly tail: readonly LogRecord[];
  /**
   * Set when a part is damaged: the document shows its last good state, takes no writes until it is repaired, and this
   * sentence names the record and the command.
   */
  readonly damage: string | null;
}

/** One run of one person's edits, kept for ever. */
export interface Segment {
  readonly from: Sequence;
  readonly through: Sequence;
  readonly fromAt: number;
  readonly throughAt: number;
  readonly user: string;
  /** How many records were merged into it. */
  readonly edits: number;
}

export interface StoredSegment extends Segment {
  /** V2 update, deflated (raw): packed and unpacked off the main loop, see segment-bytes.ts. */
  readonly bytes: Uint8Array;
}

/** What a compaction puts in place of the records through `through`, all in one atomic write. */
export interface Compaction {
  readonly through: Sequence;
  readonly snapshot: Uint8Array;
  readonly segments: readonly StoredSegment[];
  readonly excised: readonly ExcisedRecord[];
  readonly title: string;
  /** Of the note, which is through the same record. */
  readonly owners: Uint8Array;
  readonly stateHash: string;
  readonly snapshotVector: Uint8Array;
}

/** What is noted beside the snapshot. */
export function noteOf({ through, owners, stateHash, snapshotVector }: Compaction): Note {
  return { through, owners, stateHash, snapshotVector };
}

export interface DocumentEntry {
  readonly id: string;
  readonly head: Sequence;
  readonly createdAt: number;
  readonly changedAt: number;
  /** As of the last compaction. */
  readonly title: string;
  /** It was deleted for good, and that was interrupted: to be repeated. */
  readonly isGone: boolean;
}

/** Parts of a document's history; both ends inclusive, both optional. */
export interface HistoryRange {
  readonly from?: Sequence;
  readonly through?: Sequence;
  /** `backwards`: those that begin last come first. */
  readonly order?: Order;
}

export type LogErrorCode =
  /** A write or read failed; the store confirms nothing until it has recovered. */
  | 'failing'
  /** The disk is full. */
  | 'full'
  /** The queue of unwritten bytes is at its limit. */
  | 'overloaded'
  /** This document is damaged and read-only. */
  | 'damaged'
  /** This document was deleted for good. */
  | 'gone'
  /** `close` was called. */
  | 'closed';

export interface LogError {
  readonly code: LogErrorCode;
  /** What happened and what to do, for the operator. */
  readonly message: string;
}

export type LogResult<Value> = Result<Value, LogError>;

/** What a log threw, as the value that it should have been. */
export function asLogFailure(error: unknown): LogResult<never> {
  return failed({ code: 'failing', message: error instanceof Error ? error.message : String(error) });
}

export interface DocumentLog {
  /** Loads and verifies one document. An id nobody has written to opens empty, and nothing is stored for it. */
  open(id: string): Promise<LogResult<OpenedDocument>>;

  /** Appends in order; resolves with the sequence of the last record once all of them are written and synced. */
  append(id: string, records: readonly NewRecord[]): Promise<LogResult<Sequence>>;

  /**
   * Calls `onRecords` with every record confirmed after `from`, own and other writers', a commit's records at once.
   * `from` is the head that `open` returned; what was confirmed in between is delivered first.
   *
   * @returns a function that ends it.
   */
  follow(id: string, from: Sequence, onRecords: (records: readonly ConfirmedRecord[]) => void): () => void;

  /** Replaces the records through `compaction.through` by its snapshot and segments. Repeating it is harmless. */
  compact(id: string, compaction: Compaction): Promise<LogResult<void>>;

  /**
   * Deletes a document with its history for good; from then on it is `gone`, for whoever opens or writes it. Nobody may
   * be writing it. Repeating it is harmless.
   */
  remove(id: string): Promise<LogResult<void>>;

  /** Segments, then records not yet compacted, in order, with their bytes; or all of it the other way round. */
  history(id: string, range?: HistoryRange): AsyncIterable<LogResult<StoredSegment | LogRecord>>;

  /** Every document that has a record, in the order of their ids. @param after begins behind this id. */
  documents(after?: string): AsyncIterable<LogResult<DocumentEntry>>;

  /** Why nothing can be confirmed at present, or null when writes work. */
  failure(): LogError | null;

  /** Calls `onChange` with each new value of `failure()`. Returns a function that ends it. */
  watchFailure(onChange: (failure: LogError | null) => void): () => void;

  /** Calls `onAdded` with each document that comes in whole, by another way than `append`: an import. */
  watchAdded?(onAdded: (id: string) => void): void;

  /** What each document takes. Throws what stands in the way. */
  use?(): Promise<readonly StoreUse[]>;

  /** Writes what is queued, syncs, and lets go of the disk. Idempotent; afterwards every call answers `closed`. */
  close(): Promise<void>;
}
