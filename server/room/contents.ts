/**
 * What a room holds of its document: snapshot and tail as bytes, and the state vector they add up to. Answers what a
 * reader lacks with finished frames. No Y.Doc is ever built here: that costs 26 to 85 us a keystroke and ten times
 * the memory.
 *
 * What always holds: everything inside is confirmed by the log.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import * as Y from 'yjs';
import { PIECE_BYTES } from '../contract/limits.ts';
import { cutIntoPieces, EMPTY_UPDATE, encodeSyncStep2, encodeUpdate, encodeUpdateHead } from '../contract/protocol.ts';
import { ClientOwners } from '../lib/client-owners.ts';
import { RangeSet } from '../lib/range-set.ts';
import { rangesOfUpdate, structRangesOfUpdate } from '../lib/strict-update.ts';
import { advance, type CheckedUpdate, type ClockRange, raise, type StateVector } from '../lib/update-ranges.ts';
import { finishFrame, finishFrameOf } from '../lib/websocket-frame.ts';
import type { ConfirmedRecord, LogRecord, Note, Sequence, Snapshot } from '../storage/document-log.ts';

/** Vectors whose answers are kept, and how many bytes of them; a reconnecting crowd shares a few. */
const VECTORS_MAX = 64;
const VECTOR_BYTES_MAX = 1024 * 1024;

/** The vector of somebody who has nothing. */
export const EVERYTHING: Uint8Array = Uint8Array.of(0);

/** An update up to this size is copied into its frame: two buffers would take more than one. */
const COPIED_BYTES_MAX = 4 * 1024;

/** Records taken in at once while loading: some milliseconds of work. */
const LOADED_AT_ONCE = 1_000;

/** Deletions that are compared one by one: a long document has some ten thousand stretches of them. */
const COMPARED_DELETIONS_MAX = 50_000;

/** `mergeUpdates` is quadratic in its inputs; merging as a tree of this fan-in is not. */
const MERGE_FAN_IN = 32;

const END_OF_SYNC = finishFrame(encodeSyncStep2(EMPTY_UPDATE));

/** Finished frames of some neighbouring records. */
interface Stretch {
  /** The last of the records. */
  readonly through: Sequence;
  readonly frames: Buffer;
}

/** What a compaction leaves. */
interface Kept {
  readonly snapshot: Snapshot | null;
  readonly note: Note | null;
}

export class Contents {
  /** Who may write under which client id. What waits for the log may be counted already. */
  readonly owners: ClientOwners;
  #snapshot: Snapshot | null;
  #note: Note | null;
  /** The snapshot, ready to be sent. */
  #snapshotFrames: SyncFrames | null = null;
  #tail: ConfirmedRecord[] = [];
  #stretches: Stretch[] = [];
  #tailBytes = 0;
  #stateVector: StateVector = new Map();
  /** What is here and cannot be shown because something before it is not. */
  #ahead = new RangeSet();
  /** What is deleted; null until somebody asks. */
  #deleted: RangeSet | null = null;
  /** Differences between the snapshot and vectors that were asked about; void with the next snapshot. */
  readonly #missingByVector = new Map<string, SyncFrames>();

  private constructor({ snapshot, note }: Kept) {
    this.#snapshot = snapshot;
    this.#note = note;
    this.owners = ClientOwners.decode(note?.owners ?? new Uint8Array());
    if (snapshot === null) return;
    const isKnown = note !== null && note.through === snapshot.through && note.snapshotVector.length > 0;
    if (isKnown) this.#stateVector = Y.decodeStateVector(note.snapshotVector);
    else this.#advance(structRangesOfUpdate(snapshot.bytes));
  }

  /**
   * Takes in a tail of any length without keeping others waiting.
   *
   * @throws Error when a part cannot be read; the log verified the bytes, so that is damage from before it was stored.
   */
  static async load({ snapshot, note, tail }: Kept & { readonly tail: readonly LogRecord[] }): Promise<Contents> {
    const contents = new Contents({ snapshot, note });
    for (let from = 0; from < tail.length; from += LOADED_AT_ONCE) {
      if (from > 0) await nextTurn();
      contents.#take(tail.slice(from, from + LOADED_AT_ONCE));
    }
    return contents;
  }

  #take(records: readonly ConfirmedRecord[]): void {
    const frames = records.map(({ bytes }) => finishFrame(encodeUpdate(bytes)));
    this.#stretches.push({ through: records.at(-1)?.sequence ?? 0, frames: Buffer.concat(frames) });
    this.#tailBytes += sizeOf(records);
    for (const record of records) {
      this.#tail.push(record);
      this.#count(record, structRangesOfUpdate(record.bytes));
    }
  }

  #count({ sequence, user }: ConfirmedRecord, ranges: readonly ClockRange[]): void {
    this.#advance(ranges);
    if (sequence > (this.#note?.through ?? 0)) this.owners.claim(ranges, user);
  }

  #advance(ranges: readonly ClockRange[]): void {
    if (!advance(this.#stateVector, ranges)) this.#ahead.add(ranges);
    if (this.#ahead.isEmpty) return;
    for (const { client } of ranges) {
      const known = this.#stateVector.get(client) ?? 0;
      const end = this.#ahead.endOf(client, known);
      if (end > known) this.#stateVector.set(client, end);
    }
  }

  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  get note(): Note | null {
    return this.#note;
  }

  get tail(): readonly ConfirmedRecord[] {
    return this.#tail;
  }

  get tailBytes(): number {
    return this.#tailBytes;
  }

  /** Whether something holds of one of the updates that the document is made of. */
  some(holds: (update: Uint8Array) => boolean): boolean {
    return (this.#snapshot !== null && holds(this.#snapshot.bytes)) || this.#tail.some(({ bytes }) => holds(bytes));
  }

  /** All of them, or null where they are more bytes than that. */
  updatesWithin(bytesMax: number): readonly Uint8Array[] | null {
    if ((this.#snapshot?.bytes.length ?? 0) + this.#tailBytes > bytesMax) return null;
    return [...(this.#snapshot === null ? [] : [this.#snapshot.bytes]), ...this.#tail.map(({ bytes }) => bytes)];
  }

  /** A copy, for whoever goes on counting. */
  stateVector(): StateVector {
    return new Map(this.#stateVector);
  }

  /** Raises `vector` to what is here of the clients of these stretches. */
  raise(vector: StateVector, ranges: readonly ClockRange[]): void {
    for (const { client } of ranges) {
      const here = this.#stateVector.get(client) ?? 0;
      if (here > (vector.get(client) ?? 0)) vector.set(client, here);
    }
  }

  encodedStateVector(): Uint8Array {
    return Y.encodeStateVector(this.#stateVector);
  }

  /** Whether this stretch is here, also where it cannot be shown. */
  isHere(range: ClockRange): boolean {
    return (this.#stateVector.get(range.client) ?? 0) >= range.to || this.isAhead(range);
  }

  /** Whether this stretch is here, although what comes before it may not be. */
  isAhead({ client, from, to }: ClockRange): boolean {
    return this.#ahead.covers({ client, from: Math.max(from, this.#stateVector.get(client) ?? 0), to });
  }

  /** What the document says, when that is known of its very end. */
  get stateHash(): string {
    const isCurrent = this.#note !== null && this.#tail.length === 0 && this.#note.through === this.#snapshot?.through;
    return isCurrent ? (this.#note?.stateHash ?? '') : '';
  }

  /**
   * Whether all that an update brings and deletes is here already. No, too, where finding out would keep others waiting:
   * having a record twice is harmless.
   */
  holds({ ranges, deletions }: CheckedUpdate): boolean {
    return ranges.every((range) => this.isHere(range)) && this.hasDeleted(deletions);
  }

  /** Whether all of these were deleted, also what has not come yet. No, too, where finding out would keep others waiting. */
  hasDeleted(deletions: readonly ClockRange[]): boolean {
    if (deletions.length === 0) return true;
    if (deletions.length > COMPARED_DELETIONS_MAX || this.#tail.length > LOADED_AT_ONCE) return false;
    this.#deleted ??= deletedBy([...(this.#snapshot === null ? [] : [this.#snapshot]), ...this.#tail]);
    const deleted = this.#deleted;
    return deletions.every((range) => deleted.covers(range));
  }

  /** @returns the record's finished Update frame, for fan-out. */
  append(record: ConfirmedRecord, update: CheckedUpdate): Buffer {
    const frame = finishFrame(encodeUpdate(record.bytes));
    this.#tail.push(record);
    this.#stretches.push({ through: record.sequence, frames: frame });
    this.#tailBytes += record.bytes.length;
    this.#count(record, update.ranges);
    this.#deleted?.add(update.deletions);
    return frame;
  }

  /**
   * Puts a compaction's snapshot in place of the records it covers.
   *
   * @param isWhole whether all of them are in it, none was set aside: what was counted before still holds then.
   */
  replace(
    { snapshot, note }: Kept & { readonly snapshot: Snapshot },
    stateVector: StateVector,
    isWhole: boolean,
  ): void {
    const kept = this.#tail.findIndex((record) => record.sequence > snapshot.through);
    const tail = kept === -1 ? [] : this.#tail.slice(kept);
    this.#snapshot = snapshot;
    this.#note = note;
    this.#snapshotFrames = null;
    this.#missingByVector.clear();
    if (isWhole) {
      this.#tail = tail;
      this.#tailBytes = sizeOf(tail);
      // One that is covered in part stays: having a record twice is harmless.
      this.#stretches = this.#stretches.filter(({ through }) => through > snapshot.through);
      raise(stateVector, this.#stateVector);
      this.#stateVector = stateVector;
    } else this.#startOver(stateVector, tail);
  }

  #startOver(stateVector: StateVector, tail: readonly ConfirmedRecord[]): void {
    this.#stateVector = stateVector;
    this.#ahead = new RangeSet();
    this.#deleted = null;
    this.#tail = [];
    this.#tailBytes = 0;
    this.#stretches = [];
    if (tail.length > 0) this.#take(tail);
  }

  /** Whether the answer is there: else it is cut out of the snapshot, which may take a tenth of a second. */
  isReady(stateVector: Uint8Array): boolean {
    return this.#snapshot === null || isEverything(stateVector) || this.#missingByVector.has(keyOf(stateVector));
  }

  /**
   * Everything a reader with this state vector lacks, ending in the SyncStep2 that says "that was all". Of the tail it
   * may have a part already: sending it again is cheaper than merging it for everybody who comes back.
   */
  answer(stateVector: Uint8Array, takesPieces: boolean): Buffer[] {
    const start = isEverything(stateVector) ? this.#wholeSnapshot() : this.#missing(stateVector);
    return [...(start === null ? [] : start.for(takesPieces)), ...this.#tailFrames(takesPieces), END_OF_SYNC];
  }

  /** Frames for a reader that got everything before `from` and nothing since. */
  since(from: Sequence, takesPieces: boolean): Buffer[] {
    if ((this.#snapshot?.through ?? 0) >= from)
      return [...(this.#wholeSnapshot()?.for(takesPieces) ?? []), ...this.#tailFrames(takesPieces)];
    const missed = this.#tail.filter((record) => record.sequence >= from).map((record) => record.bytes);
    return missed.length === 0 ? [] : [finishFrame(encodeUpdate(mergeAsTree(missed)))];
  }

  #tailFrames(takesPieces: boolean): Buffer[] {
    const isCut = takesPieces && this.#tail.some(({ bytes }) => bytes.length > PIECE_BYTES);
    if (isCut) return this.#tail.flatMap(({ bytes }) => new SyncFrames(bytes).for(takesPieces));
    return this.#stretches.map(({ frames }) => frames);
  }

  #wholeSnapshot(): SyncFrames | null {
    if (this.#snapshot === null) return null;
    this.#snapshotFrames ??= new SyncFrames(this.#snapshot.bytes);
    return this.#snapshotFrames;
  }

  /** What the snapshot holds beyond a vector; many who come back at once share one. */
  #missing(stateVector: Uint8Array): SyncFrames | null {
    if (this.#snapshot === null) return null;
    const key = keyOf(stateVector);
    const known = this.#missingByVector.get(key);
    if (known !== undefined) return known;
    const missing = new SyncFrames(Y.diffUpdate(this.#snapshot.bytes, stateVector));
    const keptBytes = [...this.#missingByVector.values()].reduce((sum, { bytes }) => sum + bytes, missing.bytes);
    if (this.#missingByVector.size >= VECTORS_MAX || keptBytes > VECTOR_BYTES_MAX) this.#missingByVector.clear();
    this.#missingByVector.set(key, missing);
    return missing;
  }
}

function isEverything(stateVector: Uint8Array): boolean {
  return stateVector.length === 1 && stateVector[0] === 0;
}

function keyOf(stateVector: Uint8Array): string {
  return Buffer.from(stateVector).toString('latin1');
}

/**
 * An update as the finished frames it is sent in: as one, or in pieces where it is long. Each is made once; of a long update
 * they are views, so that a document is in memory once, however many read it.
 */
class SyncFrames {
  readonly #update: Uint8Array;
  #whole: readonly Buffer[] | null = null;
  #pieces: readonly Buffer[] | null = null;

  constructor(update: Uint8Array) {
    this.#update = update;
  }

  get bytes(): number {
    return this.#update.length;
  }

  for(takesPieces: boolean): readonly Buffer[] {
    if (takesPieces && this.#update.length > PIECE_BYTES) {
      this.#pieces ??= cutIntoPieces(this.#update).flatMap(({ head, part }) => finishFrameOf(head, part));
      return this.#pieces;
    }
    this.#whole ??=
      this.#update.length > COPIED_BYTES_MAX
        ? finishFrameOf(encodeUpdateHead(this.#update.length), this.#update)
        : [finishFrame(encodeUpdate(this.#update))];
    return this.#whole;
  }
}

function mergeAsTree(updates: readonly Uint8Array[]): Uint8Array {
  if (updates.length <= 1) return updates[0] ?? EMPTY_UPDATE;
  const merged: Uint8Array[] = [];
  for (let at = 0; at < updates.length; at += MERGE_FAN_IN) {
    merged.push(Y.mergeUpdates(updates.slice(at, at + MERGE_FAN_IN)));
  }
  return mergeAsTree(merged);
}

function deletedBy(updates: readonly { readonly bytes: Uint8Array }[]): RangeSet {
  const deleted = new RangeSet();
  deleted.add(updates.flatMap(({ bytes }) => rangesOfUpdate(bytes).deletions));
  return deleted;
}

function sizeOf(records: readonly LogRecord[]): number {
  return records.reduce((bytes, record) => bytes + record.bytes.length, 0);
}
