/**
 * The documents this device knows: what the server lists, what was opened or created here, merged (library-sync.ts). Kept
 * in this browser, so that home shows at once and offline. Pure functions first, then the object components watch.
 */

import type { DocumentSummary } from '../../server/contract/api.ts';
import { TITLE_CHARACTERS_MAX } from '../../server/contract/limits.ts';
import { knownAccount } from '../accounts/known-account.ts';
import { StoredValue } from '../lib/stored-value.ts';

/** Where a document is known: on the server, created here while it was away, or here although the server has lost it. */
export type Whereabouts = 'server' | 'waiting' | 'device';

/** What is known of each; the rest is there once the server has told it. */
type Known = Pick<DocumentSummary, 'id' | 'title' | 'createdAt' | 'changedAt'> & Partial<DocumentSummary>;

export interface KnownDocument extends Known {
  readonly whereabouts: Whereabouts;
  /** Whether it was opened here, so that this device keeps a copy. */
  readonly openedHere: boolean;
  /** When it was last opened here. */
  readonly openedAt?: number;
  /** Its copy stays on this device, however long ago it was opened. */
  readonly isPinned?: boolean;
  /** The account of whoever made it here; not there where nobody was known. */
  readonly madeBy?: string;
}

/** Adds a document, or changes what is known of it. */
export function withDocument(
  known: readonly KnownDocument[],
  id: string,
  change: Partial<Omit<KnownDocument, 'id'>>,
  nowMs: number,
): readonly KnownDocument[] {
  const present = known.find((document) => document.id === id) ?? {
    id,
    title: '',
    createdAt: nowMs,
    changedAt: nowMs,
    whereabouts: 'device',
    openedHere: true,
  };
  return newestFirst([...known.filter((document) => document.id !== id), { ...present, ...change }]);
}

/** By their last change. */
export function newestFirst(documents: readonly KnownDocument[]): readonly KnownDocument[] {
  return documents.toSorted((a, b) => b.changedAt - a.changedAt);
}

export interface LibraryView {
  readonly documents: readonly KnownDocument[];
  /** Whether the server's list is here, on its way, out of reach, or only for people whom the server knows. */
  readonly server: 'asking' | 'answered' | 'away' | 'sign-in';
}

const STORAGE_KEY = 'scriptorium/documents';

class Library {
  readonly #stored = new StoredValue(STORAGE_KEY, documentsIn);
  readonly #listeners = new Set<() => void>();
  #view: LibraryView = { documents: [], server: 'asking' };

  get view(): LibraryView {
    const documents = this.#stored.value;
    if (documents !== this.#view.documents) this.#view = { ...this.#view, documents };
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    const unsubscribe = this.#stored.subscribe(listener);
    this.#listeners.add(listener);
    return () => {
      unsubscribe();
      this.#listeners.delete(listener);
    };
  }

  /** In place of what was known until now. */
  knows(documents: readonly KnownDocument[]): void {
    this.#stored.value = documents;
  }

  /** Whether `id` was created here and the server has not confirmed it. */
  isWaiting(id: string): boolean {
    return this.#stored.value.some((document) => document.id === id && document.whereabouts === 'waiting');
  }

  /** Whether `id` waits for somebody else: it would be the document of whoever brings it to the server. */
  isOfAnother(id: string): boolean {
    const { present } = knownAccount;
    const isOne = (one: KnownDocument) => one.id === id && one.whereabouts === 'waiting';
    return !!present && this.#stored.value.some((one) => isOne(one) && !isBy(one, present.id));
  }

  /** A document was opened or edited on this page. */
  note(id: string, change: { readonly title: string } | { readonly changedAt: number }): void {
    const shown = 'title' in change ? { title: shortened(change.title) } : change;
    this.#change(id, { ...shown, openedHere: true, openedAt: Date.now() });
  }

  pin(id: string, isPinned: boolean): void {
    this.#change(id, { isPinned });
  }

  /** The copy of `id` on this device is gone; the server has it. */
  copyDiscarded(id: string): void {
    this.#change(id, { openedHere: false });
  }

  /** There is no such document any more, neither here nor on the server. */
  forget(id: string): void {
    this.#stored.value = this.#stored.value.filter((document) => document.id !== id);
  }

  /** The server has confirmed that it keeps `id`. */
  onServer(id: string): void {
    this.#change(id, { whereabouts: 'server' });
  }

  /** What came of asking the server. */
  serverIs(server: LibraryView['server']): void {
    this.#view = { ...this.view, server };
    for (const listener of this.#listeners) listener();
  }

  #change(id: string, change: Partial<Omit<KnownDocument, 'id'>>): void {
    this.#stored.value = withDocument(this.#stored.value, id, change, Date.now());
  }
}

export const library = new Library();

/** What was made while nobody was known here is anybody's. */
export function isBy({ madeBy }: KnownDocument, account: string | undefined): boolean {
  return madeBy === undefined || madeBy === account;
}

function shortened(title: string): string {
  return Array.from(title).slice(0, TITLE_CHARACTERS_MAX).join('');
}

function documentsIn(stored: unknown): readonly KnownDocument[] {
  return Array.isArray(stored) ? stored.filter(isKnownDocument) : [];
}

function isKnownDocument(value: unknown): value is KnownDocument {
  if (typeof value !== 'object' || value === null) return false;
  const { id, title, changedAt } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof title === 'string' && typeof changedAt === 'number';
}
