/**
 * Judges one frame as the server and those behind it would meet it: the strict check, and for what that lets pass
 * everything that is done with it afterwards. Nothing may throw there, and a document must be the same after it was
 * stored and loaded again.
 */

import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { encodeEntries } from '../../server/contract/presence-entries.ts';
import { stateHash } from '../../server/contract/state-hash.ts';
import { type Command, receive } from '../../server/socket/session.ts';
import { compactDocument } from '../../server/storage/compaction-core.ts';
import type { LogRecord } from '../../server/storage/document-log.ts';

/** A random one for each costs as much as the rest. */
const SHORT_LIVED = 'fuzzed';

export type Verdict =
  | 'refused'
  /** Well-formed, and harmless. */
  | 'accepted'
  /** Well-formed, and with it no document can be loaded, or not as it was; the compaction took it out and nothing else (R17). */
  | 'set-aside'
  /** A hole in the gate: something behind it cannot read what it let pass. */
  | 'unreadable'
  /** A poison that the compaction did not take out, or not alone. */
  | 'poison';

/** What the document held before the frame came. */
export interface Before {
  readonly state: Uint8Array;
  readonly hash: string;
}

export function before(updates: readonly Uint8Array[]): Before {
  const doc = new Y.Doc({ guid: SHORT_LIVED });
  for (const update of updates) Y.applyUpdate(doc, update);
  return { state: Y.encodeStateAsUpdate(doc), hash: hashOf(doc) };
}

/** @param onChecked told how long the strict check took, which is what the server's main loop does. */
export function judge(frame: Uint8Array, document: Before, onChecked: (ms: number) => void = () => {}): Verdict {
  const startedAt = performance.now();
  const command = receive(frame, 'editor');
  onChecked(performance.now() - startedAt);
  switch (command.kind) {
    case 'refuse':
      return 'refused';
    case 'append':
      return ofUpdate(command.update.bytes, document);
    case 'answer-sync':
      return attempt(() => Y.diffUpdate(document.state, command.stateVector));
    case 'present':
      return attempt(() => shown(command));
    default:
      return 'accepted';
  }
}

function attempt(use: () => void): Verdict {
  try {
    use();
    return 'accepted';
  } catch {
    return 'unreadable';
  }
}

/** As a client would take it in. */
function shown({ entries }: Extract<Command, { kind: 'present' }>): void {
  const doc = new Y.Doc({ guid: SHORT_LIVED });
  const awareness = new Awareness(doc);
  try {
    applyAwarenessUpdate(awareness, encodeEntries(entries), null);
  } finally {
    awareness.destroy();
    doc.destroy();
  }
}

function ofUpdate(update: Uint8Array, document: Before): Verdict {
  try {
    Y.decodeUpdate(update);
    Y.mergeUpdates([document.state, update]);
    Y.diffUpdate(update, Uint8Array.of(0));
  } catch {
    return 'unreadable';
  }
  return isSameAfterLoading(update, document) ? 'accepted' : afterCompaction(update, document);
}

function isSameAfterLoading(update: Uint8Array, { state }: Before): boolean {
  try {
    const doc = new Y.Doc({ guid: SHORT_LIVED });
    Y.applyUpdate(doc, state);
    Y.applyUpdate(doc, update);
    const again = new Y.Doc({ guid: SHORT_LIVED });
    Y.applyUpdate(again, Y.encodeStateAsUpdate(doc));
    return hashOf(again) === hashOf(doc);
  } catch {
    return false;
  }
}

function afterCompaction(update: Uint8Array, { state, hash }: Before): Verdict {
  const tail: LogRecord[] = [state, update].map((bytes, index) => ({ sequence: index + 1, at: 1, user: 'x', bytes }));
  const compacted = compactDocument({ snapshot: null, note: null, tail });
  if (!compacted.ok) return 'poison';
  const isAlone = compacted.value.excised.length === 1 && compacted.value.excised[0]?.sequence === 2;
  return isAlone && compacted.value.stateHash === hash ? 'set-aside' : 'poison';
}

function hashOf(doc: Y.Doc): string {
  return Buffer.from(stateHash(doc)).toString('hex');
}
