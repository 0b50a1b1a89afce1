/**
 * What home shows: one view of the documents, page by page, or what a search finds. An object outside React. Until the
 * server has answered, and while it cannot, a view is made of what this device knows.
 */

import type {
  DocumentChanges,
  DocumentCreated,
  DocumentSummary,
  DocumentView,
  PresentPeople,
  SearchResults,
  TagList,
} from '../../server/contract/api.ts';
import { asksForList, type KnownDocument, library } from './library.ts';

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

const EVERYTHING: HomeView = { kind: 'view', view: 'all' };

class HomeList {
  readonly #listeners = new Set<() => void>();
  #state: HomeState = { shown: EVERYTHING, listed: null, next: null, typed: '', results: null, tags: [], people: {} };
  /** The answer to anything asked before is too late. */
  #asked = 0;
  #searched = 0;
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

  /** The first page anew, and the tags; what was shown stays until they are here. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const [list, tags] = await Promise.all([
        asksForList(queryOf(this.#state.shown)),
        readsJson<TagList>('/api/tags'),
      ]);
      if (asked !== this.#asked || list === 'sign-in') return;
      this.#set({ listed: list.documents, next: list.next, tags: tags.tags });
    } catch {
      // The library says that the server is away.
    }
  }

  async more(): Promise<void> {
    const { shown, next, listed } = this.#state;
    if (next === null || listed === null) return;
    const asked = this.#asked;
    const list = await asksForList({ ...queryOf(shown), after: next }).catch(() => 'sign-in' as const);
    if (list === 'sign-in' || asked !== this.#asked) return;
    const known = new Set(listed.map(({ id }) => id));
    this.#set({ listed: [...listed, ...list.documents.filter(({ id }) => !known.has(id))], next: list.next });
  }

  search(typed: string): void {
    this.#set({ typed, ...(typed.trim() === '' && { results: null }) });
    clearTimeout(this.#timer);
    this.#searched += 1;
    if (typed.trim() === '') return;
    const searched = this.#searched;
    this.#timer = setTimeout(async () => {
      const results = await searchFor(typed).catch(() => null);
      if (searched === this.#searched) this.#set({ results: results ?? { results: [], count: 0 } });
    }, TYPED_MS);
  }

  async lookWhoIsHere(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    try {
      this.#set({ people: await readsJson<PresentPeople>(`/api/presence?documents=${ids.join(',')}`) });
    } catch {
      this.#set({ people: {} });
    }
  }

  /** @returns whether the server did it. */
  async change(id: string, changes: DocumentChanges): Promise<boolean> {
    const answer = await sends('PATCH', `/api/documents/${id}`, changes);
    return this.#done(answer);
  }

  /** @returns the new document's id; null when it could not be made. */
  async copy(id: string, title: string | null): Promise<string | null> {
    const answer = await sends('POST', `/api/documents/${id}/copies`, title === null ? {} : { title });
    if (answer === null || !(await this.#done(answer))) return null;
    return ((await answer.json()) as DocumentCreated).id;
  }

  async remove(id: string): Promise<boolean> {
    return this.#done(await sends('DELETE', `/api/documents/${id}`));
  }

  async #done(answer: Response | null): Promise<boolean> {
    if (answer === null || !answer.ok) return false;
    await Promise.all([this.refresh(), library.refresh()]);
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
    case 'shared':
      return known.filter((one) => !isTrashed(one) && one.createdBy?.isYou === false);
    default:
      return shown.view satisfies never;
  }
}

function isTrashed({ trashedAt }: KnownDocument): boolean {
  return trashedAt !== undefined && trashedAt !== null;
}

function queryOf(shown: HomeView): Readonly<Record<string, string>> {
  return shown.kind === 'tag' ? { tag: shown.tag } : { view: shown.view };
}

/** @throws while the server is out of reach. */
export function searchFor(typed: string): Promise<SearchResults> {
  return readsJson<SearchResults>(`/api/search?${new URLSearchParams({ q: typed })}`);
}

/** Says that somebody has it open, for their list of recent ones. */
export function noteVisit(id: string): void {
  void sends('POST', `/api/documents/${id}/visits`);
}

async function readsJson<Value>(address: string): Promise<Value> {
  const answer = await fetch(address, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return (await answer.json()) as Value;
}

/** Null while the server is out of reach. */
async function sends(method: string, address: string, body: object = {}): Promise<Response | null> {
  const headers = { 'content-type': 'application/json' };
  return fetch(address, { method, headers, body: JSON.stringify(body) }).catch(() => null);
}
