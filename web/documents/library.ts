/**
 * The documents this device knows: what the server lists, what was opened or created here, merged. Kept in this
 * browser, so that home shows at once and offline. Pure functions first, then the object components watch.
 */

import type { DocumentSummary } from '../../server/contract/api.ts';
import { LIST_ROWS_MAX, TITLE_CHARACTERS_MAX } from '../../server/contract/limits.ts';
import { knownAccount } from '../accounts/known-account.ts';
import { type ApiFailure, ask } from '../lib/api.ts';
import { StoredValue } from '../lib/stored-value.ts';

/** A document stands in the server's list so soon after its first letter. */
const LISTED_AFTER_MS = 10_000;

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

/**
 * What the server says of the newest documents and of all that this device knows, with what only this device knows;
 * newest change first.
 */
export function mergeList(
  known: readonly KnownDocument[],
  listed: readonly DocumentSummary[],
  nowMs = Date.now(),
): readonly KnownDocument[] {
  const knownById = new Map(known.map((document) => [document.id, document]));
  const listedIds = new Set(listed.map(({ id }) => id));
  const onServer = listed.map((summary) => withServer(knownById.get(summary.id), summary));
  const onlyHere = known
    .filter(({ id, openedHere, whereabouts }) => !listedIds.has(id) && (openedHere || whereabouts === 'waiting'))
    .map((document) =>
      document.whereabouts === 'server' && nowMs - document.changedAt > LISTED_AFTER_MS
        ? { ...document, whereabouts: 'device' as const }
        : document,
    );
  return sorted([...onServer, ...onlyHere]);
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
  return sorted([...known.filter((document) => document.id !== id), { ...present, ...change }]);
}

/** This device is ahead of the server's list, which follows the editor by some seconds. */
function withServer(here: KnownDocument | undefined, listed: DocumentSummary): KnownDocument {
  const isAhead = here?.openedHere && here.changedAt > listed.changedAt;
  return {
    ...listed,
    title: isAhead || listed.title === '' ? (here?.title ?? listed.title) : listed.title,
    changedAt: Math.max(listed.changedAt, here?.changedAt ?? 0),
    whereabouts: 'server',
    openedHere: here?.openedHere ?? false,
    ...(here?.openedAt === undefined ? {} : { openedAt: here.openedAt }),
    ...(here?.isPinned === undefined ? {} : { isPinned: here.isPinned }),
  };
}

function sorted(documents: readonly KnownDocument[]): readonly KnownDocument[] {
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

  /** Asks the server for its list, and hands over what was created while it was away. */
  async refresh(): Promise<void> {
    if (!(await this.#handOverWaiting())) return this.#serverIs('away');
    const newest = await ask('GET /api/documents');
    if (!newest.ok) return this.#serverFailed(newest.failure);
    const known: DocumentSummary[] = [...newest.value.documents];
    const listed = new Set(known.map(({ id }) => id));
    const others = this.#stored.value.filter(({ id, openedHere }) => openedHere && !listed.has(id));
    for (let from = 0; from < others.length; from += LIST_ROWS_MAX) {
      const ids = others.slice(from, from + LIST_ROWS_MAX).map(({ id }) => id);
      const part = await ask('GET /api/documents', { query: { ids: ids.join(',') } });
      if (!part.ok) return this.#serverFailed(part.failure);
      known.push(...part.value.documents);
    }
    this.#stored.value = mergeList(this.#stored.value, known);
    this.#serverIs('answered');
  }

  /** Creates a document here and now; the server hears of it as soon as it can. */
  create(id: string): void {
    const madeBy = knownAccount.present?.id;
    this.#change(id, { whereabouts: 'waiting', openedHere: true, ...(madeBy !== undefined && { madeBy }) });
    void this.#handOverWaiting().then((isThere) => isThere || this.#serverIs('away'));
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

  /** @returns whether the server was there to take them. */
  async #handOverWaiting(): Promise<boolean> {
    const waiting = this.#stored.value.filter(({ whereabouts }) => whereabouts === 'waiting');
    // What is kept here may be older than a sign-in elsewhere.
    if (waiting.some(({ madeBy }) => madeBy !== undefined)) {
      const here = await ask('GET /api/session');
      if (!here.ok) return false;
      knownAccount.note(here.value);
    }
    for (const { id } of waiting.filter((one) => isBy(one, knownAccount.present?.id))) {
      const answer = await ask('POST /api/documents', { body: { id } });
      if (answer.ok) this.onServer(id);
      else if (answer.failure.kind === 'away') return false;
      // It exists already, because its editor was faster.
      else if (answer.failure.status === 409) this.onServer(id);
    }
    return true;
  }

  #change(id: string, change: Partial<Omit<KnownDocument, 'id'>>): void {
    this.#stored.value = withDocument(this.#stored.value, id, change, Date.now());
  }

  #serverFailed(failure: ApiFailure): void {
    this.#serverIs(failure.kind === 'refused' && failure.status === 401 ? 'sign-in' : 'away');
  }

  #serverIs(server: LibraryView['server']): void {
    this.#view = { ...this.view, server };
    for (const listener of this.#listeners) listener();
  }
}

export const library = new Library();

/** What was made while nobody was known here is anybody's. */
function isBy({ madeBy }: KnownDocument, account: string | undefined): boolean {
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
