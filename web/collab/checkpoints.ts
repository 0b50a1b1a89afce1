/**
 * The bookkeeping behind "Saved": which edits are on the server's disk, and which are only here. Pure data and
 * functions; it sends nothing.
 *
 * An edit is unsaved until the echo of a checkpoint that was sent after it on the same connection. A lost connection
 * takes its open checkpoints with it: what they covered is unsaved again until the next connection proves it.
 */

export interface Unsaved {
  /** Edits the server has not confirmed. */
  readonly count: number;
  /** When the oldest of them was made. */
  readonly sinceMs: number;
}

interface SentCheckpoint {
  readonly number: number;
  readonly sentAtMs: number;
  /** The edits that no earlier open checkpoint covers. */
  readonly covers: Unsaved | null;
}

export interface Checkpoints {
  readonly nextNumber: number;
  /** Sent on this connection, not echoed yet; oldest first. */
  readonly sent: readonly SentCheckpoint[];
  /** Edits since the last checkpoint was sent. */
  readonly uncovered: Unsaved | null;
}

export const NO_CHECKPOINTS: Checkpoints = { nextNumber: 1, sent: [], uncovered: null };

/** A person edited here, at `atMs`. */
export function edited(book: Checkpoints, atMs: number): Checkpoints {
  return { ...book, uncovered: plus(book.uncovered, { count: 1, sinceMs: atMs }) };
}

/** Edits of an earlier visit were found on this device, never confirmed. */
export function restored(book: Checkpoints, found: Unsaved): Checkpoints {
  return { ...book, uncovered: plus(book.uncovered, found) };
}

/** Checkpoint `book.nextNumber` was sent: from now on its echo confirms everything before it. */
export function checkpointSent(book: Checkpoints, atMs: number): Checkpoints {
  const checkpoint = { number: book.nextNumber, sentAtMs: atMs, covers: book.uncovered };
  return { nextNumber: book.nextNumber + 1, sent: [...book.sent, checkpoint], uncovered: null };
}

/** The server echoed `number`; an echo confirms every earlier checkpoint of the connection too. */
export function echoed(book: Checkpoints, number: number): Checkpoints {
  return { ...book, sent: book.sent.filter((checkpoint) => checkpoint.number > number) };
}

/** The connection is gone, and with it every answer still owed. */
export function connectionLost(book: Checkpoints): Checkpoints {
  return { ...book, sent: [], uncovered: unsavedOf(book) };
}

/** What the server has not confirmed; null when it has everything. */
export function unsavedOf(book: Checkpoints): Unsaved | null {
  return book.sent.reduce((sum, checkpoint) => plus(sum, checkpoint.covers), book.uncovered);
}

/** When the oldest unanswered checkpoint was sent; null when every one was echoed. */
export function oldestUnansweredAtMs(book: Checkpoints): number | null {
  return book.sent[0]?.sentAtMs ?? null;
}

function plus(a: Unsaved | null, b: Unsaved | null): Unsaved | null {
  if (a === null || b === null) return a ?? b;
  return { count: a.count + b.count, sinceMs: Math.min(a.sinceMs, b.sinceMs) };
}
