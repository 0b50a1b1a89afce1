/**
 * One WebSocket: hands what arrives to the session, carries out its commands on the room, and writes what the room
 * delivers. All frames of one turn go out in ONE socket write, straight to the socket: they are finished already.
 *
 * What always holds: an exception in here closes this connection and touches no other; after `close` nothing more is
 * read; a reader that lets more than SEND_BUFFER_BYTES_MAX pile up gets nothing more until it has drained.
 */

import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { AccessRecord } from '../accounts/access-book.ts';
import { authorOf, type Identity } from '../accounts/identity.ts';
import { signed } from '../accounts/presence-signature.ts';
import { CLOSE, type CloseReason } from '../contract/close-codes.ts';
import type { EnforcedLimit } from '../contract/limit-error.ts';
import {
  CONFLICTS_NAMED_MAX,
  FRAME_BYTES_A_TURN_MAX,
  KEEP_ALIVE_MS,
  PIECE_BYTES,
  SILENT_PINGS_MAX,
} from '../contract/limits.ts';
import { encodeConflict, encodePermissionDenied, encodeRole, KEEP_ALIVE_FRAME } from '../contract/protocol.ts';
import { may, type Role } from '../contract/roles.ts';
import { unreachable } from '../lib/assert.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { TransportLimits } from '../lib/transport-limits.ts';
import { finishFrame, PING_FRAME } from '../lib/websocket-frame.ts';
import type { Member } from '../room/member.ts';
import type { Participant } from '../room/participant.ts';
import type { Room } from '../room/room.ts';
import { Inbox } from './inbox.ts';
import { bytesOf, type Message, weightOf } from './message.ts';
import { type Command, receive, receiveText } from './session.ts';
import { Throttle } from './throttle.ts';

/** For a connection that says nothing, of which there may be ten thousand: both in one write. */
const PING_AND_KEEP_ALIVE = Buffer.concat([PING_FRAME, finishFrame(KEEP_ALIVE_FRAME)]);

/** Up to this size a turn's frames are copied into one buffer; larger ones are written one by one under a cork. */
const COPY_BYTES_MAX = 64 * 1024;

/** How ws calls what it refuses by itself. */
const LIMIT_BY_ERROR: Readonly<Record<string, EnforcedLimit>> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 'FRAME_BYTES_MAX',
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 'FRAGMENTS_MAX',
};

/** What somebody is told whose change was not taken. */
const READ_ONLY = 'You may read this document, not change it. What you typed is on this device only.';

/** Who is connecting, and with what. */
export interface Visitor {
  readonly identity: Identity;
  /** Who was given what of the document, as of the last look. */
  readonly access: AccessRecord;
  readonly role: Role;
  readonly isEditor: boolean;
  /** Whether it is a client of ours, which is told its role. */
  readonly isOurs: boolean;
}

export interface ConnectionParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'refused' | 'limited'>;
  readonly limits: TransportLimits;
}

/** Why a socket is not read for a while: its room waits for the disk, it sends too fast or too much, the server is ending. */
type Hold = 'room' | 'pace' | 'inbox' | 'drain';

export class Connection implements Member {
  readonly user: string;
  readonly isEditor: boolean;
  readonly takesPieces: boolean;
  readonly identity: Identity;
  #access: AccessRecord;
  #role: Role;
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  readonly #room: Room;
  readonly #participant: Participant;
  readonly #parts: ConnectionParts;
  #outgoing: Buffer[] = [];
  #outgoingBytes = 0;
  #isClosing = false;
  #hasDropped = false;
  #hasWarned = false;
  #lastSentAt: number;
  #unansweredPings = 0;
  readonly #throttle: Throttle;
  readonly #inbox: Inbox<Message>;
  readonly #holds = new Set<Hold>();
  /** Runs while the reader is behind; its end is the end of our patience. */
  #drainDeadline: Timer | null = null;

  /** @param socket the one under `ws`, as the upgrade handed it over. */
  constructor(ws: WebSocket, socket: Duplex, room: Room, visitor: Visitor, parts: ConnectionParts) {
    this.identity = visitor.identity;
    this.user = authorOf(visitor.identity);
    this.#access = visitor.access;
    this.#role = visitor.role;
    this.isEditor = visitor.isEditor;
    this.takesPieces = visitor.isOurs;
    this.#ws = ws;
    this.#socket = socket;
    this.#room = room;
    this.#parts = parts;
    this.#lastSentAt = parts.clock.now();
    this.#throttle = new Throttle(parts.limits.FRAMES_PER_S, this.#lastSentAt);
    this.#inbox = new Inbox(FRAME_BYTES_A_TURN_MAX, {
      look: (message) => this.#guard(() => this.#look(message)),
      onFull: () => this.#hold('inbox'),
      onEmpty: () => this.#release('inbox'),
    });
    ws.on('message', (raw, isBinary) => this.#guard(() => this.#onMessage({ raw, isBinary })));
    ws.on('pong', () => {
      this.#unansweredPings = 0;
    });
    ws.on('error', (error) => this.#onBroken(error));
    ws.on('close', () => this.#guard(() => this.#onClosed()));
    socket.on('drain', () => this.#guard(() => this.#onDrain()));
    if (visitor.isOurs) this.deliver([finishFrame(encodeRole(visitor.role))]);
    this.#participant = room.join(this);
  }

  deliver(frames: readonly Buffer[]): boolean {
    if (this.#isClosing) return true;
    if (this.#drainDeadline !== null) return false;
    const { limits, clock, metrics } = this.#parts;
    if (this.bufferedBytes > limits.SEND_BUFFER_BYTES_MAX) {
      metrics.limited('SEND_BUFFER_BYTES_MAX');
      this.#drainDeadline = clock.after(limits.SLOW_READER_MS, () => {
        metrics.limited('SLOW_READER_MS');
        this.close(CLOSE.tooSlow);
      });
      return false;
    }
    if (this.#outgoing.length === 0) setImmediate(() => this.#flush());
    for (const frame of frames) {
      this.#outgoing.push(frame);
      this.#outgoingBytes += frame.length;
    }
    return true;
  }

  pour(frames: readonly Buffer[], onPoured: () => void): void {
    this.#pourFrom(frames, 0, onPoured);
  }

  #pourFrom(frames: readonly Buffer[], from: number, onPoured: () => void): void {
    if (this.#isClosing) return;
    if (from === frames.length) {
      onPoured();
      return;
    }
    // What was delivered before leaves before.
    this.#flush();
    this.#lastSentAt = this.#parts.clock.now();
    const through = endOfPiece(frames, from);
    this.#socket.write(Buffer.concat(frames.slice(from, through)), (error) => {
      if (error) return;
      // Whoever takes so much is there, even if its pong is behind it on a slow line.
      this.#unansweredPings = 0;
      this.#guard(() => this.#pourFrom(frames, through, onPoured));
    });
  }

  get role(): Role {
    return this.#role;
  }

  get access(): AccessRecord {
    return this.#access;
  }

  /** R26: it may stay, as this from now on. */
  allow(access: AccessRecord, role: Role): void {
    this.#access = access;
    if (this.#isClosing || role === this.#role) return;
    const mayWriteNow = may(role, 'write') && !may(this.#role, 'write');
    this.#role = role;
    // What it sent and was not taken would be lost: it has to begin anew.
    if (mayWriteNow && this.#hasDropped) this.terminate();
    else if (this.takesPieces) this.deliver([finishFrame(encodeRole(role))]);
    if (mayWriteNow) this.#room.ask(this.#participant);
  }

  get documentId(): string {
    return this.#room.id;
  }

  /** Bytes that the reader has not taken yet. */
  get bufferedBytes(): number {
    return this.#socket.writableLength + this.#outgoingBytes;
  }

  pause(): void {
    this.#parts.metrics.limited('UNCONFIRMED_BYTES_MAX');
    this.#hold('room');
  }

  resume(): void {
    this.#release('room');
  }

  /** Reads nothing more, for good: the server is ending. */
  drain(): void {
    this.#hold('drain');
  }

  close(reason: CloseReason): void {
    if (this.#isClosing) return;
    if (!reason.comeBack) this.deliver([finishFrame(encodePermissionDenied(reason.sentence))]);
    this.#isClosing = true;
    this.#inbox.clear();
    this.#parts.metrics.refused(reason.code);
    this.#flush();
    this.#ws.close(reason.code, reason.reason);
    // A paused socket would never see the other side's answer.
    this.#ws.resume();
    // Whoever does not read does not see a close frame either.
    if (reason === CLOSE.tooSlow) this.terminate();
  }

  conflict(clients: readonly number[]): void {
    if (this.takesPieces) this.deliver([finishFrame(encodeConflict(clients.slice(0, CONFLICTS_NAMED_MAX)))]);
    this.close(CLOSE.clientIdConflict);
  }

  /** Ends it without a word, for a peer that did not take its leave. */
  terminate(): void {
    this.#ws.terminate();
  }

  /** To be called every PING_MS: drops a peer that is gone, and keeps one that cannot see pings from giving up. */
  keepAlive(): void {
    if (this.#unansweredPings >= SILENT_PINGS_MAX) {
      this.#parts.metrics.limited('SILENT_PINGS_MAX');
      this.#ws.terminate();
      return;
    }
    this.#unansweredPings += 1;
    const isSilent = this.#parts.clock.now() - this.#lastSentAt >= KEEP_ALIVE_MS;
    if (!isSilent || !this.deliver([PING_AND_KEEP_ALIVE])) this.#ws.ping();
  }

  #onMessage(message: Message): void {
    if (!this.#isClosing && this.#isPaced()) this.#inbox.put(message, weightOf(message), this.#throttle.isInHurry);
  }

  #look(message: Message): void {
    if (!this.#isClosing) this.#carryOut(message.isBinary ? receive(bytesOf(message), this.#role) : receiveText());
  }

  /** R7: a flood is read more slowly, then ended; nothing that was read is dropped while it is not. */
  #isPaced(): boolean {
    const pace = this.#throttle.take(this.#parts.clock.now());
    if (pace.kind === 'flood') {
      this.#parts.metrics.limited('FRAMES_PER_S');
      this.close(CLOSE.slowDown);
      return false;
    }
    if (pace.kind === 'wait' && !this.#holds.has('pace')) {
      this.#hold('pace');
      this.#parts.clock.after(pace.ms, () => this.#release('pace'));
    }
    return true;
  }

  #hold(why: Hold): void {
    this.#holds.add(why);
    this.#ws.pause();
  }

  #release(why: Hold): void {
    this.#holds.delete(why);
    if (this.#holds.size === 0) this.#ws.resume();
  }

  #carryOut(command: Command): void {
    switch (command.kind) {
      case 'answer-sync':
        this.#room.answerSync(this.#participant, command.stateVector);
        break;
      case 'append':
        this.#room.accept(this.#participant, command.update, command.isAnswer);
        break;
      case 'drop':
        this.#drop();
        break;
      case 'present':
        this.#room.present(
          this.#participant,
          command.entries.map((entry) => signed(entry, this.identity)),
        );
        break;
      case 'send-presence':
        this.#room.sendPresence(this.#participant);
        break;
      case 'checkpoint':
        this.#participant.checkpoint(command.number);
        break;
      case 'answer-state-hash':
        this.#room.answerStateHash(this.#participant);
        break;
      case 'refuse':
        this.#warnOnce('refused a frame', { cause: command.cause });
        if (command.limit !== null) this.#parts.metrics.limited(command.limit);
        this.close(command.close);
        break;
      case 'nothing':
        break;
      default:
        unreachable(command);
    }
  }

  /** R25: the change of a viewer changes nothing, and is never said to be saved. The viewer is told, once. */
  #drop(): void {
    if (this.#hasDropped) return;
    this.#hasDropped = true;
    this.#participant.dropped();
    this.deliver([finishFrame(encodePermissionDenied(READ_ONLY))]);
  }

  #flush(): void {
    const frames = this.#outgoing;
    if (frames.length === 0) return;
    const bytes = this.#outgoingBytes;
    this.#outgoing = [];
    this.#outgoingBytes = 0;
    if (!this.#socket.writable) return;
    this.#lastSentAt = this.#parts.clock.now();
    if (bytes <= COPY_BYTES_MAX) this.#socket.write(frames.length === 1 ? frames[0] : Buffer.concat(frames, bytes));
    else this.#writeLarge(frames);
    // The end of what the system takes at once is no event.
    if (this.#drainDeadline !== null && !this.#socket.writableNeedDrain) this.#guard(() => this.#onDrain());
  }

  #writeLarge(frames: readonly Buffer[]): void {
    this.#socket.cork();
    for (const frame of frames) this.#socket.write(frame);
    this.#socket.uncork();
  }

  #onDrain(): void {
    if (this.#drainDeadline === null || this.#isClosing) return;
    this.#drainDeadline.cancel();
    this.#drainDeadline = null;
    this.#room.catchUp(this.#participant);
  }

  #onBroken(error: Error & { readonly code?: string }): void {
    const limit = LIMIT_BY_ERROR[error.code ?? ''];
    if (limit !== undefined) this.#parts.metrics.limited(limit);
    this.#warnOnce('broken connection', { error: error.message });
  }

  #onClosed(): void {
    this.#inbox.finish();
    this.#isClosing = true;
    this.#drainDeadline?.cancel();
    this.#outgoing = [];
    this.#room.leave(this.#participant);
  }

  /** R2: whatever goes wrong in here is this connection's end, and nobody else's. */
  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#warn('a mistake of the server ended a connection', { error: String(error) });
      this.close(CLOSE.ourFault);
    }
  }

  /** R13: one line of all that its peer does wrong, however often: how much is logged is not the peer's to say. */
  #warnOnce(message: string, fields: object): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#warn(message, fields);
  }

  #warn(message: string, fields: object): void {
    this.#parts.logger.warn({ document: this.#room.id, ...fields }, message);
  }
}

/** Where the frames from `from` on that make up one piece, or a little more, end. */
function endOfPiece(frames: readonly Buffer[], from: number): number {
  let bytes = 0;
  let at = from;
  for (; at < frames.length && bytes < PIECE_BYTES; at++) bytes += frames[at]?.length ?? 0;
  return at;
}
