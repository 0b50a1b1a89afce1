/**
 * The document log over any ordered store: sequences, group commit, followers, and fail-stop.
 *
 * What always holds:
 * - one write is in flight; everything that arrives meanwhile, of all documents, is the next;
 * - after a failed write nothing is confirmed until the store was closed, opened again and compared with what is
 *   known; what had not been confirmed by then is written once more under the same sequences, so it is there once;
 * - a document found damaged takes no writes.
 */

import { setImmediate as endOfTurn } from 'node:timers/promises';
import { COMMIT_BYTES_MAX } from '../contract/limits.ts';
import { assert } from '../lib/assert.ts';
import { failed, ok } from '../lib/result.ts';
import { writeBackup } from './backup-format.ts';
import {
  type AppendEntry,
  appendEntry,
  ENTRY_BYTES,
  type Entry,
  operationsOf,
  type Tracked,
  takeCommit,
} from './commit.ts';
import type {
  Compaction,
  ConfirmedRecord,
  DocumentEntry,
  DocumentLog,
  HistoryRange,
  LogError,
  LogRecord,
  LogResult,
  NewRecord,
  OpenedDocument,
  Segment,
  Sequence,
  Snapshot,
  StoredSegment,
} from './document-log.ts';
import { readDocument } from './document-reader.ts';
import { DocumentTable, goneDocument, isGone } from './document-table.ts';
import { deliver, type Follower, readMissed } from './followers.ts';
import { readDocuments, readHistory } from './history-reader.ts';
import { EVERY_KEY, EVERY_RECORD } from './level-keys.ts';
import { fullMessage, type OrderedStore, type StoreView } from './ordered-store.ts';
import { failureOf, Recovery } from './recovery.ts';
import { keysOf, removeEntry } from './removal.ts';
import type { StoreLogOptions } from './store-log-options.ts';
import { addUpUse, type StoreUse } from './store-use.ts';

const CLOSED: LogError = { code: 'closed', message: 'The log was closed.' };

export class StoreLog implements DocumentLog {
  readonly #options: StoreLogOptions;
  readonly #documents: DocumentTable;
  readonly #followersById = new Map<string, Set<Follower>>();
  #onAdded: (id: string) => void = () => {};
  readonly #watchers = new Set<(failure: LogError | null) => void>();
  /** Null while a failed store is being opened again. */
  #store: OrderedStore | null;
  #queue: Entry[] = [];
  #queuedBytes = 0;
  #failure: LogError | null = null;
  #recovery: Recovery | null = null;
  #writing: Promise<void> | null = null;
  #closing: Promise<void> | null = null;

  constructor(store: OrderedStore, options: StoreLogOptions) {
    this.#store = store;
    this.#options = options;
    this.#documents = new DocumentTable(options.logger, options.damageById);
  }

  async open(id: string): Promise<LogResult<OpenedDocument>> {
    const opened = await this.#read(async (view) => {
      if (this.#store !== null && isGone(this.#store, id)) return null;
      const { head, snapshot: stored, note, tail, damage, lostSnapshot } = await readDocument(view, id);
      const snapshot = lostSnapshot === null ? stored : await this.#rebuildSnapshot(view, id, lostSnapshot);
      // A read that broke off because the store was closed says nothing about the document.
      if (damage !== null && this.#unavailable() === null) this.#documents.setDamage(id, damage);
      return { head, snapshot, note, tail, damage: this.#documents.damageOf(id) };
    });
    if (!opened.ok) return opened;
    return opened.value === null ? failed(goneDocument(id)) : ok(opened.value);
  }

  /** The last good state of a document whose snapshot is gone is what its history adds up to. */
  async #rebuildSnapshot(view: StoreView, id: string, through: Sequence): Promise<Snapshot | null> {
    const segments: StoredSegment[] = [];
    for await (const part of readHistory(view, id, { through })) {
      if (part.ok && 'from' in part.value) segments.push(part.value);
    }
    const bytes = segments.length === 0 ? null : await this.#options.rebuild?.(segments);
    return bytes ? { through, bytes } : null;
  }

  append(id: string, records: readonly NewRecord[]): Promise<LogResult<Sequence>> {
    assert(records.length > 0, 'an append has records');
    const refusal = this.#refusal(id);
    if (refusal !== null) return Promise.resolve(failed(refusal));
    const document = this.#track(id);
    if (document === null) return Promise.resolve(failed(this.#documents.untrackable(this.#store, id)));
    return new Promise((settle) => this.#enqueue(appendEntry(document, records, this.#options.clock.now(), settle)));
  }

  compact(id: string, compaction: Compaction): Promise<LogResult<void>> {
    const refusal = this.#refusal(id);
    if (refusal !== null) return Promise.resolve(failed(refusal));
    const document = this.#track(id);
    if (document === null) return Promise.resolve(failed(this.#documents.untrackable(this.#store, id)));
    const { through, snapshot, title } = compaction;
    const before = document.queued.snapshotThrough;
    assert(through <= document.confirmed.sequence, 'only confirmed records are compacted');
    if (through <= document.confirmed.snapshotThrough) {
      this.#forgetIdle(id);
      return Promise.resolve(ok(undefined));
    }
    const head = { ...document.queued, snapshotThrough: Math.max(before, through), title };
    const bytes = snapshot.length + (through - before) * ENTRY_BYTES;
    return new Promise((settle) =>
      this.#enqueue({ kind: 'compact', document, head, bytes, compaction, before, settle }),
    );
  }

  /** First that it is gone, after which nothing is taken any more; then, of what was written until then, every key. */
  async remove(id: string): Promise<LogResult<void>> {
    const said = await this.#enqueueRemoval(id, []);
    if (!said.ok) return said;
    const keys = await this.#read((view) => keysOf(view, id));
    return keys.ok ? this.#enqueueRemoval(id, keys.value) : keys;
  }

  #enqueueRemoval(id: string, keys: readonly string[]): Promise<LogResult<void>> {
    const unavailable = this.#unavailable();
    if (unavailable !== null) return Promise.resolve(failed(unavailable));
    this.#documents.setGone(id);
    return new Promise((settle) => this.#enqueue(removeEntry(id, keys, settle)));
  }

  /** Puts joined runs in the place of the segments they were made of. Not of the port: upkeep of this store's history. */
  replaceSegments(id: string, removed: readonly Segment[], joined: readonly StoredSegment[]): Promise<LogResult<void>> {
    const refusal = this.#refusal(id);
    if (refusal !== null) return Promise.resolve(failed(refusal));
    const document = this.#track(id);
    if (document === null) return Promise.resolve(failed(this.#documents.untrackable(this.#store, id)));
    const bytes = joined.reduce((sum, segment) => sum + segment.bytes.length, 0);
    return new Promise((settle) =>
      this.#enqueue({ kind: 'join', document, head: document.queued, bytes, removed, joined, settle }),
    );
  }

  /** Everything as it is now, as one stream; writes go on meanwhile. Not of the port. */
  async *backup(): AsyncGenerator<Uint8Array> {
    if (this.#store === null) throw new Error(this.#failure?.message ?? CLOSED.message);
    const view = this.#store.view();
    try {
      yield* writeBackup(view, this.#options.clock.now());
    } finally {
      await view.close().catch(() => {});
    }
  }

  async use(): Promise<StoreUse[]> {
    const use = await this.#read(addUpUse);
    if (!use.ok) throw new Error(use.error.message);
    return use.value;
  }

  /** Gives back the room of what was removed. Not of the port. */
  async tidy(wholeBytesMax: number): Promise<void> {
    const store = this.#store;
    if (store === null || this.#unavailable() !== null) return;
    const isSmall = (await this.bytes()) <= wholeBytesMax;
    await store.tidy(isSmall ? EVERY_KEY : EVERY_RECORD);
  }

  /** What the store takes on its disk, roughly; 0 while it is not open. */
  async bytes(): Promise<number> {
    return (await this.#store?.bytes(EVERY_KEY)) ?? 0;
  }

  follow(id: string, from: Sequence, onRecords: (records: readonly ConfirmedRecord[]) => void): () => void {
    const follower: Follower = { onRecords, delivered: from };
    const followers = this.#followersById.get(id) ?? new Set();
    this.#followersById.set(id, followers.add(follower));
    this.#catchUp(id, follower);
    return () => {
      followers.delete(follower);
      if (followers.size === 0 && this.#followersById.get(id) === followers) this.#followersById.delete(id);
      this.#forgetIdle(id);
    };
  }

  async *history(id: string, range: HistoryRange = {}): AsyncIterable<LogResult<StoredSegment | LogRecord>> {
    yield* this.#walk((view) => readHistory(view, id, range));
  }

  async *documents(after?: string): AsyncIterable<LogResult<DocumentEntry>> {
    yield* this.#walk((view) => readDocuments(view, after));
  }

  failure(): LogError | null {
    return this.#failure;
  }

  watchFailure(onChange: (failure: LogError | null) => void): () => void {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }

  watchAdded(onAdded: (id: string) => void): void {
    this.#onAdded = onAdded;
  }

  /** Not of the port. */
  added(id: string): void {
    this.#onAdded(id);
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  async #shutDown(): Promise<void> {
    this.#recovery?.cancel();
    await this.#options.onClosing?.();
    await this.#writing;
    await this.#store?.close();
    this.#documents.clear();
    this.#followersById.clear();
    await this.#options.onClosed?.();
  }

  #track(id: string): Tracked | null {
    return this.#store === null ? null : this.#documents.track(this.#store, id);
  }

  #forgetIdle(id: string): void {
    if (!this.#followersById.has(id)) this.#documents.forgetIdle(id);
  }

  // Refusals

  #refusal(id: string): LogError | null {
    const unavailable = this.#unavailable();
    if (unavailable !== null) return unavailable;
    const damage = this.#documents.damageOf(id);
    if (damage !== null) return { code: 'damaged', message: damage };
    if (this.#queuedBytes < this.#options.queueBytesMax) return null;
    return { code: 'overloaded', message: 'More is being written than the disk takes. Wait until it has caught up.' };
  }

  #unavailable(): LogError | null {
    return this.#closing === null ? this.#failure : CLOSED;
  }

  // Reading

  async #read<Value>(read: (view: StoreView) => Promise<Value>): Promise<LogResult<Value>> {
    const before = this.#unavailable();
    if (before !== null || this.#store === null) return failed(before ?? CLOSED);
    const view = this.#store.view();
    try {
      const value = await read(view);
      const after = this.#unavailable();
      return after === null ? ok(value) : failed(after);
    } catch (error) {
      return failed(this.#unavailable() ?? failureOf(error));
    } finally {
      await view.close().catch(() => {});
    }
  }

  async *#walk<Value>(read: (view: StoreView) => AsyncIterable<LogResult<Value>>): AsyncGenerator<LogResult<Value>> {
    const before = this.#unavailable();
    if (before !== null || this.#store === null) {
      yield failed(before ?? CLOSED);
      return;
    }
    const view = this.#store.view();
    try {
      yield* read(view);
    } catch (error) {
      yield failed(this.#unavailable() ?? failureOf(error));
    } finally {
      await view.close().catch(() => {});
    }
  }

  // Writing

  #enqueue(entry: Entry): void {
    entry.document.queued = entry.head;
    entry.document.waiting++;
    this.#queuedBytes += entry.bytes;
    this.#queue.push(entry);
    this.#writing ??= this.#write();
  }

  /** Writes until nothing waits. What all sockets bring in the same turn of the loop as the first entry goes with it. */
  async #write(): Promise<void> {
    await endOfTurn();
    while (this.#queue.length > 0) {
      const entries = takeCommit(this.#queue, COMMIT_BYTES_MAX);
      try {
        await this.#store?.write(operationsOf(entries));
        this.#confirm(entries);
      } catch (error) {
        await this.#failStop(error, entries);
      }
    }
    this.#writing = null;
  }

  #confirm(entries: readonly Entry[]): void {
    this.#options.onWritten?.(entries.reduce((sum, { bytes }) => sum + bytes, 0));
    for (const entry of entries) {
      const { document } = entry;
      document.confirmed = entry.head;
      document.waiting--;
      this.#queuedBytes -= entry.bytes;
      if (entry.kind === 'append') this.#deliver(entry);
      this.#options.ledger?.note(document.id, entry.head.sequence);
    }
    for (const entry of entries) {
      if (entry.kind === 'append') entry.settle(ok((entry.records.at(-1) as ConfirmedRecord).sequence));
      else entry.settle(ok(undefined));
      if (entry.kind === 'compact') this.#options.onCompacted?.(entry.document.id);
      this.#forgetIdle(entry.document.id);
    }
  }

  // Failing

  /** Nothing is confirmed from here on until the store was opened again and proved to hold what it must. */
  async #failStop(error: unknown, inFlight: readonly Entry[]): Promise<void> {
    const unsettled = [...inFlight, ...this.#queue];
    this.#queue = [];
    this.#setFailure(failureOf(error));
    this.#options.logger.error({ error: fullMessage(error), unconfirmed: unsettled.length }, 'a write failed');
    await this.#store?.close().catch(() => {});
    this.#store = null;
    this.#recovery = new Recovery({ ...this.#options, onFailure: (failure) => this.#setFailure(failure) });
    if (this.#closing !== null) this.#recovery.cancel();
    const store = await this.#recovery.run(unsettled, () => this.#documents.tracked());
    this.#recovery = null;
    if (store === null) this.#refuse(unsettled);
    else this.#carryOn(store, unsettled);
  }

  #carryOn(store: OrderedStore, written: readonly Entry[]): void {
    this.#store = store;
    this.#setFailure(null);
    this.#confirm(written);
    for (const [id, followers] of this.#followersById) {
      for (const follower of followers) this.#catchUp(id, follower);
    }
    this.#options.logger.info({ written: written.length }, 'the store works again');
  }

  #refuse(entries: readonly Entry[]): void {
    const failure = this.#failure ?? CLOSED;
    for (const entry of entries) {
      this.#queuedBytes -= entry.bytes;
      entry.settle(failed(failure));
    }
  }

  #setFailure(failure: LogError | null): void {
    if (this.#failure === failure) return;
    this.#failure = failure;
    for (const onChange of this.#watchers) {
      try {
        onChange(failure);
      } catch (error) {
        this.#options.logger.error({ error: fullMessage(error) }, 'a watcher of the log failed');
      }
    }
  }

  // Following

  #deliver({ document, records }: AppendEntry): void {
    const followers = this.#followersById.get(document.id);
    if (followers !== undefined) deliver(followers, records, this.#options.logger);
  }

  /** Gives a follower what was confirmed after its `from` and before it began, from the disk. */
  #catchUp(id: string, follower: Follower): void {
    const store = this.#store;
    const document = store === null ? null : this.#track(id);
    if (store === null || document === null || follower.delivered >= document.confirmed.sequence) return;
    const missed = readMissed(store, document, follower.delivered, this.#options.logger);
    deliver([follower], missed, this.#options.logger);
  }
}
