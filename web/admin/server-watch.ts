/** How the server is doing, asked again and again while somebody looks; an object outside React. */

import { useSyncExternalStore } from 'react';
import type { ServerReport } from '../../server/contract/admin-api.ts';
import { type ApiFailure, ask } from '../lib/api.ts';
import { browserEnvironment } from '../lib/environment.ts';

const LOOK_MS = 5_000;
/** While a backup is being made. */
const LOOK_CLOSELY_MS = 700;

export interface ServerView {
  /** The newest that was told; null before the first. */
  readonly report: ServerReport | null;
  /** Why there is no newer one. */
  readonly failure: ApiFailure | null;
}

class ServerWatch {
  readonly #listeners = new Set<() => void>();
  #view: ServerView = { report: null, failure: null };
  #cancel: () => void = () => {};
  /** The answer to anything asked before is too late. */
  #asked = 0;

  get view(): ServerView {
    return this.#view;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) void this.look();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#cancel();
    };
  };

  /** Now, and from then on. */
  async look(): Promise<void> {
    this.#cancel();
    this.#asked += 1;
    const asked = this.#asked;
    // Nobody sees a page in the background.
    const answer = document.hidden ? null : await ask('GET /api/admin');
    if (asked !== this.#asked || this.#listeners.size === 0) return;
    if (answer !== null) this.#set(answer.ok ? { report: answer.value, failure: null } : { failure: answer.failure });
    const isMoving = (this.#view.report?.backup.running ?? null) !== null;
    this.#cancel = browserEnvironment.after(isMoving ? LOOK_CLOSELY_MS : LOOK_MS, () => void this.look());
  }

  #set(change: Partial<ServerView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export const serverWatch = new ServerWatch();

export function useServer(): ServerView {
  return useSyncExternalStore(serverWatch.subscribe, () => serverWatch.view);
}
