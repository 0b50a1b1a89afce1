/** The documents that are written or followed at present, with their heads, and those that are known to be damaged. */

import type { Logger } from '../lib/logger.ts';
import type { Tracked } from './commit.ts';
import type { LogError } from './document-log.ts';
import { EMPTY_HEAD } from './document-reader.ts';
import { goneKey, headKey, recordKey, snapshotKey } from './level-keys.ts';
import { fullMessage, type OrderedStore } from './ordered-store.ts';
import { decodeHead, type Head } from './records.ts';

function unreadableHead(id: string): LogError {
  const message = `The head record of document ${id} is damaged. Stop the server and run "scriptorium verify --repair".`;
  return { code: 'damaged', message };
}

export function goneDocument(id: string): LogError {
  return { code: 'gone', message: `Document ${id} was deleted for good.` };
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

  /** Why a document that cannot be tracked takes nothing. */
  untrackable(store: OrderedStore | null, id: string): LogError {
    return store !== null && isGone(store, id) ? goneDocument(id) : unreadableHead(id);
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

  /** From now on it takes nothing more. */
  setGone(id: string): void {
    this.#damageById.set(id, goneDocument(id).message);
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

/** A log whose head record was lost must not be started over, nor one that was deleted. */
function isUnwritten(store: OrderedStore, id: string): boolean {
  const isStored = store.get(recordKey(id, 1)) !== undefined || store.get(snapshotKey(id)) !== undefined;
  return !isStored && !isGone(store, id);
}

export function isGone(store: OrderedStore, id: string): boolean {
  return store.get(goneKey(id)) !== undefined;
}
