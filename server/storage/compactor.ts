/**
 * Turns a snapshot and the records after it into a new snapshot and history segments. The work happens off the main
 * loop: a short-lived Y.Doc loads everything, which is also the proof that it can be loaded.
 */

import type { Result } from '../lib/result.ts';
import type { Compaction, LogRecord, Snapshot } from './document-log.ts';

export interface CompactionInput {
  readonly snapshot: Snapshot | null;
  readonly tail: readonly LogRecord[];
}

export interface CompactionOutput extends Compaction {
  /** State vector of the new snapshot. */
  readonly stateVector: Uint8Array;
}

export interface Compactor {
  /** Fails with a sentence when the snapshot itself cannot be loaded; nothing may be replaced then. */
  compact(input: CompactionInput): Promise<Result<CompactionOutput, string>>;
  /** Idempotent; waits for work under way. */
  close(): Promise<void>;
}
