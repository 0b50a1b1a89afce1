/**
 * One document while somebody has it open: the order of its updates, fan-out, presence, checkpoints, compaction.
 *
 * What always holds:
 * - An update reaches the others, and a checkpoint is echoed, only after the log has confirmed it: written and synced.
 *   So nobody ever holds what the server could lose, and replicas cannot part ways at a crash.
 * - Everybody gets confirmed updates in the order of the log.
 * - Receiving and queueing are one synchronous step: the order of frames is the order of the document.
 * - A failed write changes nothing here; those who sent it are closed and hand it over again when they return. Until
 *   writes work again the room can be read, and whoever writes is sent away.
 */

import { CLOSE, type CloseReason } from '../contract/close-codes.ts';
import { SEED_CLIENT_ID, seedUpdate } from '../contract/document/seed.ts';
import { PRESENCE_TICK_MS } from '../contract/limits.ts';
import { LEFT, type PresenceEntry } from '../contract/presence-entries.ts';
import { encodeStateHash, encodeSyncStep1 } from '../contract/protocol.ts';
import { may } from '../contract/roles.ts';
import { SERVER } from '../lib/authors.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Metrics } from '../lib/metrics.ts';
import { checkUpdate } from '../lib/strict-update.ts';
import type { TransportLimits } from '../lib/transport-limits.ts';
import type { CheckedUpdate, StateVector } from '../lib/update-ranges.ts';
import { finishFrame } from '../lib/websocket-frame.ts';
import type { Compactor } from '../storage/compactor.ts';
import { changeOf, type DocumentChange } from '../storage/document-change.ts';
import {
  asLogFailure,
  type ConfirmedRecord,
  type DocumentLog,
  type LogError,
  type LogResult,
  type OpenedDocument,
  type Sequence,
} from '../storage/document-log.ts';
import { Answers } from './answers.ts';
import { Compaction } from './compaction.ts';
import type { CompactionTurns } from './compaction-turns.ts';
import { Contents } from './contents.ts';
import type { DifferenceTurns } from './difference-turns.ts';
import { type Delivery, FanOut, framesFor, joinDeliveries } from './fan-out.ts';
import { authorOfRecord, foreignIds, isForeign } from './foreign-ids.ts';
import type { Member } from './member.ts';
import { Missing } from './missing.ts';
import { MoveRescue } from './move-rescue.ts';
import { takeIn } from './news.ts';
import { isSamePerson, Participant } from './participant.ts';
import { Presence, presenceFrame } from './presence.ts';

export interface RoomParts {
  readonly metrics: Pick<Metrics, 'durable' | 'delivered' | 'limited'>;
  readonly log: DocumentLog;
  readonly compactor: Compactor;
  /** Both shared by all rooms. */
  readonly turns: CompactionTurns;
  readonly differences: DifferenceTurns;
  readonly clock: Clock;
  readonly limits: TransportLimits;
  readonly logger: Logger;
  /** Told after the very first change, of which nothing was read, and after each compaction. */
  readonly onChange?: (change: DocumentChange) => void;
}

/** Travels through the log with a record, so that its confirmation finds its author. */
interface Origin {
  readonly participant: Participant | null;
  readonly update: CheckedUpdate;
  /** Whether it is the first that its author sent since they came. */
  readonly isArrival: boolean;
  readonly receivedAt: number;
}

export class Room {
  readonly id: string;
  readonly #parts: RoomParts;
  readonly #contents: Contents;
  readonly #answers: Answers;
  readonly #compaction: Compaction;
  readonly #rescue: MoveRescue;
  readonly #presence = new Presence(isSamePerson);
  readonly #participants = new Set<Participant>();
  readonly #missing: Missing;
  readonly #fanOut: FanOut;
  readonly #unfollow: () => void;
  /** Why this document takes no writes; null when it does. */
  readonly #damage: string | null;
  #head: Sequence;
  /** What the document holds once everything queued is confirmed: an update beyond it lacks something. */
  #queuedVector: StateVector;
  /** Writes under way, and when each was received. */
  readonly #appends = new Map<Promise<unknown>, number>();
  #isBroken = false;
  #presenceTick: Timer | null = null;

  /** @throws Error when the document's bytes cannot be read. */
  static async load(id: string, opened: OpenedDocument, parts: RoomParts): Promise<Room> {
    return new Room(id, opened, await Contents.load(opened), parts);
  }

  private constructor(id: string, opened: OpenedDocument, contents: Contents, parts: RoomParts) {
    this.id = id;
    this.#parts = parts;
    this.#damage = opened.damage;
    this.#head = opened.head;
    this.#contents = contents;
    this.#queuedVector = this.#contents.stateVector();
    this.#answers = new Answers(contents, () => this.#head, parts);
    this.#compaction = new Compaction(id, this.#contents, {
      ...parts,
      onExcised: (record) => this.#onExcised(record),
      onStrays: () => this.#rescue.look(),
    });
    this.#rescue = new MoveRescue(id, this.#contents, { ...parts, write: (update) => this.write(update) });
    this.#missing = new Missing(parts, {
      giveUp: (participant, limit) => {
        parts.metrics.limited(limit);
        // In a restored document nobody may have it any more, and it is no fault of whoever has what builds on it.
        if (limit !== 'PENDING_BYTES_MAX' && this.#contents.owners.wereForgotten) this.ask(participant);
        else this.#sendAway(participant, []);
      },
    });
    this.#fanOut = new FanOut(parts.clock, (batch) => this.#guard(() => this.#send(batch)));
    this.#unfollow = parts.log.follow(id, opened.head, (records) => this.#guard(() => this.#onConfirmed(records)));
    if (this.#damage !== null) return;
    this.#compaction.consider();
    this.#rescue.look();
  }

  /** Bytes that the disk has not confirmed. */
  get unconfirmedBytes(): number {
    return [...this.#participants].reduce((bytes, { unconfirmedBytes }) => bytes + unconfirmedBytes, 0);
  }

  get pendingBytes(): number {
    return this.#missing.bytes;
  }

  /** When the oldest write under way was received; Infinity when there is none. */
  get oldestUnconfirmedAt(): number {
    const [oldest = Number.POSITIVE_INFINITY] = this.#appends.values();
    return oldest;
  }

  /** Nobody is here, everything that was sent is on disk, and nothing is still to be compacted. */
  get isIdle(): boolean {
    return this.#participants.size === 0 && this.#appends.size === 0 && !this.#compaction.isDue;
  }

  /** A mistake of this program left it half-way: everybody was sent away, and the next one in loads it anew. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  get isUnwritten(): boolean {
    return this.#head === 0 && this.#appends.size === 0;
  }

  join(member: Member): Participant {
    const participant = new Participant(member, this.#parts.limits);
    this.#participants.add(participant);
    if (may(member.role, 'write')) this.ask(participant);
    this.sendPresence(participant);
    return participant;
  }

  /** Asks for what it has that is not here, by what is: it may write. */
  readonly ask = ({ member }: Participant): unknown =>
    member.deliver([finishFrame(encodeSyncStep1(this.#contents.encodedStateVector()))]);

  leave(participant: Participant): void {
    if (!this.#participants.delete(participant)) return;
    this.#missing.leave(participant);
    this.#answers.leave(participant);
    if (this.#presence.leave(participant)) this.#schedulePresence();
    if (this.#participants.size === 0 && this.#damage === null) this.#compaction.soon();
  }

  /**
   * Queues an update for the log; fan-out follows when the log has confirmed it. Whoever comes back hands over all the
   * deletions it knows of each time, so what brings nothing is no record. While nothing can be written only such is taken.
   */
  accept(participant: Participant, update: CheckedUpdate, isAnswer = false): void {
    if (participant.hasDropped || this.#contents.holds(update)) return;
    if (this.#damage !== null || this.#parts.log.failure() !== null) {
      participant.member.close(CLOSE.storageFailing);
      return;
    }
    if (participant.member.isEditor || update.ranges.some(({ client }) => client === SEED_CLIENT_ID)) this.#seed();
    const known = { contents: this.#contents, presence: this.#presence, queuedVector: this.#queuedVector };
    const offer = { update, participant, isAnswer };
    const foreign = foreignIds(offer, known);
    if (foreign.length > 0) {
      this.#sendAway(participant, foreign);
      return;
    }
    const author = authorOfRecord(offer, known);
    this.#contents.owners.expect(update.ranges, author);
    if (!this.#advance(update)) {
      if (!this.#missing.hasOf(participant)) this.ask(participant);
      this.#missing.add(participant, update, this.#queuedVector);
    }
    const isArrival = !participant.hasSent;
    participant.sent(update.bytes.length);
    void this.#append(author, { participant, update, isArrival, receivedAt: this.#parts.clock.now() });
  }

  /** Writes what came in no frame: the server's, or a request's. @returns the log's error, or null once it is confirmed. */
  async write(bytes: Uint8Array, user: string = SERVER): Promise<LogError | null> {
    const written = await this.#record(bytes, user);
    return written.ok ? null : written.error;
  }

  /** Writes what somebody made elsewhere than in a connection, under a client id of its own. @returns its sequence. */
  writeAs(user: string, bytes: Uint8Array): Promise<LogResult<Sequence>> {
    this.#seed();
    return this.#record(bytes, user);
  }

  #record(bytes: Uint8Array, user: string): Promise<LogResult<Sequence>> {
    const update = checkUpdate(bytes);
    this.#contents.owners.claim(update.ranges, user);
    this.#advance(update);
    return this.#append(user, { participant: null, update, isArrival: false, receivedAt: this.#parts.clock.now() });
  }

  /** Whether this is the newest record, and none is on its way. */
  readonly isAt = (sequence: Sequence): boolean => this.#head === sequence && this.#appends.size === 0;

  /** What it is made of, where that is no longer. */
  readonly updatesWithin = (bytesMax: number): readonly Uint8Array[] | null => this.#contents.updatesWithin(bytesMax);

  /** 4409, once it can see what it sent before: what is on its way to the disk would be there twice when it begins anew. */
  #sendAway(participant: Participant, foreign: readonly number[]): void {
    void participant.sendAway(foreign, this.#appends.size > 0 ? this.settled() : null);
  }

  /** @returns whether everything is here that the update builds on with what it brings. */
  #advance(update: CheckedUpdate): boolean {
    const isComplete = takeIn(this.#queuedVector, update, (range) => this.#contents.isHere(range));
    this.#missing.settle(this.#queuedVector, update.ranges);
    return isComplete;
  }

  /** Gives a document of ours its first block: one that was made offline arrives without. */
  #seed(): void {
    if (!this.#queuedVector.has(SEED_CLIENT_ID)) void this.write(seedUpdate());
  }

  answerSync(participant: Participant, stateVector: Uint8Array): void {
    this.#answers.give(participant, stateVector);
  }

  present(participant: Participant, entries: readonly PresenceEntry[]): void {
    const foreign = entries.filter(({ client }) => isForeign(client, participant, this.#contents.owners));
    // Our page speaks for itself alone: the server has come to know whoever sits there under another name.
    const [own] = participant.member.takesPieces ? foreign : [];
    if (own !== undefined && own.state !== LEFT) this.#sendAway(participant, [own.client]);
    const rest = entries.filter((entry) => !foreign.includes(entry));
    if (this.#presence.announce(participant, rest)) this.#schedulePresence();
  }

  /** R23: tells what the document says, when that is known of everything that was delivered. */
  answerStateHash(participant: Participant): void {
    const { stateHash } = this.#contents;
    if (stateHash === '' || this.#appends.size > 0) return;
    this.#fanOut.flush();
    participant.member.deliver([finishFrame(encodeStateHash(Buffer.from(stateHash, 'hex')))]);
  }

  readonly presence = (): readonly PresenceEntry[] => this.#presence.entries();

  sendPresence(participant: Participant): void {
    const entries = [...participant.takeMissedDepartures(), ...this.#presence.entries()];
    if (entries.length > 0) participant.deliverPresence(presenceFrame(entries), entries);
  }

  /** Brings a reader that has drained up to date. */
  catchUp(participant: Participant): void {
    this.#answers.catchUp(participant);
    if (participant.lacksPresence) this.sendPresence(participant);
  }

  /** Sends away whoever waits for a confirmation that will not come soon; the others read on. */
  dismissWaiting(reason: CloseReason): void {
    for (const { member, unconfirmedBytes } of this.#participants) if (unconfirmedBytes > 0) member.close(reason);
  }

  /** Closes every connection; the room itself goes with `close`. */
  dismiss(reason: CloseReason): void {
    this.#fanOut.flush();
    for (const { member } of this.#participants) member.close(reason);
  }

  /** Finishes compaction under way and stops following. Idempotent. */
  async close(): Promise<void> {
    this.#presenceTick?.cancel();
    this.#missing.close();
    this.#fanOut.flush();
    await Promise.all([this.#compaction.close(), this.#rescue.close()]);
    this.#unfollow();
  }

  /** Resolves when everything received so far is confirmed or refused. */
  async settled(): Promise<void> {
    await Promise.all(this.#appends.keys());
  }

  async #append(user: string, origin: Origin): Promise<LogResult<Sequence>> {
    const appended = this.#parts.log
      .append(this.id, [{ user, bytes: origin.update.bytes, origin }])
      .catch(asLogFailure);
    this.#appends.set(appended, origin.receivedAt);
    const result = await appended;
    this.#appends.delete(appended);
    if (!result.ok) this.#onRefused(origin, result.error);
    return result;
  }

  /** Something that was counted will not come, or is gone. */
  #setBackQueued(): void {
    this.#queuedVector = this.#contents.stateVector();
    this.#missing.settleAll(this.#queuedVector);
  }

  #onRefused({ participant }: Origin, error: LogError): void {
    this.#setBackQueued();
    this.#parts.logger.warn({ document: this.id, code: error.code }, 'an update was not confirmed');
    if (error.code === 'overloaded') this.#parts.metrics.limited('APPEND_QUEUE_BYTES_MAX');
    participant?.member.close(error.code === 'overloaded' ? CLOSE.slowDown : CLOSE.storageFailing);
  }

  #onConfirmed(records: readonly ConfirmedRecord[]): void {
    for (const record of records) this.#take(record);
    this.#measure(records);
    if (records[0]?.sequence === 1) this.#parts.onChange?.(changeOf(this.id, null, records, true));
    this.#compaction.consider();
  }

  #take(record: ConfirmedRecord): void {
    const origin = record.origin as Origin | undefined;
    const { participant = null, update = checkUpdate(record.bytes) } = origin ?? {};
    this.#head = record.sequence;
    const frame = this.#contents.append(record, update);
    // Also what was counted at the door: the refusal of another write set the vector back, or another room queued it.
    this.#contents.raise(this.#queuedVector, update.ranges);
    this.#missing.settle(this.#queuedVector, update.ranges);
    this.#rescue.noticed(record.bytes, origin?.isArrival ?? false);
    this.#fanOut.add({ frame, author: participant, sequence: record.sequence }, this.#participants.size);
    participant?.confirmed(update.bytes.length);
    participant?.echoCheckpoints();
  }

  /** Once a commit, for the record that waited longest: once a keystroke is a fiftieth of the whole work. */
  #measure(records: readonly ConfirmedRecord[]): void {
    const oldest = records.find(({ origin }) => origin !== undefined)?.origin as Origin | undefined;
    if (oldest !== undefined) this.#parts.metrics.durable(this.#parts.clock.now() - oldest.receivedAt);
  }

  /** Everything at once to everybody: what a person wrote is left out for that person only. */
  #send(batch: readonly Delivery[]): void {
    const first = batch[0];
    if (first === undefined) return;
    const joined = joinDeliveries(batch);
    this.#parts.metrics.delivered(batch.length * this.#participants.size);
    for (const participant of this.#participants) {
      const frames = framesFor(participant, joined);
      if (frames.length > 0) participant.deliverRecords(frames, first.sequence);
    }
  }

  /** Whoever sent it holds a document that cannot be loaded: it is told, and may come back without that record. */
  #onExcised(record: ConfirmedRecord): void {
    this.#setBackQueued();
    (record.origin as Origin | undefined)?.participant?.member.close(CLOSE.malformed);
  }

  /** R2: a mistake in here ends this room, for everybody in it to come back to a fresh one; no other is touched. */
  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#isBroken = true;
      this.#parts.logger.error({ document: this.id, error }, 'a mistake of the server ended a room');
      this.dismiss(CLOSE.ourFault);
    }
  }

  #schedulePresence(): void {
    this.#presenceTick ??= this.#parts.clock.after(PRESENCE_TICK_MS, () => {
      this.#presenceTick = null;
      const changes = this.#presence.takeChanges();
      const frame = presenceFrame(changes);
      for (const participant of this.#participants) participant.deliverPresence(frame, changes);
    });
  }
}
