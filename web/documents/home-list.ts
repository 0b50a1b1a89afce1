/**
 * What home shows: one view of the documents, page by page, or what a search finds. An object outside React. Until the
 * server has answered, and while it cannot, a view is made of what this device knows. While somebody looks it follows
 * what others do.
 */

import type {
  DocumentChanges,
  DocumentList,
  DocumentSummary,
  DocumentView,
  PresentPeople,
  SearchResults,
  TagList,
} from '../../server/contract/api.ts';
import { LIST_ROWS, LIST_ROWS_MAX } from '../../server/contract/limits.ts';
import { ask, type Outcome } from '../lib/api.ts';
import { type KnownDocument, library } from './library.ts';
import { refreshLibrary } from './library-sync.ts';

export type HomeView =
  | { readonly kind: 'view'; readonly view: DocumentView }
  | { readonly kind: 'tag'; readonly tag: string };

export interface HomeState {
  readonly shown: HomeView;
  /** What the server listed of it so far; null while it has not answered. */
  readonly listed: readonly DocumentSummary[] | null;
  readonly next: string | null;
  readonly typed: string;
  /** What was found for `typed`; null before the answer. */
  readonly results: SearchResults | null;
  readonly tags: TagList['tags'];
  readonly people: PresentPeople;
}

/** So long after the last letter a search is asked for. */
const TYPED_MS = 120;

/** Who is in how many of the documents that are shown. */
const PEOPLE_ROWS_MAX = 100;

/** Where others change something all the time, what is shown is asked for anew no more often than that. */
const FOLLOWED_MS = 10_000;

const EVERYTHING: HomeView = { kind: 'view', view: 'all' };
export const TRASH: HomeView = { kind: 'view', view: 'trash' };

class HomeList {
  readonly #listeners = new Set<() => void>();
  #state: HomeState = { shown: EVERYTHING, listed: null, next: null, typed: '', results: null, tags: [], people: {} };
  /** The answer to anything asked before is too late. */
  #asked = 0;
  #searched = 0;
  /** Of the list that is shown. */
  #revision = '';
  #followedAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get state(): HomeState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  show(shown: HomeView): void {
    this.#set({ shown, listed: null, next: null, typed: '', results: null });
    void this.refresh();
  }

  /** Whether the server has something in the trash of whoever asks. */
  async hasTrash(): Promise<boolean> {
    const list = await ask('GET /api/documents', { query: { ...queryOf(TRASH), limit: 1 } });
    return list.ok && list.value.documents.length > 0;
  }

  /** As much as was shown anew, and the tags; what was shown stays until they are here. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const { shown, listed } = this.#state;
    const [list, tags] = await Promise.all([asksForRows(queryOf(shown), listed?.length ?? 0), ask('GET /api/tags')]);
    // The library says when the server is away.
    if (asked !== this.#asked || !list.ok || !tags.ok) return;
    const { documents, next, revision } = list.value;
    this.#revision = revision;
    this.#set({ listed: documents, next, tags: tags.value.tags });
    void this.#lookWhoIsHere();
  }

  async more(): Promise<void> {
    const { shown, next, listed } = this.#state;
    if (next === null || listed === null) return;
    const asked = this.#asked;
    const list = await ask('GET /api/documents', { query: { ...queryOf(shown), after: next } });
    if (!list.ok || asked !== this.#asked) return;
    const { documents, next: after } = list.value;
    const known = new Set(listed.map(({ id }) => id));
    this.#set({ listed: [...listed, ...documents.filter(({ id }) => !known.has(id))], next: after });
  }

  search(typed: string): void {
    this.#set({ typed, ...(typed.trim() === '' && { results: null }) });
    clearTimeout(this.#timer);
    this.#searched += 1;
    if (typed.trim() !== '') this.#timer = setTimeout(() => void this.#find(), TYPED_MS);
  }

  /** While the search cannot answer it is being asked: the next look asks again. */
  async #find(): Promise<void> {
    const searched = this.#searched;
    const found = await ask('GET /api/search', { query: { q: this.#state.typed } });
    if (searched === this.#searched) this.#set({ results: found.ok ? found.value : null });
  }

  /** Who is in what is shown; and, when others have changed something meanwhile, what is there now. */
  async look(): Promise<void> {
    const revision = await this.#lookWhoIsHere();
    if (revision !== null) await this.#follow(revision);
  }

  /** @returns null while the server is out of reach. */
  async #lookWhoIsHere(): Promise<string | null> {
    const answer = await ask('GET /api/presence', { query: { documents: this.#idsShown().join(',') } });
    if (!this.#isSearching) this.#set({ people: answer.ok ? answer.value.people : {} });
    return answer.ok ? answer.value.revision : null;
  }

  #idsShown(): readonly string[] {
    if (this.#isSearching) return [];
    return rowsOf(this.#state, library.view.documents)
      .filter(({ whereabouts }) => whereabouts === 'server')
      .slice(0, PEOPLE_ROWS_MAX)
      .map(({ id }) => id);
  }

  async #follow(revision: string): Promise<void> {
    const { results } = this.#state;
    const isStill = revision === (this.#isSearching ? results?.revision : this.#revision);
    const now = performance.now();
    if (isStill || now - this.#followedAt < FOLLOWED_MS) return;
    this.#followedAt = now;
    if (this.#isSearching) await this.#find();
    else await Promise.all([this.refresh(), refreshLibrary()]);
  }

  get #isSearching(): boolean {
    return this.#state.typed.trim() !== '';
  }

  /** @returns whether the server did it. */
  async change(id: string, changes: DocumentChanges): Promise<boolean> {
    return this.#done(await ask('PATCH /api/documents/:id', { id, body: changes }));
  }

  /** @returns the new document's id; null when it could not be made. */
  async copy(id: string, title: string | null): Promise<string | null> {
    const answer = await ask('POST /api/documents/:id/copies', { id, body: title === null ? {} : { title } });
    await this.#done(answer);
    return answer.ok ? answer.value.id : null;
  }

  /** For good: also what this device keeps of it; but not a copy that a tab has open, or that holds what no server has confirmed. */
  async remove(id: string): Promise<boolean> {
    const answer = await ask('DELETE /api/documents/:id', { id });
    if (answer.ok) {
      const { forgetThreads } = await import('../comments/device.ts');
      await forgetThreads(id).catch(() => undefined);
      const { discardCopy } = await import('../collab/discard-copy.ts');
      if (await discardCopy(id).catch(() => false)) library.forget(id);
    }
    return this.#done(answer);
  }

  async #done(answer: Outcome<unknown>): Promise<boolean> {
    if (!answer.ok) return false;
    await Promise.all([this.refresh(), refreshLibrary()]);
    if (this.#state.typed !== '') this.search(this.#state.typed);
    return true;
  }

  #set(change: Partial<HomeState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export const homeList = new HomeList();

/** What a view shows: as the server listed it, with what only this device knows. */
export function rowsOf({ shown, listed }: HomeState, known: readonly KnownDocument[]): readonly KnownDocument[] {
  if (listed === null) return localRows(shown, known);
  const knownById = new Map(known.map((document) => [document.id, document]));
  const rows = listed.map((summary): KnownDocument => {
    const here = knownById.get(summary.id);
    const isAhead = here?.openedHere && here.changedAt > summary.changedAt;
    const ahead = isAhead ? { title: here.title || summary.title, changedAt: here.changedAt } : {};
    return { whereabouts: 'server', openedHere: false, ...here, ...summary, ...ahead };
  });
  if (shown.kind !== 'view' || shown.view !== 'all') return rows;
  const listedIds = new Set(listed.map(({ id }) => id));
  // What is older than the last of the list may stand on a later page of it; where nothing is listed, there is none.
  const oldest = listed.at(-1)?.changedAt ?? 0;
  const own = known.filter(
    (document) => !listedIds.has(document.id) && !isTrashed(document) && isOwn(document, oldest),
  );
  return [...rows, ...own].sort((a, b) => b.changedAt - a.changedAt);
}

/** What the server cannot list, and what it has not listed yet. */
function isOwn({ whereabouts, changedAt, openedHere }: KnownDocument, oldest: number): boolean {
  return whereabouts !== 'server' || (openedHere && changedAt > oldest);
}

function localRows(shown: HomeView, known: readonly KnownDocument[]): readonly KnownDocument[] {
  if (shown.kind === 'tag') return known.filter((one) => !isTrashed(one) && one.tags?.includes(shown.tag));
  switch (shown.view) {
    case 'all':
      return known.filter((one) => !isTrashed(one));
    case 'recent':
      return known
        .filter((one) => !isTrashed(one) && one.openedAt !== undefined)
        .toSorted((a, b) => (b.openedAt ?? 0) - (a.openedAt ?? 0));
    case 'favourites':
      return known.filter((one) => !isTrashed(one) && one.isFavourite);
    case 'templates':
      return known.filter((one) => !isTrashed(one) && one.isTemplate);
    case 'trash':
      return known.filter(isTrashed);
    case 'mine':
      return known.filter((one) => !isTrashed(one) && isMine(one));
    case 'shared':
      return known.filter((one) => !isTrashed(one) && one.createdBy?.isYou === false);
    default:
      return shown.view satisfies never;
  }
}

/** What waits for the server was made here. */
function isMine({ whereabouts, createdBy }: KnownDocument): boolean {
  return createdBy?.isYou === true || whereabouts === 'waiting';
}

function isTrashed({ trashedAt }: KnownDocument): boolean {
  return trashedAt !== undefined && trashedAt !== null;
}

type ListQuery = { readonly tag: string } | { readonly view: DocumentView };

/** A list from its beginning, so long that it has as many rows as before, where there are as many. */
async function asksForRows(query: ListQuery, rows: number): Promise<Outcome<DocumentList>> {
  const limit = Math.min(Math.max(rows, LIST_ROWS), LIST_ROWS_MAX);
  const first = await ask('GET /api/documents', { query: { ...query, limit } });
  if (!first.ok) return first;
  let { documents, next } = first.value;
  while (next !== null && documents.length < rows) {
    const part = await ask('GET /api/documents', { query: { ...query, limit, after: next } });
    if (!part.ok) return part;
    documents = [...documents, ...part.value.documents];
    next = part.value.next;
  }
  return { ...first, value: { documents, next, revision: first.value.revision } };
}

function queryOf(shown: HomeView): ListQuery {
  return shown.kind === 'tag' ? { tag: shown.tag } : { view: shown.view };
}
