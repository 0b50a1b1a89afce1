/**
 * How history is cut: into runs, each of one person. A run ends when its person pauses for longer than RUN_PAUSE_MS, when
 * somebody else writes in a pause of theirs that is longer than RUN_TURN_MS, and at every full RUN_SPAN_MS of the clock.
 * While several people write at once their runs overlap.
 *
 * The same cut is made wherever history is looked at: when records are compacted, when the small runs of many
 * compactions are joined, and for the list of versions. Whether two pieces belong together does not depend on where one
 * begins to look: all three come to the same runs.
 */

import { RUN_PAUSE_MS, RUN_SPAN_MS, RUN_TURN_MS } from '../contract/limits.ts';
import type { LogRecord, Segment, StoredSegment } from './document-log.ts';

/** A record, or a segment that is about to be joined with its neighbours. */
export interface Piece extends Segment {
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

export function pieceOf(part: StoredSegment | LogRecord): Piece {
  return 'from' in part ? pieceOfSegment(part) : pieceOfRecord(part);
}

/**
 * Does `piece` continue the run that reached `last`?
 *
 * Whoever comes back after somebody else has written may have come to undo that: the moment between is kept. The spans
 * are those of the clock, the same for everybody, so that however many write there is a moment that no run reaches across.
 */
function continues(last: Segment, piece: Segment, isNext: boolean): boolean {
  const pauseMs = piece.fromAt - last.throughAt;
  return pauseMs <= (isNext ? RUN_PAUSE_MS : RUN_TURN_MS) && spanOf(piece.throughAt) === spanOf(last.fromAt);
}

function spanOf(at: number): number {
  return Math.floor(at / RUN_SPAN_MS);
}

/** Which pieces belong together, in the order of their first. @param pieces in the order of their beginnings. */
export function groupRuns<Item extends Segment>(pieces: readonly Item[]): Item[][] {
  const openByUser = new Map<string, Item[]>();
  const runs: Item[][] = [];
  let before: Item | undefined;
  for (const piece of pieces) {
    const open = openByUser.get(piece.user);
    const last = open?.at(-1);
    if (open !== undefined && last !== undefined && continues(last, piece, last === before)) open.push(piece);
    else {
      const run = [piece];
      openByUser.set(piece.user, run);
      runs.push(run);
    }
    before = piece;
  }
  return runs;
}
