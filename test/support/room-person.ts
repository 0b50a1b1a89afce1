/**
 * A person in a room without a network: a document, a connection that can stall, and verbs. Reads the server's
 * finished frames as a browser would.
 */

import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { CLOSE, type CloseReason } from '../../server/contract/close-codes.ts';
import { decodeEntries, type PresenceEntry } from '../../server/contract/presence-entries.ts';
import { CHANNEL } from '../../server/contract/protocol.ts';
import { checkUpdate } from '../../server/lib/strict-update.ts';
import type { Member } from '../../server/room/member.ts';
import type { Participant } from '../../server/room/participant.ts';
import type { Room } from '../../server/room/room.ts';

export class RoomPerson implements Member {
  readonly user: string;
  readonly isEditor: boolean;
  readonly takesPieces = false;
  readonly role = 'editor';
  readonly doc = new Y.Doc();
  readonly #room: Room;
  readonly participant: Participant;
  /** Numbers of the checkpoints that came back, in order. */
  readonly echoes: number[] = [];
  readonly presence = new Map<number, PresenceEntry>();
  closedWith: CloseReason | null = null;
  /** Client ids that it was told are somebody else's. */
  readonly conflicts: number[] = [];
  isPaused = false;
  /** While true the other end does not read: nothing is taken. */
  isStalled = false;
  framesTaken = 0;
  /** SyncStep1 and SyncStep2 frames received. */
  questions = 0;
  answers = 0;

  constructor(room: Room, user: string, isEditor = false) {
    this.user = user;
    this.isEditor = isEditor;
    this.#room = room;
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) room.accept(this.participant, checkUpdate(update));
    });
    this.participant = room.join(this);
    this.asks();
  }

  get text(): string {
    return this.doc.getText('body').toString();
  }

  types(words: string): void {
    const body = this.doc.getText('body');
    body.insert(body.length, words);
  }

  /** Sends SyncStep1. */
  asks(): void {
    this.#room.answerSync(this.participant, Y.encodeStateVector(this.doc));
  }

  /** Hands over what another document has beyond this one, as the answer to the server's SyncStep1. */
  brings(doc: Y.Doc): void {
    const answer = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(this.doc));
    this.#room.accept(this.participant, checkUpdate(answer), true);
  }

  announces(state: object, clock = 1): void {
    this.#room.present(this.participant, [{ client: this.doc.clientID, clock, state: JSON.stringify(state) }]);
  }

  drains(): void {
    this.isStalled = false;
    this.#room.catchUp(this.participant);
  }

  leaves(): void {
    this.#room.leave(this.participant);
  }

  deliver(frames: readonly Buffer[]): boolean {
    if (this.closedWith !== null) return true;
    if (this.isStalled) return false;
    // A long frame comes in parts.
    for (const message of messagesOf(Buffer.concat(frames))) this.#read(message);
    return true;
  }

  pour(frames: readonly Buffer[], onPoured: () => void): void {
    this.deliver(frames);
    onPoured();
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  conflict(clients: readonly number[]): void {
    this.conflicts.push(...clients);
    this.close(CLOSE.clientIdConflict);
  }

  close(reason: CloseReason): void {
    this.closedWith ??= reason;
  }

  #read(message: Uint8Array): void {
    this.framesTaken += 1;
    const decoder = decoding.createDecoder(message);
    const channel = decoding.readVarUint(decoder);
    if (channel === CHANNEL.checkpoint) this.echoes.push(decoding.readVarUint(decoder));
    if (channel === CHANNEL.awareness) {
      for (const entry of decodeEntries(decoding.readVarUint8Array(decoder))) this.presence.set(entry.client, entry);
    }
    if (channel !== CHANNEL.sync) return;
    const step = decoding.readVarUint(decoder);
    if (step === 0) this.questions += 1;
    if (step === 1) this.answers += 1;
    if (step !== 0) Y.applyUpdate(this.doc, decoding.readVarUint8Array(decoder), this);
  }
}

/** Takes finished, unmasked, unfragmented frames apart. */
function* messagesOf(frames: Buffer): Generator<Uint8Array> {
  for (let at = 0; at < frames.length; ) {
    const short = frames.readUInt8(at + 1);
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length = short < 126 ? short : short === 126 ? frames.readUInt16BE(at + 2) : frames.readUInt32BE(at + 6);
    yield frames.subarray(at + header, at + header + length);
    at += header + length;
  }
}
