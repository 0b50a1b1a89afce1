/**
 * Reads one document from a store and judges it: checksums, the gapless sequence, the head. What is damaged is cut
 * off at the last good state and named; nothing is repaired here.
 */

import type { LogRecord, Note, OpenedDocument, Sequence, Snapshot } from './document-log.ts';
import { headKey, noteKey, recordKeyReader, recordRange, snapshotKey } from './level-keys.ts';
import { fullMessage, type StoreView } from './ordered-store.ts';
import { decodeHead, decodeNote, decodeRecord, decodeSnapshot, type Flaw, type Head } from './records.ts';
import { forgottenNote, promisesNotes, wasRestored } from './store-format.ts';

export const EMPTY_HEAD: Head = { sequence: 0, createdAt: 0, changedAt: 0, snapshotThrough: 0, title: '' };

export interface ReadDocument extends OpenedDocument {
  /** The head record; of a damaged document, one that agrees with what could be read. */
  readonly headRecord: Head;
  /** What is wrong, as part of a sentence, in the order found. */
  readonly flaws: readonly string[];
  /** There was a snapshot through this record, and it cannot be read; null when that is not so. */
  readonly lostSnapshot: Sequence | null;
}

export async function readDocument(view: StoreView, id: string): Promise<ReadDocument> {
  const flaws: string[] = [];
  const head = await readHead(view, id, flaws);
  const snapshot = await readSnapshot(view, id, flaws);
  const note = await readNote(view, id, snapshot, flaws);
  const base = snapshot?.through ?? head?.snapshotThrough ?? 0;
  const tail = await readTail(view, id, base, flaws);
  const last = tail.at(-1)?.sequence ?? base;
  flaws.push(...disagreements(head, snapshot, last));
  const lostSnapshot = snapshot === null && base > 0 ? base : null;
  const headRecord = head !== null && flaws.length === 0 ? head : madeUpHead(head, last, snapshot, tail);
  return { head: last, snapshot, note, tail, damage: sentence(id, last, flaws), headRecord, flaws, lostSnapshot };
}

function sentence(id: string, last: Sequence, flaws: readonly string[]): string | null {
  if (flaws.length === 0) return null;
  return `Document ${id} is damaged: ${flaws.join('; ')}. It is shown as of record ${last} and takes no changes. Stop the server and run "scriptorium verify --repair".`;
}

async function readHead(view: StoreView, id: string, flaws: string[]): Promise<Head | null> {
  const key = headKey(id);
  const value = await attempt(() => view.get(key), 'the head record', flaws);
  if (value === undefined) return null;
  const head = decodeHead(key, value);
  if (head.ok) return head.value;
  flaws.push(`the head record is unreadable: ${head.error}`);
  return null;
}

async function readSnapshot(view: StoreView, id: string, flaws: string[]): Promise<Snapshot | null> {
  const key = snapshotKey(id);
  const value = await attempt(() => view.get(key), 'the snapshot', flaws);
  if (value === undefined) return null;
  const snapshot = decodeSnapshot(key, value);
  if (snapshot.ok) return snapshot.value;
  flaws.push(`the snapshot is unreadable: ${snapshot.error}`);
  return null;
}

/** Written with every snapshot: without it client ids would belong to nobody (R22), and nobody be told. */
async function readNote(view: StoreView, id: string, snapshot: Snapshot | null, flaws: string[]): Promise<Note | null> {
  const key = noteKey(id);
  const before = flaws.length;
  const value = await attempt(() => view.get(key), 'the note', flaws);
  if (value === undefined) {
    if (flaws.length > before) return null;
    if (snapshot !== null && (await promisesNotes(view))) flaws.push('the note is missing');
    return snapshot === null && (await wasRestored(view)) ? forgottenNote(0) : null;
  }
  const note = decodeNote(key, value);
  if (note.ok) return note.value;
  flaws.push(`the note is unreadable: ${note.error}`);
  return null;
}

async function attempt<Value>(read: () => Promise<Value>, what: string, flaws: string[]): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    flaws.push(`${what} cannot be read from the disk: ${fullMessage(error)}`);
    return undefined;
  }
}

/** Records after `base`, up to the first that is missing or damaged. */
async function readTail(view: StoreView, id: string, base: Sequence, flaws: string[]): Promise<LogRecord[]> {
  const tail: LogRecord[] = [];
  const sequenceOf = recordKeyReader(id);
  try {
    for await (const entries of view.entries(recordRange(id, base + 1))) {
      for (const [key, value] of entries) {
        const expected = base + tail.length + 1;
        const sequence = sequenceOf(key);
        const record = sequence === expected ? decodeRecord(key, expected, value, tail.at(-1)) : null;
        if (!record?.ok) {
          flaws.push(record === null ? misplaced(key, sequence, expected) : unreadable(expected, record.error));
          return tail;
        }
        tail.push(record.value);
      }
    }
  } catch (error) {
    flaws.push(`record ${base + tail.length + 1} cannot be read from the disk: ${fullMessage(error)}`);
  }
  return tail;
}

/** What is wrong when another key comes than that of the record which must come next. */
function misplaced(key: string, sequence: Sequence | null, expected: Sequence): string {
  return sequence === null ? `the key ${JSON.stringify(key)} is not a record's` : missing(expected, sequence - 1);
}

function unreadable(sequence: Sequence, flaw: Flaw): string {
  return `record ${sequence} is unreadable: ${flaw}`;
}

function missing(from: Sequence, through: Sequence): string {
  return from === through ? `record ${from} is missing` : `records ${from} to ${through} are missing`;
}

function disagreements(head: Head | null, snapshot: Snapshot | null, last: Sequence): string[] {
  if (head === null) return last === 0 ? [] : ['the head record is missing'];
  const found: string[] = [];
  if (head.snapshotThrough > 0 && snapshot === null) found.push('the snapshot is missing');
  if (head.snapshotThrough !== (snapshot?.through ?? head.snapshotThrough)) {
    found.push(`the snapshot ends at record ${snapshot?.through}, the head says ${head.snapshotThrough}`);
  }
  if (head.sequence > last) found.push(missing(last + 1, head.sequence));
  if (head.sequence < last) found.push(`the head ends at record ${head.sequence}, the log at ${last}`);
  return found;
}

function madeUpHead(head: Head | null, last: Sequence, snapshot: Snapshot | null, tail: readonly LogRecord[]): Head {
  return {
    sequence: last,
    createdAt: head?.createdAt ?? tail[0]?.at ?? 0,
    changedAt: tail.at(-1)?.at ?? head?.changedAt ?? 0,
    snapshotThrough: snapshot?.through ?? 0,
    title: head?.title ?? '',
  };
}
