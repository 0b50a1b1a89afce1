/**
 * Removes the images of documents that were deleted for good, where nothing else speaks of them. What a document speaks of
 * is known only of what was read: a copy is read seconds after it was made, what came while this process was not there
 * when it was caught up with, and what somebody pasted offline comes whenever they are back. So the names wait in the
 * workspace, for a day, and until every document was read to its end.
 *
 * What always holds: an image that is in doubt stays, because a document cannot be read, a worker is away, or somebody
 * has sent it again. Without names nothing is read.
 */

import { IMAGE_REST_MS, IMAGE_SWEEP_MAX, IMAGE_SWEEP_MS } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { DocumentChange } from '../storage/document-change.ts';
import type { DocumentEntry } from '../storage/document-log.ts';
import type { ImageStore } from '../storage/image-store.ts';
import { cardTables } from './card-changes.ts';
import type { Catalogue } from './catalogue.ts';
import type { LeftImage } from './catalogue-rows.ts';
import { inBatches } from './catching-up.ts';
import type { Table, Workspace } from './workspace.ts';

/** The documents themselves. */
interface Documents {
  entries(): AsyncIterable<DocumentEntry>;
  describe(id: string): Promise<DocumentChange | null>;
  isGone(id: string): Promise<boolean>;
}

export interface ImageRemovalParts {
  readonly workspace: Workspace;
  readonly catalogue: Catalogue;
  readonly documents: Documents;
  readonly images: Pick<ImageStore, 'removeUnlessSent'>;
  /** Resolves when the catalogue is caught up with. */
  readonly caughtUp: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class ImageRemoval {
  readonly #parts: ImageRemovalParts;
  readonly #left: Table<LeftImage>;
  readonly #timer: Timer;
  #running: Promise<void> | null = null;
  #isClosed = false;

  constructor(parts: ImageRemovalParts) {
    this.#parts = parts;
    this.#left = cardTables(parts.workspace).left;
    this.#timer = parts.clock.every(IMAGE_SWEEP_MS, () => void this.sweep());
  }

  /** Removes what has waited long enough. It fails for nobody: what could not be done is done the next time. */
  sweep(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#running ??= this.#sweep()
      .catch((error: unknown) => this.#parts.logger.warn({ error: String(error) }, 'images could not be removed'))
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  /** Waits for what is under way, which stops at its next step. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer.cancel();
    await this.#running;
  }

  async #sweep(): Promise<void> {
    const { caughtUp, logger } = this.#parts;
    const due = await this.#due();
    if (due.length === 0) return;
    await caughtUp();
    if (this.#isClosed) return;
    const unread = await this.#readAll();
    if (this.#isClosed) return;
    if (unread !== null) {
      logger.warn({ document: unread, images: due.length }, 'images stay until this document can be read');
      return;
    }
    for (const [name, at] of due) {
      if (this.#isClosed) return;
      await this.#decide(name, at);
    }
  }

  async #due(): Promise<readonly (readonly [name: string, at: number])[]> {
    const until = this.#parts.clock.now() - IMAGE_REST_MS;
    const due: (readonly [string, number])[] = [];
    for await (const [name, { at }] of this.#left.rows()) {
      if (at <= until) due.push([name, at]);
      if (due.length >= IMAGE_SWEEP_MAX) break;
    }
    return due;
  }

  /**
   * Brings every card to the end that its document has now. What is written from then on comes a day after the document
   * that showed the image was deleted.
   *
   * @returns a document that cannot be read; null when there is none.
   */
  async #readAll(): Promise<string | null> {
    const { catalogue, documents } = this.#parts;
    const unlisted = new Set<string>();
    for await (const { id } of catalogue.cards()) unlisted.add(id);
    for await (const batch of inBatches(documents.entries())) {
      if (this.#isClosed) return null;
      for (const { id } of batch) unlisted.delete(id);
      const unread = await this.#read(batch);
      if (unread !== null) return unread;
    }
    // One whose head is damaged is not listed.
    return [...unlisted].find((id) => catalogue.card(id) !== null) ?? null;
  }

  async #read(batch: readonly DocumentEntry[]): Promise<string | null> {
    const { catalogue, documents } = this.#parts;
    const behind = batch.filter((entry) => !entry.isGone && !this.#isRead(entry));
    for (const { id } of behind) {
      if (this.#isClosed) return null;
      const change = await documents.describe(id);
      if (change !== null) catalogue.changed(change);
    }
    if (behind.length > 0) await catalogue.flush();
    for (const entry of behind) {
      if (!this.#isRead(entry) && !(await documents.isGone(entry.id))) return entry.id;
    }
    return null;
  }

  #isRead({ id, head, changedAt }: DocumentEntry): boolean {
    const card = this.#parts.catalogue.card(id);
    // By its time, too: a restored document goes on with numbers that the card has heard of before.
    return card !== null && (card.readThrough ?? 0) >= head && card.changedAt >= changedAt;
  }

  async #decide(name: string, at: number): Promise<void> {
    const { workspace, catalogue, images } = this.#parts;
    // Whichever speaks of it leaves it behind anew when it is deleted.
    if (!(await catalogue.speaksOf(name))) await images.removeUnlessSent(name, at);
    await workspace.change(() => [this.#left.get(name)?.at === at ? [this.#left.del(name)] : [], null]);
  }
}
