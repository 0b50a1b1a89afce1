/**
 * Turns a snapshot and the records after it into a new snapshot and history segments. The work happens off the main
 * loop: a short-lived Y.Doc loads everything, which is also the proof that it can be loaded.
 */

import type { Result } from '../lib/result.ts';
import type { Compaction, LogRecord, Note, Snapshot, StoredSegment } from './document-log.ts';
import type { Piece } from './runs.ts';

export interface CompactionInput {
  readonly snapshot: Snapshot | null;
  /** What was noted beside the snapshot. */
  readonly note: Note | null;
  readonly tail: readonly LogRecord[];
}

export interface CompactionOutput extends Compaction {
  /** State vector of the new snapshot. */
  readonly stateVector: Uint8Array;
  /** Whether moves have left text behind: see `rescue`. */
  readonly hasStrays: boolean;
  readonly reading: Reading;
}

/** What a document says to somebody who looks for it. */
export interface Reading {
  /** In one line; empty when nobody wrote one. */
  readonly title: string;
  /** The beginning of its text, plain, a line a block. */
  readonly text: string;
  /** Stored images that the bytes which were looked at speak of. */
  readonly images: readonly string[];
}

/** Looks into documents as they are stored, in the same thread. All fail with a sentence. */
export interface Reader {
  read(input: CompactionInput): Promise<Result<Reading, string>>;
  /** The update that gives a document this title; null when it has it. */
  retitle(input: CompactionInput, title: string): Promise<Result<Uint8Array | null, string>>;
  /** All that it says now, as the first update of another one. @param title of that one; null for the same. */
  copy(input: CompactionInput, title: string | null): Promise<Result<Uint8Array, string>>;
}

/** Work on history, in the same thread. */
export interface Historian {
  /** The document after these pieces in their order: a garbage-collected V1 update. */
  replay(pieces: readonly Piece[]): Promise<Result<Uint8Array, string>>;
  /** Joins neighbouring segments of one person into runs; `earlier` is all the history before them. */
  joinRuns(
    earlier: readonly StoredSegment[],
    segments: readonly StoredSegment[],
  ): Promise<Result<StoredSegment[], string>>;
}

export interface Compactor {
  /** Fails with a sentence when the snapshot itself cannot be loaded; nothing may be replaced then. */
  compact(input: CompactionInput): Promise<Result<CompactionOutput, string>>;
  /** An update that takes text home which moves left behind; null when there is none. */
  rescue(input: CompactionInput): Promise<Result<Uint8Array | null, string>>;
  /** Idempotent; waits for work under way. */
  close(): Promise<void>;
}
