/**
 * Known mistakes, planted around the product: wrappers of its log, its store and its compaction, and meddling with its
 * frames. A simulation that does not find them would not find the next one that somebody makes.
 */

import * as Y from 'yjs';
import { EMPTY_UPDATE, encodeCheckpoint } from '../../../server/contract/protocol.ts';
import { ok } from '../../../server/lib/result.ts';
import { finishFrame } from '../../../server/lib/websocket-frame.ts';
import type { Compactor } from '../../../server/storage/compactor.ts';
import type { ConfirmedRecord, DocumentLog, NewRecord } from '../../../server/storage/document-log.ts';

/** What a frame becomes on its way; null when it gets lost. */
export type Meddling = (payload: Buffer) => Buffer | null;

export interface Plant {
  readonly name: string;
  readonly log?: (log: DocumentLog) => DocumentLog;
  readonly compactor?: (compactor: Compactor) => Compactor;
  /** Made anew for each world. */
  readonly down?: () => Meddling;
  readonly up?: (answer: (finished: Buffer) => void) => Meddling;
  /** The disk says that it has synced before it has. */
  readonly isDiskLying?: boolean;
  /** A failed write is taken for a good one. */
  readonly hidesFailedWrites?: boolean;
  readonly viewersMayWrite?: boolean;
  /** Everybody is nobody in particular. */
  readonly nobodyHasName?: boolean;
}

export const UNPLANTED: Plant = { name: 'none' };

const SYNC = 0;
const AWARENESS = 1;
const CHECKPOINT = 100;
const [STEP_1, STEP_2, UPDATE] = [0, 1, 2];

const is = (payload: Buffer, channel: number, step?: number): boolean =>
  payload[0] === channel && (step === undefined || payload[1] === step);

const unless = (isLost: (payload: Buffer) => boolean) => () => (payload: Buffer) => (isLost(payload) ? null : payload);

export const PLANTS: readonly Plant[] = [
  { name: 'relay before persist', log: (log) => new HastyLog(log) },
  { name: 'acknowledge before sync', isDiskLying: true },
  { name: 'acknowledge on receipt', up: echoAtOnce },
  { name: 'failed writes hidden', hidesFailedWrites: true },
  { name: 'deletions lost', log: (log) => rewriting(log, withoutDeletions) },
  { name: 'no SyncStep1 from the server', down: unless((payload) => is(payload, SYNC, STEP_1)) },
  { name: 'no answer to the server SyncStep1', up: () => unless((payload) => is(payload, SYNC, STEP_2))() },
  { name: 'no echo of checkpoints', down: unless((payload) => is(payload, CHECKPOINT)) },
  { name: 'one update in thirty shed', down: sheds },
  { name: 'presence of the dead', down: unless((payload) => is(payload, AWARENESS) && payload.includes('null')) },
  { name: 'compaction forgets its last record', compactor: forgetful },
  { name: 'compaction forgets deletions', compactor: (compactor) => reviving(compactor) },
  { name: 'viewers may write', viewersMayWrite: true },
  { name: 'client ids belong to nobody', nobodyHasName: true },
];

/** Delivers what it was given at once, and only then writes it. */
class HastyLog implements DocumentLog {
  readonly #log: DocumentLog;
  readonly #followersById = new Map<string, (records: readonly ConfirmedRecord[]) => void>();
  readonly #headById = new Map<string, number>();
  readonly open: DocumentLog['open'];
  readonly compact: DocumentLog['compact'];
  readonly remove: DocumentLog['remove'];
  readonly history: DocumentLog['history'];
  readonly documents: DocumentLog['documents'];
  readonly failure: DocumentLog['failure'];
  readonly watchFailure: DocumentLog['watchFailure'];
  readonly close: DocumentLog['close'];

  constructor(log: DocumentLog) {
    this.#log = log;
    this.open = log.open.bind(log);
    this.compact = log.compact.bind(log);
    this.remove = log.remove.bind(log);
    this.history = log.history.bind(log);
    this.documents = log.documents.bind(log);
    this.failure = log.failure.bind(log);
    this.watchFailure = log.watchFailure.bind(log);
    this.close = log.close.bind(log);
  }

  append(id: string, records: readonly NewRecord[]): ReturnType<DocumentLog['append']> {
    const head = this.#headById.get(id) ?? 0;
    this.#headById.set(id, head + records.length);
    this.#followersById.get(id)?.(records.map((record, index) => ({ ...record, sequence: head + index + 1, at: 0 })));
    return this.#log.append(id, records);
  }

  follow(id: string, from: number, onRecords: (records: readonly ConfirmedRecord[]) => void): () => void {
    this.#headById.set(id, from);
    this.#followersById.set(id, onRecords);
    return () => void this.#followersById.delete(id);
  }
}

/** A log that stores other bytes than it was given. */
function rewriting(log: DocumentLog, rewrite: (bytes: Uint8Array) => Uint8Array): DocumentLog {
  return new Proxy(log, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === 'append') {
        return (id: string, records: readonly NewRecord[]) =>
          target.append(
            id,
            records.map((record) => ({ ...record, bytes: rewrite(record.bytes) })),
          );
      }
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** An update that brings nothing loses what it deletes. */
function withoutDeletions(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0 ? EMPTY_UPDATE : bytes;
}

function echoAtOnce(answer: (finished: Buffer) => void): Meddling {
  return (payload) => {
    if (is(payload, CHECKPOINT)) answer(finishFrame(encodeCheckpoint(payload[1] ?? 0)));
    return payload;
  };
}

function sheds(): Meddling {
  let updates = 0;
  return (payload) => {
    if (!is(payload, SYNC, UPDATE)) return payload;
    updates += 1;
    return updates % 30 === 0 ? null : payload;
  };
}

function forgetful(compactor: Compactor): Compactor {
  return {
    ...compactor,
    compact: async (input) => {
      const compacted = await compactor.compact({ ...input, tail: input.tail.slice(0, -1) });
      const through = input.tail.at(-1)?.sequence;
      return compacted.ok && through !== undefined ? ok({ ...compacted.value, through }) : compacted;
    },
  };
}

/** Makes the snapshot of what was typed, without what was deleted. */
function reviving(compactor: Compactor): Compactor {
  return {
    ...compactor,
    compact: async (input) => {
      const compacted = await compactor.compact(input);
      if (!compacted.ok) return compacted;
      const doc = new Y.Doc();
      Y.applyUpdate(doc, input.snapshot?.bytes ?? EMPTY_UPDATE);
      for (const { bytes } of input.tail) if (bytes[0] !== 0) Y.applyUpdate(doc, bytes);
      return ok({ ...compacted.value, snapshot: Y.encodeStateAsUpdate(doc) });
    },
  };
}

/** A stretch of finished frames without those that get lost; anything else is left as it is. */
export function meddled(chunk: Buffer, meddling: Meddling): Buffer {
  const kept: Buffer[] = [];
  for (let at = 0; at < chunk.length; ) {
    if (chunk.readUInt8(at) !== BINARY || at + 2 > chunk.length) return chunk;
    const short = chunk.readUInt8(at + 1);
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length = short < 126 ? short : short === 126 ? chunk.readUInt16BE(at + 2) : chunk.readUInt32BE(at + 6);
    const end = at + header + length;
    if (end > chunk.length) return chunk;
    if (meddling(chunk.subarray(at + header, end)) !== null) kept.push(chunk.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

/** First byte of a whole binary frame. */
const BINARY = 0x82;
