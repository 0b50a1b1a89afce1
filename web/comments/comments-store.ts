/**
 * The comments on one open document as this page knows them: what the server said, what this browser kept of that, and
 * on top of it what waits here to be sent. An object outside React, watched through `useSyncExternalStore`.
 *
 * What always holds: nothing is shown as sent that the server has not confirmed; what is known stays when the server
 * cannot be asked.
 */

import type { CommentList, ThreadView } from '../../server/contract/comment-api.ts';
import type { ApiFailure, Outcome } from '../lib/api.ts';
import {
  type Change,
  type LeftBySomebody,
  leftBySomebody,
  type ShownThread,
  shownThreads,
  UNCLAIMED,
  type Waiting,
} from './changes.ts';
import { answered, changed, type KnownList, NOTHING_KNOWN, newsIn, whole } from './known-list.ts';
import type { Outbox } from './outbox.ts';

/** What was deleted can be brought back for so long. */
export const UNDO_MS = 8_000;

export interface CommentsView {
  /** In no order. */
  readonly threads: readonly ShownThread[];
  /** Whether the list is known, from the server or from what was kept. */
  readonly isKnown: boolean;
  /** Why the last question was not answered; null when it was, and while none was asked. */
  readonly failure: ApiFailure | null;
  /** Whether something waits that would be gone with this page. */
  readonly wouldLose: boolean;
  /** What others left in this browser, which waits for them. */
  readonly left: readonly LeftBySomebody[];
}

export interface CommentsParts {
  readonly documentId: string;
  readonly outbox: Outbox;
  ask(after: number | undefined): Promise<Outcome<CommentList>>;
  /** What an earlier visit kept; null when nothing was, or it cannot be read. */
  kept(): Promise<readonly ThreadView[] | null>;
  keep(threads: readonly ThreadView[]): void;
  /** The document is not open to this reader: nothing of it stays here. */
  forget(): void;
  /** Others said something, while this page was open. */
  news(authors: readonly string[]): void;
}

const NOTHING: CommentsView = { threads: [], isKnown: false, failure: null, wouldLose: false, left: [] };

export class CommentsStore {
  readonly #parts: CommentsParts;
  readonly #listeners = new Set<() => void>();
  #known: KnownList = NOTHING_KNOWN;
  /** Of whoever is here, and what nobody has claimed. */
  #waiting: readonly Waiting[] = [];
  #unclaimed: readonly Waiting[] = [];
  #view = NOTHING;
  /** Whether the server has answered this page. */
  #isFresh = false;
  #isAsking = false;
  #asksAgain = false;

  constructor(parts: CommentsParts) {
    this.#parts = parts;
  }

  /** Follows what waits, and shows what was kept; the answer ends it. */
  open(): () => void {
    const { outbox, documentId } = this.#parts;
    const end = outbox.subscribe({
      changed: () => this.#takeWaiting(),
      done: (row, thread) => {
        if (row.documentId === documentId) this.#take(answered(this.#known, row.change, thread));
      },
    });
    this.#takeWaiting();
    void outbox.look();
    void this.#readKept();
    return end;
  }

  get view(): CommentsView {
    return this.#view;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @param told the newest revision that was heard of; nothing is asked where it is known. */
  async refresh(told?: number): Promise<void> {
    if (told !== undefined && this.#isFresh && told <= this.#known.revision) return;
    this.#asksAgain = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#asksAgain) {
      this.#asksAgain = false;
      await this.#askOnce();
    }
    this.#isAsking = false;
  }

  /** @param canBeUndone: it is not sent before a person had time to take it back. @returns its key. */
  do(change: Change, canBeUndone = false): string {
    return this.#parts.outbox.add(this.#parts.documentId, change, canBeUndone ? UNDO_MS : 0);
  }

  throwAway(key: string): void {
    this.#parts.outbox.throwAway(key);
  }

  tryAgain(key: string): void {
    this.#parts.outbox.tryAgain(key);
  }

  async #readKept(): Promise<void> {
    const kept = await this.#parts.kept().catch(() => null);
    if (kept === null || this.#isFresh) return;
    // Without a revision: the server says it all again, as people are called now.
    this.#take({ revision: 0, threads: new Map(kept.map((thread) => [thread.id, thread])) });
  }

  async #askOnce(): Promise<void> {
    const { revision } = this.#known;
    const answer = await this.#parts.ask(this.#isFresh ? revision : undefined);
    if (!answer.ok) {
      const { failure } = answer;
      const status = failure.kind === 'refused' ? failure.status : 0;
      // Nobody has written in it yet: there is nothing, and no fault in that.
      if (status === 404) this.#close(null);
      else if (status === 403 || status === 410) this.#close(failure);
      else this.#show({ failure });
      return;
    }
    const before = this.#known;
    const isWhole = !this.#isFresh || answer.value.revision < revision;
    const known = isWhole ? whole(before, answer.value) : changed(before, answer.value);
    if (this.#isFresh) this.#parts.news(newsIn(before, known));
    this.#isFresh = true;
    this.#take(known, null);
    this.#parts.keep([...known.threads.values()]);
  }

  #close(failure: ApiFailure | null): void {
    this.#isFresh = false;
    this.#known = NOTHING_KNOWN;
    this.#show({ failure, isKnown: failure === null });
    this.#parts.forget();
  }

  #takeWaiting(): void {
    const { outbox, documentId } = this.#parts;
    const here = outbox.rows.filter((row) => row.documentId === documentId);
    const unclaimed = here.filter(outbox.isUnclaimed);
    const waiting = here.filter((row) => outbox.isOwn(row) || unclaimed.includes(row));
    const left = leftBySomebody(here.filter((row) => !waiting.includes(row)));
    const { wouldLose } = outbox;
    const isSame = areSame(waiting, this.#waiting) && areSame(unclaimed, this.#unclaimed);
    const isLeft = JSON.stringify(left) === JSON.stringify(this.#view.left);
    if (isSame && isLeft && wouldLose === this.#view.wouldLose) return;
    this.#waiting = waiting;
    this.#unclaimed = unclaimed;
    this.#show({ wouldLose, left });
  }

  #take(known: KnownList, failure = this.#view.failure): void {
    this.#known = known;
    this.#show({ failure, isKnown: true });
  }

  #show(change: Partial<CommentsView>): void {
    const waiting = this.#waiting.map((row) => (this.#unclaimed.includes(row) ? { ...row, refusal: UNCLAIMED } : row));
    const threads = shownThreads(this.#known.threads.values(), waiting);
    this.#view = { ...this.#view, ...change, threads };
    for (const listener of this.#listeners) listener();
  }
}

function areSame(one: readonly Waiting[], other: readonly Waiting[]): boolean {
  return one.length === other.length && one.every((row, i) => row === other[i]);
}
