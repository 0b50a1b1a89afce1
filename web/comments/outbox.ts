/**
 * What people do to comments here, on its way to the server: in order, one after the other, kept in this browser until
 * the server has confirmed it, whatever page is open. Tabs share it; one of them sends.
 *
 * What always holds: nothing leaves it but what the server confirmed, and what a person threw away; what the server
 * refuses stays, with the reason, until they did. Nothing is sent under the name of another: what somebody left here
 * waits until they are signed in again; what was done while nobody was known waits for whoever says that it is theirs.
 */

import type { ThreadView } from '../../server/contract/comment-api.ts';
import type { Account } from '../accounts/known-account.ts';
import type { Outcome } from '../lib/api.ts';
import type { Environment } from '../lib/environment.ts';
import { randomId } from '../lib/random-id.ts';
import {
  type Change,
  claimedWith,
  isBy,
  isDoneAnyway,
  isUnclaimed,
  nextHeldUntil,
  nextKey,
  type Refusal,
  sendable,
  thrownAwayWith,
  type Waiting,
} from './changes.ts';

const RETRY_FIRST_MS = 2_000;
const RETRY_LAST_MS = 60_000;

/** Where rows are kept; each call may fail. */
export interface OutboxShelf {
  waitingRows(): Promise<readonly Waiting[]>;
  keepWaiting(row: Waiting): Promise<void>;
  forgetWaiting(keys: readonly string[]): Promise<void>;
}

export interface OutboxParts {
  readonly shelf: OutboxShelf;
  readonly environment: Environment;
  /** Who is here, as far as this browser knows; null for somebody without an account. */
  present(): Account | null | undefined;
  /** The server says that it is somebody else: finds out who. */
  askWhoIsHere(): Promise<void>;
  /** The server carries it out for its author alone. */
  send(row: Waiting): Promise<Outcome<ThreadView | null>>;
  /** Runs it while no other tab sends. */
  alone(act: () => Promise<void>): Promise<void>;
  /** Other tabs should look at the shelf again. */
  tellTabs(): void;
  /** Whether something is waiting, for the next visit. */
  flag(isWaiting: boolean): void;
}

export interface OutboxListener {
  changed(): void;
  /** The server has carried it out. */
  done(row: Waiting, thread: ThreadView | null): void;
}

export class Outbox {
  readonly #parts: OutboxParts;
  readonly #listeners = new Set<OutboxListener>();
  #rows: readonly Waiting[] = [];
  /** Keys of what the browser would not keep. */
  readonly #unkept = new Set<string>();
  #isSending = false;
  #failures = 0;
  #cancelRetry: (() => void) | null = null;
  #lastKey: string | undefined;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** In the order in which they were made; the same array as long as nothing changed. */
  get rows(): readonly Waiting[] {
    return this.#rows;
  }

  /** Whether it is of whoever is here. */
  isOwn = (row: Waiting): boolean => isBy(row, this.#parts.present());

  /** Whether nobody who is known did it, and somebody is known now. */
  isUnclaimed = (row: Waiting): boolean => isUnclaimed(row, this.#parts.present());

  /** Whether all that waits here would be gone with this page. */
  get wouldLose(): boolean {
    return this.#unkept.size > 0;
  }

  subscribe(listener: OutboxListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes a change in, keeps it, and sends it as soon as that can be. @returns its key. */
  add(documentId: string, change: Change, holdMs = 0): string {
    const { environment, shelf } = this.#parts;
    const at = environment.now();
    const key = nextKey(this.#lastKey, at, randomId(6));
    this.#lastKey = key;
    const author = this.#parts.present() ?? null;
    const heldUntil = holdMs === 0 ? 0 : at + holdMs;
    const row: Waiting = { key, documentId, at, change, author, heldUntil, refusal: null };
    this.#unkept.add(key);
    this.#show([...this.#rows, row]);
    shelf.keepWaiting(row).then(
      () => this.#kept(row),
      () => this.#changed(),
    );
    this.send();
    return key;
  }

  /** A person does not want it any more. What is on its way at this moment arrives. */
  throwAway(key: string): void {
    const row = this.#rows.find((one) => one.key === key);
    if (row === undefined) return;
    void this.#forget(thrownAwayWith(row, this.#rows).map((one) => one.key));
  }

  /** What was refused is sent once more, and what it stood in the way of. What nobody had claimed is theirs now. */
  tryAgain(key: string): void {
    const row = this.#rows.find((one) => one.key === key);
    if (row === undefined) return;
    const author = this.#parts.present() ?? null;
    const again = this.isUnclaimed(row) ? claimedWith(row, this.#rows) : [row];
    const kept = again.map((one) => this.#keep({ ...one, author, refusal: null }));
    void Promise.all(kept).then(() => this.send());
  }

  /** What was refused because the server did not know the document, which has been brought to it since. */
  tryMissing(documentId: string): void {
    for (const { key, documentId: own, change, refusal } of this.#own) {
      if (own === documentId && change.kind === 'begin' && refusal?.status === 404) this.tryAgain(key);
    }
  }

  /** The server can be reached again, or a person wants to know. */
  send(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    void this.#sendAll();
  }

  /** Somebody else signed in, or it was heard who is here. */
  othersAreHere(): void {
    this.#changed();
    this.send();
  }

  /** What other tabs and earlier visits left. */
  async look(): Promise<void> {
    const kept = await this.#parts.shelf.waitingRows().catch(() => null);
    if (kept === null) return;
    const own = this.#rows.filter(({ key }) => this.#unkept.has(key));
    const rows = [...kept.filter(({ key }) => !this.#unkept.has(key)), ...own];
    this.#show(rows.sort((a, b) => (a.key < b.key ? -1 : 1)));
  }

  close(): void {
    this.#cancelRetry?.();
  }

  async #sendAll(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    let isAway = false;
    try {
      await this.#parts.alone(async () => {
        await this.look();
        for (let next = this.#next(); next !== undefined && !isAway; next = this.#next()) {
          isAway = !(await this.#sendOne(next));
        }
      });
    } finally {
      this.#isSending = false;
      this.#tryLater(isAway);
    }
  }

  get #own(): readonly Waiting[] {
    return this.#rows.filter(this.isOwn);
  }

  #next(): Waiting | undefined {
    return sendable(this.#rows, this.#parts.environment.now(), this.isOwn)[0];
  }

  /** @returns false when the server cannot be asked now. */
  async #sendOne(row: Waiting): Promise<boolean> {
    const answer = await this.#parts.send(row);
    if (answer.ok) {
      this.#failures = 0;
      for (const listener of this.#listeners) listener.done(row, answer.value);
      await this.#forget([row.key]);
      return true;
    }
    const { failure } = answer;
    if (failure.kind === 'away' || passes(failure.status)) return false;
    if (failure.reason === 'other-person') {
      await this.#parts.askWhoIsHere();
      this.#changed();
      return !this.isOwn(row);
    }
    const refusal: Refusal = { status: failure.status, reason: failure.reason };
    if (isDoneAnyway(row, refusal)) {
      for (const listener of this.#listeners) listener.done(row, null);
      await this.#forget([row.key]);
    } else if (this.#rows.some(({ key }) => key === row.key)) {
      await this.#keep({ ...row, refusal });
    }
    return true;
  }

  #tryLater(isAway: boolean): void {
    const { environment } = this.#parts;
    if (isAway) {
      const delayMs = Math.min(RETRY_LAST_MS, RETRY_FIRST_MS * 2 ** this.#failures) * (0.5 + environment.random() / 2);
      this.#failures += 1;
      this.#cancelRetry ??= environment.after(delayMs, () => this.send());
      return;
    }
    const heldUntil = nextHeldUntil(this.#own, environment.now());
    if (heldUntil === null) return;
    this.#cancelRetry ??= environment.after(heldUntil - environment.now(), () => this.send());
  }

  async #keep(row: Waiting): Promise<void> {
    this.#show(this.#rows.map((one) => (one.key === row.key ? row : one)));
    await this.#parts.shelf.keepWaiting(row).then(
      () => this.#kept(row),
      () => undefined,
    );
  }

  async #forget(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#unkept.delete(key);
    this.#show(this.#rows.filter(({ key }) => !keys.includes(key)));
    await this.#parts.shelf.forgetWaiting(keys).catch(() => undefined);
    this.#parts.tellTabs();
  }

  #kept({ key }: Waiting): void {
    this.#unkept.delete(key);
    // Thrown away, or sent, while it was being written.
    if (!this.#rows.some((row) => row.key === key)) void this.#parts.shelf.forgetWaiting([key]).catch(() => undefined);
    this.#parts.tellTabs();
    this.#changed();
  }

  #show(rows: readonly Waiting[]): void {
    this.#rows = rows;
    this.#lastKey = rows.at(-1)?.key ?? this.#lastKey;
    this.#parts.flag(rows.some(({ refusal }) => refusal === null));
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener.changed();
  }
}

/** Signed out, too much at once, or the server's own trouble: it may take it later. */
function passes(status: number): boolean {
  return status === 401 || status === 429 || status >= 500;
}
