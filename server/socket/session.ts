/**
 * What a connection's frame asks for. Pure: it knows no socket and no room; the connection carries the commands out.
 *
 * What always holds: a frame that is not exactly one well-formed message has one outcome, `refuse`, and changes nothing.
 */

import { CLOSE, type CloseReason } from '../contract/close-codes.ts';
import { type EnforcedLimit, LimitError } from '../contract/limit-error.ts';
import { decodeEntries, type PresenceEntry } from '../contract/presence-entries.ts';
import { type ClientFrame, decodeClientFrame } from '../contract/protocol.ts';
import { may, type Role } from '../contract/roles.ts';
import { checkStateVector, checkUpdate } from '../lib/strict-update.ts';
import type { CheckedUpdate } from '../lib/update-ranges.ts';

export type Command =
  | { readonly kind: 'answer-sync'; readonly stateVector: Uint8Array }
  /** @property isAnswer to the server's question, with what others wrote, too. */
  | { readonly kind: 'append'; readonly update: CheckedUpdate; readonly isAnswer: boolean }
  /** A change by somebody who may only read. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'present'; readonly entries: readonly PresenceEntry[] }
  | { readonly kind: 'send-presence' }
  | { readonly kind: 'checkpoint'; readonly number: number }
  | { readonly kind: 'answer-state-hash' }
  | {
      readonly kind: 'refuse';
      readonly close: CloseReason;
      readonly cause: string;
      readonly limit: EnforcedLimit | null;
    }
  | { readonly kind: 'nothing' };

/**
 * @param role what the client may do; decided on the decoded frame, so that no other spelling of it gets around.
 * @returns the one command that a binary message from a client amounts to.
 */
export function receive(message: Uint8Array, role: Role): Command {
  try {
    return commandOf(decodeClientFrame(message), role);
  } catch (error) {
    return refuse(
      error instanceof Error ? error.message : 'unreadable',
      error instanceof LimitError ? error.limit : null,
    );
  }
}

/** Text messages are no part of the protocol. */
export function receiveText(): Command {
  return refuse('a text message');
}

function refuse(cause: string, limit: EnforcedLimit | null = null): Command {
  return { kind: 'refuse', close: CLOSE.malformed, cause, limit };
}

function commandOf(frame: ClientFrame, role: Role): Command {
  switch (frame.kind) {
    case 'sync-step-1':
      checkStateVector(frame.stateVector);
      return { kind: 'answer-sync', stateVector: frame.stateVector };
    case 'sync-step-2':
    case 'update':
      if (isEmptyUpdate(frame.update)) return { kind: 'nothing' };
      if (!may(role, 'write')) return { kind: 'drop' };
      return { kind: 'append', update: checkUpdate(frame.update), isAnswer: frame.kind === 'sync-step-2' };
    case 'awareness':
      return { kind: 'present', entries: decodeEntries(frame.entries) };
    case 'query-awareness':
      return { kind: 'send-presence' };
    case 'checkpoint':
      return { kind: 'checkpoint', number: frame.number };
    case 'ask-state-hash':
      return { kind: 'answer-state-hash' };
  }
}

/** What a client answers that has nothing the server lacks: not worth a record. */
function isEmptyUpdate(update: Uint8Array): boolean {
  return update.length === 2 && update[0] === 0 && update[1] === 0;
}
