/**
 * The few words this log needs from an engine: sorted keys, consistent reads, atomic synced writes. Knows nothing of
 * documents. LevelDB is one such store; memory with injected faults is another.
 */

import type { Result } from '../lib/result.ts';
import type { KeyRange } from './level-keys.ts';

export type StoreOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: string };

export type StoreEntry = readonly [key: string, value: Uint8Array];

export type Order = 'forwards' | 'backwards';

/** The store as it was at one moment. */
export interface StoreView {
  get(key: string): Promise<Uint8Array | undefined>;
  /** Entries in key order, or against it, in chunks. Throws what the disk throws. */
  entries(range: KeyRange, order?: Order): AsyncIterable<readonly StoreEntry[]>;
  keys(range: KeyRange): AsyncIterable<readonly string[]>;
  close(): Promise<void>;
}

export interface OrderedStore {
  /** Reads at once. Throws what the disk throws. */
  get(key: string): Uint8Array | undefined;
  view(): StoreView;
  /** All of it or nothing, and on the disk when it resolves. Rejects with what the disk said; then the store is done for. */
  write(operations: readonly StoreOperation[]): Promise<void>;
  /** Gives back the room of what was overwritten or removed in a range. */
  tidy(range: KeyRange): Promise<void>;
  /** Bytes that a range takes on the disk, roughly. */
  bytes(range: KeyRange): Promise<number>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Opens the same store again and again, as a log does after a failed write. */
export interface StoreOpener {
  /** Fails with a sentence for the operator. */
  open(): Promise<Result<OrderedStore, string>>;
  /** Bytes that can still be written where the store lives. */
  freeBytes(): Promise<number>;
}

/** Does the error say that the disk has no room? */
export function isDiskFull(error: unknown): boolean {
  return /ENOSPC|EDQUOT|no space left|quota exceeded/i.test(fullMessage(error));
}

/** An error's words with those of its causes, for the operator. */
export function fullMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${fullMessage(error.cause)}`;
}
