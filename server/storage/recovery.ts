/**
 * What happens between a failed write and the next confirmed one: wait for room on the disk, open the store again,
 * compare it with everything that was confirmed, look which of the unconfirmed entries reached the disk, write the
 * others. LevelDB itself would carry on after a failed write and lose what it acknowledges from then on.
 */

import { FREE_BYTES_MIN, REOPEN_MS_MAX, REOPEN_MS_MIN } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { type Entry, operationsOf, type Tracked, witnessOf } from './commit.ts';
import type { LogError } from './document-log.ts';
import { isGone } from './document-table.ts';
import { FORMAT_KEY, headKey } from './level-keys.ts';
import { fullMessage, isDiskFull, type OrderedStore, type StoreOpener } from './ordered-store.ts';
import { decodeHead } from './records.ts';

export interface RecoveryOptions {
  readonly opener: StoreOpener;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The reason as it changes from attempt to attempt. */
  readonly onFailure: (failure: LogError) => void;
}

const FULL: LogError = {
  code: 'full',
  message: 'The disk is full. Free some space; the server goes on by itself and loses nothing.',
};

/** The log's word for what the disk said. */
export function failureOf(error: unknown): LogError {
  if (isDiskFull(error)) return FULL;
  const message = `The disk failed: ${fullMessage(error)}. The server keeps trying and confirms nothing until it works.`;
  return { code: 'failing', message };
}

export class Recovery {
  readonly #options: RecoveryOptions;
  #cancelled = false;
  #wake: (() => void) | null = null;

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  /** Gives up at the next step; `run` then answers null. */
  cancel(): void {
    this.#cancelled = true;
    this.#wake?.();
  }

  /** Resolves with a store that holds every entry, synced; null when cancelled. */
  async run(entries: readonly Entry[], tracked: () => Iterable<Tracked>): Promise<OrderedStore | null> {
    for (let attempt = 0; !this.#cancelled; attempt++) {
      if (attempt > 0) await this.#pause(Math.min(REOPEN_MS_MIN * 2 ** (attempt - 1), REOPEN_MS_MAX));
      if (this.#cancelled) break;
      const store = await this.#attempt(entries, tracked);
      if (store !== null) return store;
    }
    return null;
  }

  async #attempt(entries: readonly Entry[], tracked: () => Iterable<Tracked>): Promise<OrderedStore | null> {
    const { opener, onFailure } = this.#options;
    // A directory that is gone, because a volume was taken away, may come back.
    const freeBytes = await opener.freeBytes().catch(failureOf);
    if (typeof freeBytes !== 'number' || freeBytes < FREE_BYTES_MIN) {
      onFailure(typeof freeBytes === 'number' ? FULL : freeBytes);
      return null;
    }
    const opened = await opener.open();
    if (!opened.ok) {
      onFailure(failureOf(opened.error));
      return null;
    }
    try {
      this.#compareHeads(opened.value, tracked);
      await this.#writeMissing(opened.value, entries);
      return opened.value;
    } catch (error) {
      onFailure(failureOf(error));
      await opened.value.close().catch(() => {});
      return null;
    }
  }

  /** The disk must still hold all that was confirmed. If it does not, say so as loudly as we can. */
  #compareHeads(store: OrderedStore, tracked: () => Iterable<Tracked>): void {
    for (const { id, confirmed } of tracked()) {
      if (confirmed.sequence === 0 || isGone(store, id)) continue;
      const key = headKey(id);
      const head = decodeHead(key, store.get(key) ?? new Uint8Array());
      if (head.ok && head.value.sequence >= confirmed.sequence) continue;
      throw new Error(`document ${id} was confirmed through record ${confirmed.sequence} and the disk has less`);
    }
  }

  async #writeMissing(store: OrderedStore, entries: readonly Entry[]): Promise<void> {
    const missing = entries.filter((entry) => !isPresent(store, entry));
    this.#options.logger.info({ present: entries.length - missing.length, missing: missing.length }, 'store reopened');
    // Without anything to write, a write of what is there already shows that the disk takes writes again.
    const operations = missing.length > 0 ? operationsOf(missing) : rewriteOf(store, FORMAT_KEY);
    await store.write(operations);
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer: Timer = this.#options.clock.after(delayMs, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }
}

function isPresent(store: OrderedStore, entry: Entry): boolean {
  // A removal says the same before and after there is something to remove; to say it again is harmless.
  if (entry.kind === 'remove') return false;
  const witness = witnessOf(entry);
  const stored = store.get(witness.key);
  return witness.type === 'put' && stored !== undefined && Buffer.compare(stored, witness.value) === 0;
}

function rewriteOf(store: OrderedStore, key: string): { type: 'put'; key: string; value: Uint8Array }[] {
  const value = store.get(key);
  return value === undefined ? [] : [{ type: 'put', key, value }];
}
