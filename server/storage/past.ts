/**
 * A document as it was. History is kept in runs, so the past is shown at the boundaries of runs: the latest moment, at
 * or before the one asked for, that no run reaches across. While one person writes that is every pause and at least
 * every ten minutes; what was not compacted yet can be shown record by record.
 */

import { PAST_BYTES_MAX } from '../contract/limits.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { Historian } from './compactor.ts';
import type { DocumentLog, Segment, Sequence } from './document-log.ts';
import { type Piece, pieceOf } from './runs.ts';

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

export interface PastFlaw {
  /** `failed`: it is more than can be worked on, and trying again does not help. */
  readonly kind: 'disk' | 'failed';
  readonly sentence: string;
}

/**
 * The state at a moment. Fails when a part of the history that it needs is damaged, or when it is more
 * than PAST_BYTES_MAX: what came until then is in memory at once.
 */
export async function readPast(
  log: DocumentLog,
  historian: Pick<Historian, 'replay'>,
  id: string,
  moment: Moment,
  bytesMax = PAST_BYTES_MAX,
): Promise<Result<PastState, PastFlaw>> {
  const wished = await wishedSequence(log, id, moment);
  if (!wished.ok) return unreadable(wished.error);
  const pieces = await readPieces(log, id, wished.value, bytesMax);
  if (!pieces.ok) return pieces;
  const through = boundaryAt(pieces.value, wished.value);
  const inside = pieces.value.filter((piece) => piece.through <= through);
  const at = inside.reduce((last, { throughAt }) => Math.max(last, throughAt), 0);
  const state = await historian.replay(inside);
  return state.ok ? ok({ through, at, bytes: state.value }) : failed({ kind: 'failed', sentence: state.error });
}

function unreadable(sentence: string): Result<never, PastFlaw> {
  return failed({ kind: 'disk', sentence });
}

/** Who wrote what when, without the text: runs first, then what is not compacted yet, a record each. */
export async function listRuns(log: DocumentLog, id: string): Promise<Result<Segment[], string>> {
  const runs: Segment[] = [];
  for await (const part of log.history(id)) {
    if (!part.ok) return failed(part.error.message);
    const { bytes: _bytes, encoding: _encoding, ...run } = pieceOf(part.value);
    runs.push(run);
  }
  return ok(runs);
}

/** The last record at or before the moment; a run may reach across it. */
async function wishedSequence(log: DocumentLog, id: string, moment: Moment): Promise<Result<Sequence, string>> {
  if (moment.kind === 'sequence') return ok(moment.sequence);
  const runs = await listRuns(log, id);
  if (!runs.ok) return runs;
  const known = moment.kind === 'latest' ? runs.value : runs.value.filter(({ throughAt }) => throughAt <= moment.at);
  return ok(known.reduce((last, { through }) => Math.max(last, through), 0));
}

const TOO_MUCH = 'There is too much history to show that moment here. "scriptorium export --at" shows it.';

/** All that begins at a sequence or before it. */
async function readPieces(
  log: DocumentLog,
  id: string,
  through: Sequence,
  bytesMax: number,
): Promise<Result<Piece[], PastFlaw>> {
  const pieces: Piece[] = [];
  let bytes = 0;
  for await (const part of log.history(id, { through })) {
    if (!part.ok) return unreadable(part.error.message);
    const piece = pieceOf(part.value);
    bytes += piece.bytes.length;
    if (bytes > bytesMax) return failed({ kind: 'failed', sentence: TOO_MUCH });
    pieces.push(piece);
  }
  return ok(pieces);
}

/** The last sequence, at or before the one that is wished, that no piece reaches across. */
export function boundaryAt(pieces: readonly Segment[], wished: Sequence): Sequence {
  let boundary = wished;
  for (;;) {
    const across = pieces.filter(({ from, through }) => from <= boundary && through > boundary);
    if (across.length === 0) return boundary;
    boundary = across.reduce((first, { from }) => Math.min(first, from), boundary) - 1;
  }
}
