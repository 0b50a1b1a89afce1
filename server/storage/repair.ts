/**
 * Repairs one damaged document: everything that can still be read goes into a new snapshot and the history, what
 * cannot is given back for keeping and removed, and the numbering goes on after everything that was ever confirmed.
 */

import { failed, ok, type Result } from '../lib/result.ts';
import { mergedOutput } from './compaction-rounds.ts';
import type { Compactor, Historian } from './compactor.ts';
import type { LogRecord, Note, Sequence, Snapshot, StoredSegment } from './document-log.ts';
import {
  asideKey,
  asideRange,
  headKey,
  type KeyRange,
  noteKey,
  parseKey,
  recordKey,
  recordRange,
  segmentKey,
  segmentRange,
  snapshotKey,
} from './level-keys.ts';
import type { OrderedStore, StoreEntry, StoreOperation, StoreView } from './ordered-store.ts';
import {
  decodeAside,
  decodeHead,
  decodeNote,
  decodeRecord,
  decodeSegment,
  decodeSnapshot,
  encodeAside,
  encodeHead,
  encodeNote,
  encodeSegment,
  encodeSnapshot,
  type Head,
} from './records.ts';
import { pieceOfSegment } from './runs.ts';
import { LOST } from './verification.ts';

/** What of a document can still be read. */
interface Remains {
  readonly head: Head | null;
  readonly snapshot: Snapshot | null;
  readonly note: Note | null;
  readonly records: readonly LogRecord[];
  readonly segments: readonly StoredSegment[];
  /** Values that cannot be read, as they lie. */
  readonly unreadable: readonly StoreEntry[];
}

export interface Repair {
  /** The last sequence that was ever used. */
  readonly head: Sequence;
  /** Records that are gone for good. */
  readonly lostRecords: number;
  /** To be kept somewhere before `operations` are written: what they remove. */
  readonly removed: readonly StoreEntry[];
  readonly operations: readonly StoreOperation[];
}

/** Works out the repair without changing anything. Fails with a sentence when nothing can be saved. */
export async function planRepair(
  store: OrderedStore,
  id: string,
  confirmed: Sequence,
  worker: Compactor & Historian,
): Promise<Result<Repair, string>> {
  const remains = await gather(store, id);
  const base = await baseOf(remains, worker);
  if (!base.ok) return base;
  const fresh = remains.records.filter(({ sequence }) => sequence > base.value.through);
  const output = await mergedOutput(worker, { snapshot: base.value, note: remains.note, tail: fresh });
  if (!output.ok) return output;
  const head = Math.max(confirmed, remains.head?.sequence ?? 0, output.value.through);
  const lostRecords = head - base.value.through - fresh.length;
  const operations: StoreOperation[] = [
    ...remains.unreadable.map(([key]) => ({ type: 'del' as const, key })),
    ...remains.records.map(({ sequence }) => ({ type: 'del' as const, key: recordKey(id, sequence) })),
    ...output.value.segments.map((segment) =>
      sealed(segmentKey(id, segment.from), (key) => encodeSegment(key, segment)),
    ),
    ...output.value.excised.map((record) => sealed(asideKey(id, record.sequence), (key) => encodeAside(key, record))),
    sealed(snapshotKey(id), (key) => encodeSnapshot(key, { through: head, bytes: output.value.snapshot })),
    sealed(noteKey(id), (key) => encodeNote(key, { ...output.value, through: head })),
    sealed(headKey(id), (key) => encodeHead(key, headAfter(remains, head, output.value.title))),
  ];
  if (lostRecords > 0 || remains.unreadable.length > 0) operations.push(lossNote(id, head, lostRecords));
  return ok({ head, lostRecords, removed: remains.unreadable, operations });
}

function sealed(key: string, encode: (key: string) => Uint8Array): StoreOperation {
  return { type: 'put', key, value: encode(key) };
}

/** Where the history has a hole, it says so. */
function lossNote(id: string, head: Sequence, lostRecords: number): StoreOperation {
  const reason = `${LOST}${lostRecords} records could not be read when the document was repaired`;
  const note = { sequence: head, at: 0, user: '', bytes: new Uint8Array(), reason };
  return sealed(asideKey(id, head), (key) => encodeAside(key, note));
}

function headAfter({ head, records, segments }: Remains, sequence: Sequence, title: string): Head {
  const times = [...records.map(({ at }) => at), ...segments.map(({ throughAt }) => throughAt)];
  const changedAt = times.reduce((latest, at) => Math.max(latest, at), head?.changedAt ?? 0);
  const createdAt = head?.createdAt ?? times.reduce((earliest, at) => Math.min(earliest, at), changedAt);
  return { sequence, createdAt, changedAt, snapshotThrough: sequence, title };
}

/** The snapshot; without one, what the history adds up to. */
async function baseOf({ snapshot, segments }: Remains, historian: Historian): Promise<Result<Snapshot, string>> {
  if (snapshot !== null) return ok(snapshot);
  if (segments.length === 0) return ok({ through: 0, bytes: Uint8Array.of(0, 0) });
  const state = await historian.replay(segments.map(pieceOfSegment));
  if (!state.ok) return failed(state.error);
  return ok({ through: Math.max(...segments.map(({ through }) => through)), bytes: state.value });
}

async function gather(store: OrderedStore, id: string): Promise<Remains> {
  const unreadable: StoreEntry[] = [];
  const keep = <Value>(entry: StoreEntry, decoded: Result<Value, string>): Value | null => {
    if (decoded.ok) return decoded.value;
    unreadable.push(entry);
    return null;
  };
  const view = store.view();
  try {
    const single = async <Value>(key: string, decode: (key: string, value: Uint8Array) => Result<Value, string>) => {
      const value = await view.get(key);
      return value === undefined ? null : keep([key, value], decode(key, value));
    };
    const all = <Value>(
      range: KeyRange,
      decode: (key: string, at: Sequence, value: Uint8Array) => Result<Value, string>,
    ) => decodeAll(view, range, (entry, sequence) => keep(entry, decode(entry[0], sequence, entry[1])));
    const head = await single(headKey(id), decodeHead);
    const snapshot = await single(snapshotKey(id), decodeSnapshot);
    const note = await single(noteKey(id), decodeNote);
    const records = await all(recordRange(id), decodeRecord);
    const segments = await all(segmentRange(id), decodeSegment);
    await all(asideRange(id), decodeAside);
    return { head, snapshot, note, records, segments, unreadable };
  } finally {
    await view.close();
  }
}

async function decodeAll<Value>(
  view: StoreView,
  range: KeyRange,
  decode: (entry: StoreEntry, sequence: Sequence) => Value | null,
): Promise<Value[]> {
  const values: Value[] = [];
  for await (const entries of view.entries(range)) {
    for (const entry of entries) {
      const parsed = parseKey(entry[0]);
      const value = parsed !== null && 'sequence' in parsed ? decode(entry, parsed.sequence) : null;
      if (value !== null) values.push(value);
    }
  }
  return values;
}
