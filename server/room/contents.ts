/**
 * What a room holds of its document: snapshot and tail as bytes, and the state vector they add up to. Answers what a
 * reader lacks with finished frames. No Y.Doc is ever built here: that costs 26 to 85 us a keystroke and ten times
 * the memory.
 *
 * What always holds: everything inside is confirmed by the log.
 */

import * as Y from 'yjs';
import { EMPTY_UPDATE, encodeSyncStep2, encodeUpdate } from '../contract/protocol.ts';
import { rangesOfUpdate } from '../lib/strict-update.ts';
import { advance, type CheckedUpdate, type StateVector } from '../lib/update-ranges.ts';
import { finishFrame } from '../lib/websocket-frame.ts';
import type { ConfirmedRecord, LogRecord, Sequence, Snapshot } from '../storage/document-log.ts';

/** Vectors whose answers are kept; a reconnecting crowd shares a few. */
const VECTORS_MAX = 64;

/** `mergeUpdates` is quadratic in its inputs; merging as a tree of this fan-in is not. */
const MERGE_FAN_IN = 32;

const END_OF_SYNC = finishFrame(encodeSyncStep2(EMPTY_UPDATE));

export class Contents {
  #snapshot: Snapshot | null;
  #snapshotFrame: Buffer | null = null;
  #tail: ConfirmedRecord[];
  #tailFrames: Buffer[];
  #tailBytes = 0;
  #stateVector: StateVector;
  /** Differences between the snapshot and vectors that were asked about; void with the next snapshot. */
  readonly #missingByVector = new Map<string, Buffer>();

  /** @throws Error when a part cannot be read; the log verified the bytes, so that is damage from before it was stored. */
  constructor(snapshot: Snapshot | null, tail: readonly LogRecord[]) {
    this.#snapshot = snapshot;
    this.#tail = [...tail];
    this.#tailFrames = tail.map((record) => finishFrame(encodeUpdate(record.bytes)));
    this.#tailBytes = sizeOf(tail);
    this.#stateVector = new Map();
    for (const { bytes } of [...(snapshot === null ? [] : [snapshot]), ...tail]) {
      advance(this.#stateVector, rangesOfUpdate(bytes));
    }
  }

  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  get tail(): readonly ConfirmedRecord[] {
    return this.#tail;
  }

  get tailBytes(): number {
    return this.#tailBytes;
  }

  /** A copy, for whoever goes on counting. */
  stateVector(): StateVector {
    return new Map(this.#stateVector);
  }

  encodedStateVector(): Uint8Array {
    return Y.encodeStateVector(this.#stateVector);
  }

  /** @returns the record's finished Update frame, for fan-out. */
  append(record: ConfirmedRecord, update: CheckedUpdate): Buffer {
    const frame = finishFrame(encodeUpdate(record.bytes));
    this.#tail.push(record);
    this.#tailFrames.push(frame);
    this.#tailBytes += record.bytes.length;
    advance(this.#stateVector, update.ranges);
    return frame;
  }

  /** Puts a compaction's snapshot in place of the records it covers. */
  replace(snapshot: Snapshot, stateVector: StateVector): void {
    const kept = this.#tail.findIndex((record) => record.sequence > snapshot.through);
    const from = kept === -1 ? this.#tail.length : kept;
    this.#snapshot = snapshot;
    this.#snapshotFrame = null;
    this.#tail = this.#tail.slice(from);
    this.#tailFrames = this.#tailFrames.slice(from);
    this.#tailBytes = sizeOf(this.#tail);
    this.#stateVector = stateVector;
    for (const { bytes } of this.#tail) advance(this.#stateVector, rangesOfUpdate(bytes));
    this.#missingByVector.clear();
  }

  /**
   * Everything a reader with this state vector lacks, ending in the SyncStep2 that says "that was all". Of the tail it
   * may have a part already: sending it again is cheaper than merging it for everybody who comes back.
   */
  answer(stateVector: Uint8Array): Buffer[] {
    const isEmpty = stateVector.length === 1 && stateVector[0] === 0;
    return [...(isEmpty ? this.#snapshotFrames() : this.#missing(stateVector)), ...this.#tailFrames, END_OF_SYNC];
  }

  /** Frames for a reader that got everything before `from` and nothing since. */
  since(from: Sequence): Buffer[] {
    if ((this.#snapshot?.through ?? 0) >= from) return [...this.#snapshotFrames(), ...this.#tailFrames];
    const missed = this.#tail.filter((record) => record.sequence >= from).map((record) => record.bytes);
    return missed.length === 0 ? [] : [finishFrame(encodeUpdate(mergeAsTree(missed)))];
  }

  #snapshotFrames(): Buffer[] {
    if (this.#snapshot === null) return [];
    this.#snapshotFrame ??= finishFrame(encodeUpdate(this.#snapshot.bytes));
    return [this.#snapshotFrame];
  }

  /** What the snapshot holds beyond a vector; many who come back at once share one. */
  #missing(stateVector: Uint8Array): Buffer[] {
    if (this.#snapshot === null) return [];
    const key = Buffer.from(stateVector).toString('latin1');
    const known = this.#missingByVector.get(key);
    if (known !== undefined) return [known];
    const missing = finishFrame(encodeUpdate(Y.diffUpdate(this.#snapshot.bytes, stateVector)));
    if (this.#missingByVector.size >= VECTORS_MAX) this.#missingByVector.clear();
    this.#missingByVector.set(key, missing);
    return [missing];
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

function sizeOf(records: readonly LogRecord[]): number {
  return records.reduce((bytes, record) => bytes + record.bytes.length, 0);
}
