/**
 * A document as it was. History is kept in runs, so the past is shown at the boundaries of runs: the latest moment, at
 * or before the one asked for, that no run reaches across. While one person writes that is every pause and at least
 * every ten minutes; what was not compacted yet can be shown record by record.
 */

import { failed, ok, type Result } from '../lib/result.ts';
import type { Historian } from './compactor.ts';
import type { DocumentLog, LogRecord, Segment, Sequence, StoredSegment } from './document-log.ts';
import { type Piece, pieceOfRecord, pieceOfSegment } from './runs.ts';

export type Moment =
  | { readonly kind: 'latest' }
  | { readonly kind: 'sequence'; readonly sequence: Sequence }
  /** Milliseconds since 1970 in UTC. */
  | { readonly kind: 'time'; readonly at: number };

export interface PastState {
  /** The last record that is inside. */
  readonly through: Sequence;
  /** When that was written; 0 for the empty document before the first record. */
  readonly at: number;
  /** Garbage-collected V1 update. */
  readonly bytes: Uint8Array;
}

/** The state at a moment. Fails with a sentence when a part of the history that it needs is damaged. */
export async function readPast(
  log: DocumentLog,
  historian: Pick<Historian, 'replay'>,
  id: string,
  moment: Moment,
): Promise<Result<PastState, string>> {
  const pieces = await readPieces(log, id);
  if (!pieces.ok) return pieces;
  const through = boundaryAt(pieces.value, moment);
  const inside = pieces.value.filter((piece) => piece.through <= through);
  const at = Math.max(0, ...inside.map(({ throughAt }) => throughAt));
  const state = await historian.replay(inside);
  return state.ok ? ok({ through, at, bytes: state.value }) : state;
}

/** Who wrote what when, without the text: runs first, then what is not compacted yet, a record each. */
export async function listRuns(log: DocumentLog, id: string): Promise<Result<Segment[], string>> {
  const pieces = await readPieces(log, id);
  if (!pieces.ok) return pieces;
  return ok(
    pieces.value.map(({ from, through, fromAt, throughAt, user, edits }) => ({
      ...{ from, through, fromAt, throughAt, user, edits },
    })),
  );
}

async function readPieces(log: DocumentLog, id: string): Promise<Result<Piece[], string>> {
  const pieces: Piece[] = [];
  for await (const part of log.history(id)) {
    if (!part.ok) return failed(part.error.message);
    pieces.push(pieceOf(part.value));
  }
  return ok(pieces);
}

function pieceOf(part: StoredSegment | LogRecord): Piece {
  return 'from' in part ? pieceOfSegment(part) : pieceOfRecord(part);
}

/** The last sequence, at or before the moment, that no piece reaches across. */
export function boundaryAt(pieces: readonly Segment[], moment: Moment): Sequence {
  let boundary = wishedSequence(pieces, moment);
  for (;;) {
    const across = pieces.filter(({ from, through }) => from <= boundary && through > boundary);
    if (across.length === 0) return boundary;
    boundary = Math.min(...across.map(({ from }) => from)) - 1;
  }
}

function wishedSequence(pieces: readonly Segment[], moment: Moment): Sequence {
  if (moment.kind === 'sequence') return moment.sequence;
  const known = moment.kind === 'latest' ? pieces : pieces.filter(({ throughAt }) => throughAt <= moment.at);
  return known.reduce((last, { through }) => Math.max(last, through), 0);
}
