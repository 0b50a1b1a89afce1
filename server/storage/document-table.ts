/** The documents that are written or followed at present, with their heads, and those that are known to be damaged. */

import type { Logger } from '../lib/logger.ts';
import type { Tracked } from './commit.ts';
import type { LogError } from './document-log.ts';
import { EMPTY_HEAD } from './document-reader.ts';
import { headKey, recordKey, snapshotKey } from './level-keys.ts';
import { fullMessage, type OrderedStore } from './ordered-store.ts';
import { decodeHead, type Head } from './records.ts';

export function unreadableHead(id: string): LogError {
  const message = `The head record of document ${id} is damaged. Stop the server and run "scriptorium verify --repair".`;
  return { code: 'damaged', message };
}

export class DocumentTable {
  readonly #logger: Logger;
  readonly #trackedById = new Map<string, Tracked>();
  readonly #damageById: Map<string, string>;

  constructor(logger: Logger, damageById: ReadonlyMap<string, string> = new Map()) {
    this.#logger = logger;
    this.#damageById = new Map(damageById);
  }

  tracked(): Iterable<Tracked> {
    return this.#trackedById.values();
  }

  /** The document with its head, loaded when nobody has it yet; null when its head cannot be trusted. */
  track(store: OrderedStore, id: string): Tracked | null {
    const known = this.#trackedById.get(id);
    if (known !== undefined) return known;
    const head = this.#loadHead(store, id);
    if (head === null) return null;
    const document = { id, queued: head, confirmed: head, waiting: 0 };
    this.#trackedById.set(id, document);
    return document;
  }

  /** Lets go of a document that nothing waits for. */
  forgetIdle(id: string): void {
    if (this.#trackedById.get(id)?.waiting === 0) this.#trackedById.delete(id);
  }

  clear(): void {
    this.#trackedById.clear();
  }

  damageOf(id: string): string | null {
    return this.#damageById.get(id) ?? null;
  }

  setDamage(id: string, damage: string): void {
    this.#damageById.set(id, damage);
    this.#logger.error({ document: id }, damage);
  }

  #loadHead(store: OrderedStore, id: string): Head | null {
    const key = headKey(id);
    try {
      const value = store.get(key);
      if (value === undefined) return isUnwritten(store, id) ? EMPTY_HEAD : null;
      const head = decodeHead(key, value);
      return head.ok ? head.value : null;
    } catch (error) {
      this.#logger.error({ document: id, error: fullMessage(error) }, 'a head record cannot be read');
      return null;
    }
  }
}

/** A log whose head record was lost must not be started over. */
function isUnwritten(store: OrderedStore, id: string): boolean {
  return store.get(recordKey(id, 1)) === undefined && store.get(snapshotKey(id)) === undefined;
}
