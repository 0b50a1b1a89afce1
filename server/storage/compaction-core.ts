/**
 * What a compaction computes: pure, synchronous, slow. Runs in the worker, where a document that hangs or exhausts it
 * harms nobody.
 *
 * Two short-lived documents are used. One keeps deleted content and yields the runs of history; the other collects
 * garbage and yields the snapshot. That every record was applied, and the result loaded again, is the proof that the
 * document can be opened.
 */

import * as Y from 'yjs';
import { RUN_PAUSE_MS, TITLE_CHARACTERS_MAX } from '../contract/limits.ts';
import { EMPTY_UPDATE } from '../contract/protocol.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { CompactionInput, CompactionOutput } from './compactor.ts';
import type { ExcisedRecord, LogRecord, StoredSegment } from './document-log.ts';
import { mergeTree } from './merge-tree.ts';

/** Fails with a sentence when the snapshot itself cannot be loaded. */
export function compactDocument({ snapshot, tail }: CompactionInput): Result<CompactionOutput, string> {
  const base = snapshot?.bytes ?? EMPTY_UPDATE;
  const flaw = flawOf(base, []);
  if (flaw !== null) return failed(`The snapshot cannot be loaded: ${flaw}.`);
  const { sound, excised } = sieve(base, tail);
  const { segments, state } = recordRuns(base, sound);
  const document = load(state);
  const through = tail.at(-1)?.sequence ?? snapshot?.through ?? 0;
  return ok({
    through,
    snapshot: Y.encodeStateAsUpdate(document),
    stateVector: Y.encodeStateVector(document),
    segments,
    excised,
    title: titleOf(document),
  });
}

/** Why a document cannot be loaded from these bytes, encoded, and loaded again; null when it can. */
export function flawOf(base: Uint8Array, records: readonly LogRecord[]): string | null {
  try {
    const document = load(base);
    for (const { bytes } of records) Y.applyUpdate(document, bytes);
    const again = load(Y.encodeStateAsUpdate(document));
    const same = Buffer.compare(Y.encodeStateVector(document), Y.encodeStateVector(again)) === 0;
    return same ? null : 'it is not the same after it was encoded and loaded again';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function load(update: Uint8Array, gc = true): Y.Doc {
  const document = new Y.Doc({ gc });
  Y.applyUpdate(document, update);
  return document;
}

/** Sets aside the records with which the document cannot be loaded, one after the other. */
function sieve(base: Uint8Array, tail: readonly LogRecord[]) {
  const excised: ExcisedRecord[] = [];
  let sound = tail;
  for (let flaw = flawOf(base, sound); flaw !== null; flaw = flawOf(base, sound)) {
    const index = firstFailing(sound.length, (count) => flawOf(base, sound.slice(0, count)) !== null);
    const culprit = sound[index] as LogRecord;
    excised.push({ ...culprit, reason: flawOf(base, sound.slice(0, index + 1)) ?? flaw });
    sound = sound.filter((record) => record !== culprit);
  }
  return { sound, excised };
}

/** Index of the record with which a growing prefix begins to fail, by bisecting. */
function firstFailing(length: number, fails: (count: number) => boolean): number {
  let good = 0;
  let bad = length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (fails(middle)) bad = middle;
    else good = middle;
  }
  return bad - 1;
}

interface Run {
  readonly records: LogRecord[];
  /** Updates of the run's stretches, V2. */
  readonly parts: Uint8Array[];
}

/** Applies the records in order to a document that forgets nothing, and cuts what happened into runs. */
function recordRuns(base: Uint8Array, records: readonly LogRecord[]) {
  const document = load(base, false);
  const openRuns = new Map<string, Run>();
  const runs: Run[] = [];
  for (const stretch of stretchesOf(records)) {
    const first = stretch[0] as LogRecord;
    let run = openRuns.get(first.user);
    if (run === undefined || first.at - (run.records.at(-1) as LogRecord).at > RUN_PAUSE_MS) {
      run = { records: [], parts: [] };
      openRuns.set(first.user, run);
      runs.push(run);
    }
    run.records.push(...stretch);
    run.parts.push(applyStretch(document, stretch));
  }
  return { segments: runs.map(segmentOf), state: Y.encodeStateAsUpdate(document) };
}

/** Records of one user with nobody else's and no pause between. */
function stretchesOf(records: readonly LogRecord[]): LogRecord[][] {
  const stretches: LogRecord[][] = [];
  let last: LogRecord | undefined;
  for (const record of records) {
    if (last?.user === record.user && record.at - last.at <= RUN_PAUSE_MS) stretches.at(-1)?.push(record);
    else stretches.push([record]);
    last = record;
  }
  return stretches;
}

/**
 * What a stretch changed, as one update: Yjs joins neighbouring letters inside a transaction, which merging never
 * does. Where the document could not take all of it in (something it builds on is missing or was collected), the
 * records themselves are merged, so that history loses nothing.
 */
function applyStretch(document: Y.Doc, stretch: readonly LogRecord[]): Uint8Array {
  let update: Uint8Array | null = null;
  const keep = (bytes: Uint8Array) => {
    update = bytes;
  };
  document.on('updateV2', keep);
  document.transact(() => {
    for (const { bytes } of stretch) Y.applyUpdate(document, bytes);
  });
  document.off('updateV2', keep);
  const isWhole = document.store.pendingStructs === null && document.store.pendingDs === null;
  if (update !== null && isWhole && !hasCollected(update)) return update;
  return Y.convertUpdateFormatV1ToV2(
    mergeTree(
      stretch.map(({ bytes }) => bytes),
      Y.mergeUpdates,
    ),
  );
}

function hasCollected(update: Uint8Array): boolean {
  return Y.decodeUpdateV2(update).structs.some((struct) => struct instanceof Y.GC);
}

function segmentOf({ records, parts }: Run): StoredSegment {
  const first = records[0] as LogRecord;
  const last = records.at(-1) as LogRecord;
  return {
    from: first.sequence,
    through: last.sequence,
    fromAt: first.at,
    throughAt: last.at,
    user: first.user,
    edits: records.length,
    bytes: mergeTree(parts, Y.mergeUpdatesV2),
  };
}

/** The shared title, in one line, cut between characters; whatever else somebody stored under its name is no title. */
function titleOf(document: Y.Doc): string {
  try {
    const text = document
      .getText('title')
      .toString()
      .slice(0, TITLE_CHARACTERS_MAX * 2);
    return [...text.replace(/\s+/g, ' ').trim()].slice(0, TITLE_CHARACTERS_MAX).join('');
  } catch {
    return '';
  }
}
