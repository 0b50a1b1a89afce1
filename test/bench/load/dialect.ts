/**
 * How a server of some kind is spoken to. Every kind carries the messages of y-protocols; Hocuspocus puts the name of
 * the document in front of each, wants a token first, and has a few channels of its own.
 */

import { type Cursor, readVarBytes, readVarUint, writeVarBytes } from './bytes.ts';

export type DialectName = 'y-websocket' | 'hocuspocus';

export type ServerMessage =
  | { readonly kind: 'sync-step-1' | 'sync-step-2' | 'update' | 'awareness'; readonly body: Buffer }
  | { readonly kind: 'other' };

export interface Dialect {
  /** The path to connect to. */
  path(document: string): string;
  /** What opens the conversation: a token where one is wanted, then "send me everything beyond this vector". */
  opening(document: string, stateVector: Uint8Array): readonly number[][];
  step2(document: string, update: Uint8Array): number[];
  update(document: string, update: readonly number[]): number[];
  awareness(document: string, entries: readonly number[]): number[];
  read(message: Buffer): ServerMessage;
}

const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
/** Hocuspocus answers a first SyncStep1 with its own on this channel. */
const SYNC_REPLY = 4;
const SYNC_KINDS = ['sync-step-1', 'sync-step-2', 'update'] as const;
const OTHER: ServerMessage = { kind: 'other' };
const OPEN_TOKEN = Buffer.from('bench');

const stock: Dialect = {
  path: (document) => `/sync/${document}`,
  opening: (_document, stateVector) => [sync([], 0, stateVector)],
  step2: (_document, update) => sync([], 1, update),
  update: (_document, update) => sync([], 2, update),
  awareness: (_document, entries) => presence([], entries),
  read(message) {
    const cursor = { bytes: message, at: 0 };
    return readBody(cursor, readVarUint(cursor));
  },
};

const hocuspocus: Dialect = {
  path: () => '/',
  opening: (document, stateVector) => [token(document), sync(addressed(document), 0, stateVector)],
  step2: (document, update) => sync(addressed(document), 1, update),
  update: (document, update) => sync(addressed(document), 2, update),
  awareness: (document, entries) => presence(addressed(document), entries),
  read(message) {
    const cursor = { bytes: message, at: 0 };
    readVarBytes(cursor);
    const channel = readVarUint(cursor);
    return readBody(cursor, channel === SYNC_REPLY ? SYNC : channel);
  },
};

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = { 'y-websocket': stock, hocuspocus };

function readBody(cursor: Cursor, channel: number): ServerMessage {
  switch (channel) {
    case SYNC: {
      const kind = SYNC_KINDS[readVarUint(cursor)];
      return kind === undefined ? OTHER : { kind, body: readVarBytes(cursor) };
    }
    case AWARENESS:
      return { kind: 'awareness', body: readVarBytes(cursor) };
    default:
      return OTHER;
  }
}

function sync(message: number[], step: number, body: Uint8Array | readonly number[]): number[] {
  message.push(SYNC, step);
  writeVarBytes(message, body);
  return message;
}

function presence(message: number[], entries: readonly number[]): number[] {
  message.push(AWARENESS);
  writeVarBytes(message, entries);
  return message;
}

function token(document: string): number[] {
  const message = addressed(document);
  message.push(AUTH, 0);
  writeVarBytes(message, OPEN_TOKEN);
  return message;
}

function addressed(document: string): number[] {
  const message: number[] = [];
  writeVarBytes(message, Buffer.from(document));
  return message;
}
