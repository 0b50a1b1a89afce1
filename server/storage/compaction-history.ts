/** What is computed from history: pure, synchronous, slow; runs in the worker. */

import * as Y from 'yjs';

import { failed, ok, type Result } from '../lib/result.ts';
import { applyPiece, SHORT_LIVED, writeRuns } from './compaction-runs.ts';
import type { StoredSegment } from './document-log.ts';
import { type Beat, NO_BEAT } from './heartbeat.ts';
import { type Piece, pieceOfSegment } from './runs.ts';

/** The document after these pieces: garbage-collected V1 bytes, as a client would load them. */
export function replay(pieces: readonly Piece[], beat: Beat = NO_BEAT): Result<Uint8Array, string> {
  try {
    return ok(Y.encodeStateAsUpdate(documentOf(pieces, true, beat)));
  } catch (error) {
    return failed(`The history cannot be replayed: ${error instanceof Error ? error.message : error}.`);
  }
}

/** Joins segments that are one run of one person; `earlier` is the history before them. Proves that nothing changed. */
export function joinRuns(
  earlier: readonly StoredSegment[],
  segments: readonly StoredSegment[],
  beat: Beat = NO_BEAT,
): Result<StoredSegment[], string> {
  try {
    const document = documentOf(earlier.map(pieceOfSegment), false, beat);
    const joined = writeRuns(document, segments.map(pieceOfSegment), beat);
    const before = documentOf([...earlier, ...segments].map(pieceOfSegment), false, beat);
    const after = documentOf([...earlier, ...joined].map(pieceOfSegment), false, beat);
    if (Y.equalSnapshots(Y.snapshot(before), Y.snapshot(after))) return ok(joined);
    return failed('The joined history is not the same.');
  } catch (error) {
    return failed(`The history cannot be joined: ${error instanceof Error ? error.message : error}.`);
  }
}

function documentOf(pieces: readonly Piece[], gc: boolean, beat: Beat): Y.Doc {
  const document = new Y.Doc({ gc, guid: SHORT_LIVED });
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0);
  document.transact(() => {
    for (const piece of pieces) {
      beat(piece.bytes.length, piece.from);
      applyPiece(document, piece);
    }
    beat(bytes);
  });
  beat(bytes);
  return document;
}
