/** Turns the pieces of runs into segments: the part of cutting history that looks into updates. */

import * as Y from 'yjs';

import type { StoredSegment } from './document-log.ts';
import { type Beat, NO_BEAT } from './heartbeat.ts';
import { mergeTree } from './merge-tree.ts';
import { groupRuns, type Piece } from './runs.ts';
import { packUpdate, unpackUpdate } from './segment-bytes.ts';

/** The `guid` of a document that nobody will know: drawing a random one takes ten times as long as the rest of it. */
export const SHORT_LIVED = 'short-lived';

/**
 * Applies the pieces in their order to a document that forgets nothing (`gc: false`), and gives the runs as segments.
 * Neighbouring letters become one struct where one person wrote them without another between.
 */
export function writeRuns(document: Y.Doc, pieces: readonly Piece[], beat: Beat = NO_BEAT): StoredSegment[] {
  beat(sizeOf(pieces));
  const runs = groupRuns(pieces);
  const runOf = new Map(runs.flatMap((run) => run.map((piece) => [piece, run] as const)));
  const partsByRun = new Map<readonly Piece[], Uint8Array[]>(runs.map((run) => [run, []]));
  for (const stretch of stretchesOf(pieces, runOf)) {
    const run = runOf.get(stretch[0] as Piece) as Piece[];
    partsByRun.get(run)?.push(applyStretch(document, stretch, beat));
  }
  return runs.map((run) => {
    beat(sizeOf(run));
    return segmentOf(run, partsByRun.get(run) ?? []);
  });
}

/** Pieces of one run that follow each other with no other run's between. */
function stretchesOf(pieces: readonly Piece[], runOf: ReadonlyMap<Piece, Piece[]>): Piece[][] {
  const stretches: Piece[][] = [];
  let before: Piece | undefined;
  for (const piece of pieces) {
    if (before !== undefined && runOf.get(before) === runOf.get(piece)) stretches.at(-1)?.push(piece);
    else stretches.push([piece]);
    before = piece;
  }
  return stretches;
}

/**
 * What a stretch changed, as one update: Yjs joins neighbours inside a transaction, which merging never does. Where
 * the document could not take all of it in (something it builds on is missing or was collected), the pieces
 * themselves are merged, so that history loses nothing.
 */
function applyStretch(document: Y.Doc, stretch: readonly Piece[], beat: Beat): Uint8Array {
  let update: Uint8Array | null = null;
  const keep = (bytes: Uint8Array) => {
    update = bytes;
  };
  document.on('updateV2', keep);
  document.transact(() => {
    for (const piece of stretch) {
      beat(piece.bytes.length, piece.from);
      applyPiece(document, piece);
    }
    // What comes at the end of a transaction is about all of them.
    beat(sizeOf(stretch));
  });
  document.off('updateV2', keep);
  const isWhole = document.store.pendingStructs === null && document.store.pendingDs === null;
  if (update !== null && isWhole && !hasCollected(update)) return update;
  return mergeTree(stretch.map(toV2), Y.mergeUpdatesV2);
}

export function applyPiece(document: Y.Doc, { bytes, encoding }: Pick<Piece, 'bytes' | 'encoding'>): void {
  if (encoding === 'v1') Y.applyUpdate(document, bytes);
  else Y.applyUpdateV2(document, unpackUpdate(bytes));
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function toV2({ bytes, encoding }: Piece): Uint8Array {
  return encoding === 'packed' ? unpackUpdate(bytes) : Y.convertUpdateFormatV1ToV2(bytes);
}

function hasCollected(update: Uint8Array): boolean {
  return Y.decodeUpdateV2(update).structs.some((struct) => struct instanceof Y.GC);
}

function segmentOf(run: readonly Piece[], parts: readonly Uint8Array[]): StoredSegment {
  const first = run[0] as Piece;
  return {
    from: first.from,
    through: Math.max(...run.map(({ through }) => through)),
    fromAt: first.fromAt,
    throughAt: Math.max(...run.map(({ throughAt }) => throughAt)),
    user: first.user,
    edits: run.reduce((sum, { edits }) => sum + edits, 0),
    bytes: packUpdate(mergeTree(parts, Y.mergeUpdatesV2)),
  };
}
