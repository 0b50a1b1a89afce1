/**
 * What a compaction computes: pure, synchronous, slow. Runs in the worker, where a document that hangs or exhausts it
 * harms nobody.
 *
 * Two short-lived documents are used. One keeps deleted content and yields the runs of history; the other collects
 * garbage and yields the snapshot. That every record was applied, and the result loaded again, is the proof that the
 * document can be opened.
 */

import * as Y from 'yjs';
import { rescueMovedText } from '../contract/document/moves.ts';
import { EMPTY_UPDATE } from '../contract/protocol.ts';
import { stateHash } from '../contract/state-hash.ts';
import { ClientOwners } from '../lib/client-owners.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { rangesOfUpdate } from '../lib/strict-update.ts';
import type { ClockRange } from '../lib/update-ranges.ts';
import { readingOf } from './compaction-reading.ts';
import { SHORT_LIVED, writeRuns } from './compaction-runs.ts';
import type { CompactionInput, CompactionOutput } from './compactor.ts';
import type { ExcisedRecord, LogRecord, Note } from './document-log.ts';
import { type Beat, NO_BEAT } from './heartbeat.ts';
import { imagesIn } from './image-names.ts';
import { pieceOfRecord } from './runs.ts';

const NOTHING = new Uint8Array();

/** Fails with a sentence when the snapshot itself cannot be loaded. */
export function compactDocument(
  { snapshot, note, tail }: CompactionInput,
  beat: Beat = NO_BEAT,
): Result<CompactionOutput, string> {
  const base = snapshot?.bytes ?? EMPTY_UPDATE;
  const sieved = sieve(base, tail, beat);
  if (!sieved.ok) return sieved;
  const { proof, sound, excised } = sieved.value;
  const { document, bytes, stateHash } = proof;
  beat(base.length);
  const segments = writeRuns(load(base, false), sound.map(pieceOfRecord), beat);
  beat(bytes.length);
  const through = tail.at(-1)?.sequence ?? snapshot?.through ?? 0;
  const state = { snapshot: bytes, stateVector: Y.encodeStateVector(document) };
  const reading = readingOf(document, imagesIn(sound.map(({ bytes }) => bytes)));
  const snapshotVector = isWaiting(document) ? NOTHING : state.stateVector;
  const noted = { owners: ownersAfter(note, sound), stateHash, snapshotVector };
  const { title } = reading;
  return ok({ ...state, ...noted, through, segments, excised, title, reading, hasStrays: rescueIn(document) !== null });
}

/** Whether a part of it is ahead of something that never came: a state vector knows nothing of that. */
function isWaiting({ store }: Y.Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null;
}

/** Who owns which client id once the tail is counted: as the room that took it in counted, record by record. */
function ownersAfter(note: Note | null, tail: readonly LogRecord[]): Uint8Array {
  const owners = ClientOwners.decode(note?.owners ?? NOTHING);
  const counted = note?.through ?? 0;
  for (const { sequence, user, bytes } of tail) if (sequence > counted) owners.claim(rangesOf(bytes), user);
  return owners.encode();
}

/** None of a record that Yjs reads and our own reader does not: an earlier version's gate let it pass. */
function rangesOf(bytes: Uint8Array): readonly ClockRange[] {
  try {
    return rangesOfUpdate(bytes).ranges;
  } catch {
    return [];
  }
}

/** Empty for content that cannot be written down: then nobody compares. */
function hashOf(document: Y.Doc): string {
  try {
    return Buffer.from(stateHash(document)).toString('hex');
  } catch {
    return '';
  }
}

/** The update that takes text home which moves left behind; null when there is none. */
export function rescueUpdate(
  { snapshot, tail }: CompactionInput,
  beat: Beat = NO_BEAT,
): Result<Uint8Array | null, string> {
  try {
    const document = loadAll(snapshot?.bytes ?? EMPTY_UPDATE, tail, beat);
    return ok(rescueIn(document));
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/** Changes the document. */
function rescueIn(document: Y.Doc): Uint8Array | null {
  let repair: Uint8Array | null = null;
  document.on('update', (update) => {
    repair = update;
  });
  try {
    // A stranger may say of a block that it came from itself: what does not come to rest is left alone.
    if (rescueMovedText(document) > 0 && rescueMovedText(document) > 0) return null;
  } catch {
    // Somebody's own content under our root name: nothing of ours to repair.
    return null;
  }
  return repair;
}

/** A document that was loaded, written down, and loaded again from what was written: the proof that it can be opened. */
interface Proof {
  /** As it was loaded again. */
  readonly document: Y.Doc;
  readonly bytes: Uint8Array;
  readonly stateHash: string;
}

/** Fails with why it cannot. */
function prove(base: Uint8Array, records: readonly LogRecord[], beat: Beat): Result<Proof, string> {
  try {
    const loaded = loadAll(base, records, beat);
    const bytes = Y.encodeStateAsUpdate(loaded);
    const document = load(bytes);
    const isComplete = Buffer.compare(Y.encodeStateVector(loaded), Y.encodeStateVector(document)) === 0;
    const stateHash = hashOf(document);
    // Not by their bytes: a forged entry may be written as it was, and mean something else to whoever reads it anew.
    const isSame = isComplete && hashOf(loaded) === stateHash;
    return isSame
      ? ok({ document, bytes, stateHash })
      : failed('it is not the same after it was encoded and loaded again');
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/** Why a document cannot be loaded from these bytes, encoded, and loaded again; null when it can. */
export function flawOf(base: Uint8Array, records: readonly LogRecord[], beat: Beat = NO_BEAT): string | null {
  const proof = prove(base, records, beat);
  return proof.ok ? null : proof.error;
}

function load(update: Uint8Array, gc = true): Y.Doc {
  const document = new Y.Doc({ gc, guid: SHORT_LIVED });
  Y.applyUpdate(document, update);
  return document;
}

/**
 * All records in one transaction: one for each takes ten times as long. The last beats are for what is about all of them: the
 * transaction's end, then encoding, hashing, looking through it.
 */
function loadAll(base: Uint8Array, records: readonly LogRecord[], beat: Beat): Y.Doc {
  beat(base.length);
  const document = load(base);
  const allBytes = base.length + sizeOf(records);
  document.transact(() => {
    for (const { bytes, sequence } of records) {
      beat(bytes.length, sequence);
      Y.applyUpdate(document, bytes);
    }
    beat(allBytes);
  });
  beat(allBytes);
  return document;
}

function sizeOf(records: readonly LogRecord[]): number {
  return records.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

interface Sieved {
  readonly proof: Proof;
  readonly sound: readonly LogRecord[];
  readonly excised: readonly ExcisedRecord[];
}

/** Sets aside the records with which the document cannot be loaded, one after the other. Fails when it cannot be without any. */
function sieve(base: Uint8Array, tail: readonly LogRecord[], beat: Beat): Result<Sieved, string> {
  const excised: ExcisedRecord[] = [];
  let sound = tail;
  for (;;) {
    const proof = prove(base, sound, beat);
    if (proof.ok) return ok({ proof: proof.value, sound, excised });
    const baseFlaw = excised.length === 0 ? flawOf(base, [], beat) : null;
    if (baseFlaw !== null) return failed(`The snapshot cannot be loaded: ${baseFlaw}.`);
    const index = firstFailing(sound.length, (count) => flawOf(base, sound.slice(0, count), beat) !== null);
    const culprit = sound[index] as LogRecord;
    excised.push({ ...culprit, reason: flawOf(base, sound.slice(0, index + 1), beat) ?? proof.error });
    sound = sound.filter((record) => record !== culprit);
  }
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
