/**
 * The versions of a document as far as this page knows them: the newest pages, fetched from the server. An object
 * outside React, watched through `useSyncExternalStore`.
 *
 * What always holds: what is known stays when the server cannot be asked; of two answers to one question the later asked
 * one counts.
 */

import type { Version, VersionList as VersionPage } from '../../server/contract/api.ts';
import type { ApiFailure, Outcome } from '../lib/api.ts';
import type { Environment } from '../lib/environment.ts';

/** After something was written the list is asked for again so soon, and not more often. */
const REFRESH_MS = 10_000;

export interface VersionListView {
  /** Newest first. */
  readonly versions: readonly Version[];
  /** Whether the server was heard of at least once. */
  readonly isKnown: boolean;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  /** Why the last question was not answered; null when it was. */
  readonly failure: ApiFailure | null;
}

export type AskForPage = (cursor: number | undefined) => Promise<Outcome<VersionPage>>;

const UNKNOWN: VersionListView = { versions: [], isKnown: false, isLoading: true, hasMore: false, failure: null };

export class VersionList {
  readonly #ask: AskForPage;
  readonly #environment: Environment;
  readonly #listeners = new Set<() => void>();
  #view = UNKNOWN;
  #next: string | null = null;
  #asked = 0;
  #cancelRefresh: (() => void) | null = null;

  constructor(ask: AskForPage, environment: Environment) {
    this.#ask = ask;
    this.#environment = environment;
  }

  get view(): VersionListView {
    return this.#view;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The newest again; what is known of the earlier ones stays. */
  async refresh(): Promise<void> {
    this.rest();
    await this.#load(undefined, ({ versions, next }) => {
      const end = versions.at(-1)?.from ?? 0;
      const known = this.#view.versions;
      const earlier = known.filter(({ through }) => through < end);
      // Where the page reaches what is known, the rest of that is still its end; else there is a gap.
      if (earlier.length > 0 && earlier.length < known.length) return [...versions, ...earlier];
      this.#next = next;
      return versions;
    });
  }

  /** The page before. */
  async more(): Promise<void> {
    if (this.#next === null) return;
    await this.#load(Number(this.#next), ({ versions, next }) => {
      this.#next = next;
      const known = this.#view.versions;
      const first = known.at(-1)?.from ?? Number.POSITIVE_INFINITY;
      return [...known, ...versions.filter(({ through }) => through < first)];
    });
  }

  /** Something was written: asks again before long. */
  changed(): void {
    this.#cancelRefresh ??= this.#environment.after(REFRESH_MS, () => void this.refresh());
  }

  /** Nobody looks at it: what was to be asked again is not. */
  rest(): void {
    this.#cancelRefresh?.();
    this.#cancelRefresh = null;
  }

  async #load(cursor: number | undefined, join: (page: VersionPage) => readonly Version[]): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#show({ ...this.#view, isLoading: true });
    const answer = await this.#ask(cursor);
    if (asked !== this.#asked) return;
    if (!answer.ok) {
      this.#show({ ...this.#view, isLoading: false, failure: answer.failure });
      return;
    }
    const versions = join(answer.value);
    this.#show({ versions, isKnown: true, isLoading: false, hasMore: this.#next !== null, failure: null });
  }

  #show(view: VersionListView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}
