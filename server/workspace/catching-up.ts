/**
 * Brings catalogue and search up to what the log holds, in the background: after documents came or changed while this
 * process was not there (a crash, a restoring, an import), and when either of the two was lost or is new. What is done
 * is done: begun again, it goes on where it was.
 */

import { CATALOGUE_BATCH_MAX } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { DocumentChange } from '../storage/document-change.ts';
import type { DocumentEntry } from '../storage/document-log.ts';
import type { Catalogue } from './catalogue.ts';
import type { Search } from './search.ts';

/** The documents themselves. */
interface Documents {
  entries(): AsyncIterable<DocumentEntry>;
  describe(id: string): Promise<DocumentChange | null>;
  isUnwritten(id: string): Promise<boolean>;
  isGone(id: string): Promise<boolean>;
  remove(id: string): Promise<boolean>;
}

export interface CatchingUpParts {
  readonly documents: Documents;
  readonly catalogue: Catalogue;
  /** Removes what else is kept of a document that was deleted for good. */
  readonly onGone: (documentId: string) => Promise<void>;
  readonly search: Pick<Search, 'isComplete' | 'changedAtOf' | 'markComplete'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How often it is told how far it is. */
const TOLD_MS = 5_000;

export class CatchingUp {
  readonly #parts: CatchingUpParts;
  #running: Promise<void> | null = null;
  #isAgain = false;
  #isClosed = false;

  constructor(parts: CatchingUpParts) {
    this.#parts = parts;
  }

  /** Begins, or begins again when it is done with what it does. */
  start(): void {
    if (this.#isClosed) return;
    if (this.#running !== null) this.#isAgain = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (this.#isAgain) {
        this.#isAgain = false;
        this.start();
      }
    });
  }

  /** Resolves when it is done. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isAgain = false;
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await this.#lookAtAll();
    } catch (error) {
      this.#parts.logger.warn({ error: String(error) }, 'the catalogue could not be compared with the log');
    }
  }

  async #lookAtAll(): Promise<void> {
    const { documents, catalogue, search, clock, logger } = this.#parts;
    const ids = new Set<string>();
    let [behind, toldAt] = [0, clock.now()];
    for await (const batch of inBatches(documents.entries())) {
      if (this.#isClosed) return;
      const there = batch.filter(({ isGone }) => !isGone);
      for (const { id } of there) ids.add(id);
      behind += await this.#lookAt(there);
      // Of these the word was written, and then the power went: their texts still lie there. What else is kept of them is
      // forgotten with those that are missing.
      for (const { id, isGone } of batch) if (isGone) await documents.remove(id);
      if (clock.now() - toldAt < TOLD_MS) continue;
      toldAt = clock.now();
      logger.info({ documents: ids.size, behind }, 'comparing the catalogue with the log');
    }
    await catalogue.flush();
    await this.#forgetMissing(ids);
    if (!search.isComplete) await search.markComplete().catch(() => {});
    if (behind > 0) logger.info({ documents: ids.size, behind }, 'the catalogue is up to date');
  }

  /** @returns how many were behind. */
  async #lookAt(batch: readonly DocumentEntry[]): Promise<number> {
    const { documents, catalogue, search } = this.#parts;
    // Also of a complete one: it may have missed a change, or forgotten one when the power went. One that does not answer
    // keeps nobody from the lists.
    const searchable = await search.changedAtOf(batch.map(({ id }) => id)).catch(() => null);
    let behind = 0;
    for (const { id, changedAt } of batch) {
      // Who may read them was perhaps decided otherwise while the server was started with another ACCESS.
      await catalogue.readersChanged(id);
      const isListed = (catalogue.card(id)?.changedAt ?? -1) >= changedAt;
      const isFound = searchable === null || (searchable[id] ?? -1) >= changedAt;
      if (isListed && isFound) continue;
      if (this.#isClosed) return behind;
      behind += 1;
      const change = await documents.describe(id);
      if (change !== null) catalogue.changed(change);
    }
    if (behind > 0) await catalogue.flush();
    return behind;
  }

  /**
   * Cards of documents that the log does not have: it was restored, perhaps, as it was before they came; or this process
   * ended between deleting one and saying so here.
   */
  async #forgetMissing(ids: ReadonlySet<string>): Promise<void> {
    const { catalogue, documents, onGone, clock } = this.#parts;
    const missing: string[] = [];
    for await (const { id } of catalogue.cards()) if (!ids.has(id)) missing.push(id);
    for (const id of missing) {
      if (this.#isClosed) return;
      // One whose head cannot be read is not listed either, and one may have come a moment ago.
      const isGone = await documents.isGone(id);
      // Before its card, by which it is found again here if this is interrupted.
      if (isGone) await onGone(id);
      if (isGone || (await documents.isUnwritten(id))) await catalogue.removed(id, isGone ? clock.now() : null);
    }
  }
}

/** So many at once that asking costs little, so few that others get their turn. */
export async function* inBatches<Value>(values: AsyncIterable<Value>): AsyncGenerator<readonly Value[]> {
  let batch: Value[] = [];
  for await (const value of values) {
    batch.push(value);
    if (batch.length < CATALOGUE_BATCH_MAX) continue;
    yield batch;
    batch = [];
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  if (batch.length > 0) yield batch;
}
