/**
 * One member's standing in a room: what it has sent that the disk does not have yet, the checkpoints that wait for
 * it, and from where on it has missed frames because it reads too slowly.
 */

import { DIFFERENCE_INTERVAL_MS, DIFFERENCES_AT_ONCE_MAX, PIECE_BYTES } from '../contract/limits.ts';
import { LEFT, type PresenceEntry } from '../contract/presence-entries.ts';
import { encodeCheckpoint } from '../contract/protocol.ts';
import { ANONYMOUS } from '../lib/authors.ts';
import type { TransportLimits } from '../lib/transport-limits.ts';
import { finishFrame } from '../lib/websocket-frame.ts';
import type { Sequence } from '../storage/document-log.ts';
import type { Member } from './member.ts';

interface PendingCheckpoint {
  readonly number: number;
  /** Echoed once this many records of the member are confirmed. */
  readonly afterRecords: number;
}

/** What a reader missed while it was behind. */
interface Backlog {
  readonly from: Sequence;
  /** The state vector it asked about last; one answer is enough for all it asked. */
  readonly askedVector: Uint8Array | null;
}

export class Participant {
  readonly member: Member;
  readonly #unconfirmedBytesMax: number;
  #sentRecords = 0;
  #confirmedRecords = 0;
  #unconfirmedBytes = 0;
  #isPaused = false;
  #hasDropped = false;
  #checkpoints: PendingCheckpoint[] = [];
  #backlog: Backlog | null = null;
  readonly #missedDepartures = new Map<number, PresenceEntry>();
  #lacksPresence = false;
  #isPouring = false;
  /** When it may have as many differences at once again as ever. */
  #differencesFullAt = 0;

  constructor(member: Member, limits: Pick<TransportLimits, 'UNCONFIRMED_BYTES_MAX'>) {
    this.member = member;
    this.#unconfirmedBytesMax = limits.UNCONFIRMED_BYTES_MAX;
  }

  /** Whether anything came from it yet. */
  get hasSent(): boolean {
    return this.#sentRecords > 0;
  }

  get unconfirmedBytes(): number {
    return this.#unconfirmedBytes;
  }

  /** Counts a record as handed to the log; stops reading from a member that is far ahead of the disk. */
  sent(bytes: number): void {
    this.#sentRecords += 1;
    this.#unconfirmedBytes += bytes;
    if (this.#unconfirmedBytes <= this.#unconfirmedBytesMax || this.#isPaused) return;
    this.#isPaused = true;
    this.member.pause();
  }

  confirmed(bytes: number): void {
    this.#confirmedRecords += 1;
    this.#unconfirmedBytes -= bytes;
    if (!this.#isPaused || this.#unconfirmedBytes > this.#unconfirmedBytesMax / 2) return;
    this.#isPaused = false;
    this.member.resume();
  }

  /** Something it sent was not taken. */
  get hasDropped(): boolean {
    return this.#hasDropped;
  }

  /** Something it sent was not taken: from now on no checkpoint of it may say that everything is on disk. */
  dropped(): void {
    this.#hasDropped = true;
    this.#checkpoints = [];
  }

  /** Takes nothing more of it, and tells it so with 4409, once everything that came before is `settled`. */
  async sendAway(foreign: readonly number[], settled: Promise<void> | null): Promise<void> {
    this.dropped();
    if (settled !== null) await settled;
    this.member.conflict(foreign);
  }

  /** Echoes `number` as soon as everything sent before it is confirmed: now, or later. */
  checkpoint(number: number): void {
    if (this.#hasDropped) return;
    this.#checkpoints.push({ number, afterRecords: this.#sentRecords });
    this.echoCheckpoints();
  }

  /** Echoes the newest checkpoint that is covered; it speaks for the older ones too. */
  echoCheckpoints(): void {
    if (this.#checkpoints.length === 0) return;
    const open = this.#checkpoints.findIndex(({ afterRecords }) => afterRecords > this.#confirmedRecords);
    const covered = this.#checkpoints.splice(0, open === -1 ? this.#checkpoints.length : open);
    const newest = covered.at(-1);
    if (newest === undefined) return;
    const echoed = this.member.deliver([finishFrame(encodeCheckpoint(newest.number))]);
    if (!echoed) this.#checkpoints.unshift(newest);
  }

  /** Delivers confirmed records, the first of which is `from`; a reader that is behind is noted and left alone. */
  deliverRecords(frames: readonly Buffer[], from: Sequence): void {
    if (this.#backlog !== null) return;
    if (!this.member.deliver(frames)) this.#backlog = { from, askedVector: null };
  }

  /**
   * Delivers presence, of which only the latest counts: a reader that is behind is told who is here when it catches up, and
   * who has left meanwhile, which nobody else would say.
   */
  deliverPresence(frame: Buffer, entries: readonly PresenceEntry[]): void {
    if (this.#backlog === null && this.member.deliver([frame])) return;
    this.#lacksPresence = true;
    for (const entry of entries) if (entry.state === LEFT) this.#missedDepartures.set(entry.client, entry);
  }

  /** Whether something of who is here could not be delivered. */
  get lacksPresence(): boolean {
    return this.#lacksPresence;
  }

  /** It is told now who is here. @returns whom it has not been told of that they left, once. */
  takeMissedDepartures(): PresenceEntry[] {
    this.#lacksPresence = false;
    const departures = [...this.#missedDepartures.values()];
    this.#missedDepartures.clear();
    return departures;
  }

  /** Whether a question of it would only be remembered now. */
  get isBehind(): boolean {
    return this.#isPouring || this.#backlog !== null;
  }

  /** Whether an answer may be made for it alone; counts it then. */
  takesDifference(now: number): boolean {
    const latest = now + DIFFERENCES_AT_ONCE_MAX * DIFFERENCE_INTERVAL_MS;
    // Where the clock was set back it is full again after as long as ever.
    const fullAt = Math.min(latest, Math.max(now, this.#differencesFullAt)) + DIFFERENCE_INTERVAL_MS;
    if (fullAt > latest) return false;
    this.#differencesFullAt = fullAt;
    return true;
  }

  /**
   * Delivers the answer to a SyncStep1, or remembers the question while the reader is behind. R9: one answer at a time
   * is on its way; whoever asks again meanwhile gets with it, and with what is fanned out, all there is.
   */
  deliverAnswer(stateVector: Uint8Array, answer: (stateVector: Uint8Array) => Buffer[], head: Sequence): void {
    if (this.#isPouring) return;
    const frames = this.#backlog === null ? answer(stateVector) : [];
    if (this.member.takesPieces && isLong(frames)) {
      this.#isPouring = true;
      this.member.pour(frames, () => {
        this.#isPouring = false;
      });
      return;
    }
    const isBehind = this.#backlog !== null || !this.member.deliver(frames);
    if (isBehind) this.#backlog = { from: this.#backlog?.from ?? head + 1, askedVector: stateVector };
  }

  /** @returns what was missed, once; null for a reader that is not behind. */
  takeBacklog(): Backlog | null {
    const backlog = this.#backlog;
    this.#backlog = null;
    return backlog;
  }
}

/** Nobody in particular is never the same as somebody else. */
export function isSamePerson(one: object, other: object): boolean {
  if (!(one instanceof Participant && other instanceof Participant)) return false;
  return one.member.user === other.member.user && one.member.user !== ANONYMOUS;
}

function isLong(frames: readonly Buffer[]): boolean {
  return frames.reduce((sum, { length }) => sum + length, 0) > 2 * PIECE_BYTES;
}
