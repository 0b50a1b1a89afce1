/**
 * The wire between an editor and the server: binary WebSocket messages, one frame each.
 *
 *   frame = varUint channel, body
 *
 *   channel          body                             who sends it, when
 *   0 sync           varUint 0, varBytes vector       SyncStep1: both sides on connect, the client again now and then
 *                    varUint 1, varBytes update       SyncStep2: the answer to SyncStep1, what the vector lacks
 *                    varUint 2, varBytes update       Update: the client as it is typed, the server once it is on disk
 *   1 awareness      varBytes entries                 presence: both sides; the server combines a tick's entries
 *   2 auth           varUint 0, varString reason      the server, before it closes with 44xx
 *   3 query          (nothing)                        the client: "send me everybody's presence"
 *   100 checkpoint   varUint n                        the client after its updates; the server echoes n when everything
 *                                                     it had received from this connection before it is on its disk
 *   101 role         varString role                   the server, first of all, to a client that said `?v=`: what it
 *                                                     may do here, see roles.ts
 *   102 conflict     varUint n, n x varUint client    the server, before it closes with 4409, to a client that said `?v=`:
 *                                                     the Yjs client ids that are somebody else's here
 *   103 state hash   (nothing)                        the client, while nothing happens: "what does the document say?"
 *                    varBytes hash                    the server's answer; none when it does not know at the moment
 *   104 piece        varUint length, varBytes part    the server, to a client that said `?v=`: a part of an update of
 *                                                     `length` bytes; the parts follow each other, other frames between
 *   105 comments     varUint revision                 the server, to a client that said `?v=`, when somebody said something:
 *                                                     the newest revision of the list, see comment-api.ts
 *
 * The conversation: the server opens with SyncStep1 and the presence of the others; the client with SyncStep1 and
 * its own presence. Each answers the other's SyncStep1 with SyncStep2. From then on Updates flow both ways.
 * Who may only read is not asked by SyncStep1 for what it has; what it sends all the same is dropped, it is told so once
 * on the auth channel, and no checkpoint is echoed to it any more.
 * Channels 0 to 3 are those of y-protocols, so that stock y-websocket clients work; those from 100 on are ours and
 * are answered only to clients that send them.
 */

import * as encoding from 'lib0/encoding';
import { messagePermissionDenied } from 'y-protocols/auth';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import { PIECE_BYTES } from './limits.ts';
import type { Role } from './roles.ts';
import { StrictReader } from './strict-reader.ts';

/** Sent by our client as `?v=`; raised when a frame changes its meaning. */
export const PROTOCOL_VERSION = 1;

export const CHANNEL = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  checkpoint: 100,
  role: 101,
  conflict: 102,
  stateHash: 103,
  piece: 104,
  comments: 105,
} as const;

export type ClientFrame =
  | { readonly kind: 'sync-step-1'; readonly stateVector: Uint8Array }
  | { readonly kind: 'sync-step-2'; readonly update: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'awareness'; readonly entries: Uint8Array }
  | { readonly kind: 'query-awareness' }
  | { readonly kind: 'checkpoint'; readonly number: number }
  | { readonly kind: 'ask-state-hash' };

/** The document that no one has written in: an update with no structs and no deletions. */
export const EMPTY_UPDATE: Uint8Array = Uint8Array.of(0, 0);

/**
 * Reads one frame from a client. Byte strings are copied into arrays of exactly their size, so that nothing keeps
 * the socket's buffer alive or reaches beyond it.
 *
 * @throws Error when the frame is not exactly one well-formed message of a known channel.
 */
export function decodeClientFrame(bytes: Uint8Array): ClientFrame {
  const reader = new StrictReader(bytes);
  const frame = readBody(reader, reader.varUint());
  reader.end();
  return frame;
}

function readBody(reader: StrictReader, channel: number): ClientFrame {
  switch (channel) {
    case CHANNEL.sync:
      return readSync(reader, reader.varUint());
    case CHANNEL.awareness:
      return { kind: 'awareness', entries: copyOf(reader.varBytes()) };
    case CHANNEL.queryAwareness:
      return { kind: 'query-awareness' };
    case CHANNEL.checkpoint:
      return { kind: 'checkpoint', number: reader.varUint() };
    case CHANNEL.stateHash:
      return { kind: 'ask-state-hash' };
    default:
      throw new Error(`unknown channel ${channel}`);
  }
}

/** Not `slice`: of a Node Buffer that is a view. */
function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function readSync(reader: StrictReader, step: number): ClientFrame {
  switch (step) {
    case messageYjsSyncStep1:
      return { kind: 'sync-step-1', stateVector: copyOf(reader.varBytes()) };
    case messageYjsSyncStep2:
      return { kind: 'sync-step-2', update: copyOf(reader.varBytes()) };
    case messageYjsUpdate:
      return { kind: 'update', update: copyOf(reader.varBytes()) };
    default:
      throw new Error(`unknown sync message ${step}`);
  }
}

export function encodeSyncStep1(stateVector: Uint8Array): Uint8Array {
  return encodeSync(messageYjsSyncStep1, stateVector);
}

export function encodeSyncStep2(update: Uint8Array): Uint8Array {
  return encodeSync(messageYjsSyncStep2, update);
}

export function encodeUpdate(update: Uint8Array): Uint8Array {
  return encodeSync(messageYjsUpdate, update);
}

/** Into one array of its size: this runs once a keystroke, and a general encoder takes three arrays for it. */
function encodeSync(step: number, body: Uint8Array): Uint8Array {
  const message = syncHead(step, body.length, body.length);
  message.set(body, message.length - body.length);
  return message;
}

/** What comes before the bytes of an update in its message: a long update is sent without being copied behind it. */
export function encodeUpdateHead(updateBytes: number): Uint8Array {
  return syncHead(messageYjsUpdate, updateBytes, 0);
}

/** Channel, step and length of a body, with room behind them. */
function syncHead(step: number, bodyBytes: number, roomBytes: number): Uint8Array {
  let lengthBytes = 1;
  for (let rest = bodyBytes; rest > 0x7f; rest = Math.floor(rest / 0x80)) lengthBytes += 1;
  const head = new Uint8Array(2 + lengthBytes + roomBytes);
  head[0] = CHANNEL.sync;
  head[1] = step;
  let at = 2;
  let rest = bodyBytes;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) head[at++] = 0x80 | (rest % 0x80);
  head[at] = rest;
  return head;
}

export function encodeAwareness(entries: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, CHANNEL.awareness);
    encoding.writeVarUint8Array(encoder, entries);
  });
}

export function encodeCheckpoint(number: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, CHANNEL.checkpoint);
    encoding.writeVarUint(encoder, number);
  });
}

export function encodeRole(role: Role): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, CHANNEL.role);
    encoding.writeVarString(encoder, role);
  });
}

export function encodeComments(revision: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, CHANNEL.comments);
    encoding.writeVarUint(encoder, revision);
  });
}

/** A piece of a long update as a message: what comes first, and its part of the update, which is a view. */
export interface Piece {
  readonly head: Uint8Array;
  readonly part: Uint8Array;
}

/**
 * A long update, cut so that other frames get through between, and so that whoever reads it sees it coming: the pieces
 * of one update follow each other, each with the length of the whole.
 */
export function cutIntoPieces(update: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < update.length; at += PIECE_BYTES) {
    const part = update.subarray(at, at + PIECE_BYTES);
    const head = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, CHANNEL.piece);
      encoding.writeVarUint(encoder, update.length);
      encoding.writeVarUint(encoder, part.length);
    });
    pieces.push({ head, part });
  }
  return pieces;
}

export function encodeConflict(clients: readonly number[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, CHANNEL.conflict);
    encoding.writeVarUint(encoder, clients.length);
    for (const client of clients) encoding.writeVarUint(encoder, client);
  });
}

export function encodeStateHash(hash: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, CHANNEL.stateHash);
    encoding.writeVarUint8Array(encoder, hash);
  });
}

/** What our client asks with; see the table. */
export const STATE_HASH_QUESTION: Uint8Array = Uint8Array.of(CHANNEL.stateHash);

/** What a stock client shows when it is refused; sent just before the close frame. */
export function encodePermissionDenied(reason: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, CHANNEL.auth);
    encoding.writeVarUint(encoder, messagePermissionDenied);
    encoding.writeVarString(encoder, reason);
  });
}

/** `01 01 00`: an awareness frame without entries. Keeps stock clients, which cannot see pings, from giving up. */
export const KEEP_ALIVE_FRAME: Uint8Array = Uint8Array.of(CHANNEL.awareness, 1, 0);
