/**
 * How history is cut: into runs, each of one person. A run ends when its person pauses for longer than RUN_PAUSE_MS
 * or has been at it for RUN_SPAN_MS. While several people write at once their runs overlap.
 *
 * The same cut is made twice: when records are compacted, and when the small runs of many compactions are joined.
 */

import { RUN_PAUSE_MS, RUN_SPAN_MS } from '../contract/limits.ts';
import type { LogRecord, StoredSegment } from './document-log.ts';

/** A record, or a segment that is about to be joined with its neighbours. */
export interface Piece extends Omit<StoredSegment, 'bytes'> {
  readonly bytes: Uint8Array;
  readonly encoding: 'v1' | 'packed';
}

export function pieceOfRecord({ sequence, at, user, bytes }: LogRecord): Piece {
  const place = { from: sequence, through: sequence, fromAt: at, throughAt: at };
  return { ...place, user, edits: 1, bytes, encoding: 'v1' };
}

export function pieceOfSegment(segment: StoredSegment): Piece {
  return { ...segment, encoding: 'packed' };
}

/** Does `piece` continue the run that began with `first` and reached `last`? */
function continues(first: Piece, last: Piece, piece: Piece): boolean {
  return piece.fromAt - last.throughAt <= RUN_PAUSE_MS && piece.throughAt - first.fromAt <= RUN_SPAN_MS;
}

/** Which pieces belong together, in the order of their first. */
export function groupRuns<Item extends Piece>(pieces: readonly Item[]): Item[][] {
  const openByUser = new Map<string, Item[]>();
  const runs: Item[][] = [];
  for (const piece of pieces) {
    const open = openByUser.get(piece.user);
    if (open !== undefined && continues(open[0] as Item, open.at(-1) as Item, piece)) {
      open.push(piece);
      continue;
    }
    const run = [piece];
    openByUser.set(piece.user, run);
    runs.push(run);
  }
  return runs;
}
