/**
 * What somebody does to the comments of a document, from the moment it is done until the server has it: pure data, and
 * what the list looks like with it. Ids are made here, and each change says the same however often it is sent.
 */

import type { CommentAnchor, CommentView, ThreadView } from '../../server/contract/comment-api.ts';
import type { Account } from '../accounts/known-account.ts';

/** What a thread is about; also for one that is gone meanwhile. */
export interface About {
  readonly anchor: CommentAnchor;
  readonly quote: string;
}

interface InThread {
  readonly thread: string;
  readonly about: About;
}

export type Change =
  | (InThread & { readonly kind: 'begin'; readonly comment: string; readonly text: string; readonly name: string })
  /** A reply, or one's own comment in other words. */
  | (InThread & { readonly kind: 'say'; readonly comment: string; readonly text: string; readonly name: string })
  | (InThread & { readonly kind: 'take-back'; readonly comment: string })
  | (InThread & { readonly kind: 'resolve'; readonly isResolved: boolean; readonly name: string })
  | (InThread & { readonly kind: 'remove' });

export interface Refusal {
  readonly status: number;
  /** One word, the same for ever, e.g. `no-access`. */
  readonly reason: string;
}

/** A change that the server has not confirmed. */
export interface Waiting {
  /** In the order in which they were made. */
  readonly key: string;
  readonly documentId: string;
  /** When it was made: milliseconds since 1970, by the clock of this device. */
  readonly at: number;
  readonly change: Change;
  /** Who did it, as far as this browser knew; null, or not there, where it knew nobody. */
  readonly author?: Account | null;
  /** Until then it can be taken back: milliseconds since 1970; 0 when it goes at once. */
  readonly heldUntil: number;
  /** Null unless the server will not have it. */
  readonly refusal: Refusal | null;
}

/** Somebody else did it in this browser: it is theirs to send. */
export interface LeftBySomebody {
  /** Of the account. */
  readonly id: string;
  readonly name: string;
  readonly count: number;
}

/** `waiting`: kept here, not known to the server. The key leads to what was refused. */
export type Delivery =
  | { readonly kind: 'sent' }
  | { readonly kind: 'waiting'; readonly key: string }
  | { readonly kind: 'refused'; readonly key: string; readonly refusal: Refusal };

export interface ShownComment extends CommentView {
  readonly delivery: Delivery;
}

export interface ShownThread extends About {
  readonly id: string;
  /** Never empty. */
  readonly comments: readonly ShownComment[];
  readonly resolved: ThreadView['resolved'];
  /** Of the thread as a whole: resolving, reopening, removing it. */
  readonly delivery: Delivery;
}

const SENT: Delivery = { kind: 'sent' };

/** What a person sees: what the server said, and on top of it what they did here, in its order. */
export function shownThreads(threads: Iterable<ThreadView>, waiting: readonly Waiting[]): readonly ShownThread[] {
  const byId = new Map<string, ShownThread>();
  for (const { id, anchor, quote, comments, resolved } of threads) {
    const sent = comments.map((comment) => ({ ...comment, delivery: SENT }));
    byId.set(id, { id, anchor, quote, comments: sent, resolved, delivery: SENT });
  }
  for (const row of waiting) {
    const { thread } = row.change;
    const shown = withChange(byId.get(thread), row);
    if (shown === undefined || shown.comments.length === 0) byId.delete(thread);
    else byId.set(thread, shown);
  }
  return [...byId.values()];
}

/** @returns undefined where nothing is left of it. */
function withChange(thread: ShownThread | undefined, row: Waiting): ShownThread | undefined {
  const { change } = row;
  switch (change.kind) {
    case 'begin':
    case 'say':
      return withComment(thread ?? emptyThread(change), change.comment, change.text, row);
    case 'take-back':
      if (thread === undefined) return undefined;
      return row.refusal === null ? without(thread, change.comment) : refusedIn(thread, change.comment, row);
    case 'resolve':
      if (thread === undefined) return undefined;
      if (row.refusal !== null) return { ...thread, delivery: deliveryOf(row) };
      return { ...thread, resolved: change.isResolved ? { at: row.at, by: change.name } : null };
    case 'remove':
      return thread && row.refusal !== null ? { ...thread, delivery: deliveryOf(row) } : undefined;
    default:
      return change satisfies never;
  }
}

function emptyThread({ thread, about }: Change): ShownThread {
  return { id: thread, ...about, comments: [], resolved: null, delivery: SENT };
}

function withComment(thread: ShownThread, id: string, text: string, row: Waiting): ShownThread {
  const delivery = deliveryOf(row);
  const known = thread.comments.find((comment) => comment.id === id);
  if (known === undefined) {
    const isMine = row.refusal?.reason !== UNCLAIMED.reason;
    const comment = { id, author: '', isMine, text, at: row.at, editedAt: null, delivery };
    return { ...thread, comments: [...thread.comments, comment] };
  }
  // The server has it, and this device has not heard of that yet.
  if (row.change.kind === 'begin' && row.refusal === null) return thread;
  const comments = thread.comments.map((comment) => (comment === known ? { ...comment, text, delivery } : comment));
  return { ...thread, comments };
}

function without(thread: ShownThread, id: string): ShownThread {
  return { ...thread, comments: thread.comments.filter((comment) => comment.id !== id) };
}

function refusedIn(thread: ShownThread, id: string, row: Waiting): ShownThread {
  const delivery = deliveryOf(row);
  return { ...thread, comments: thread.comments.map((one) => (one.id === id ? { ...one, delivery } : one)) };
}

function deliveryOf({ key, refusal }: Waiting): Delivery {
  return refusal === null ? { kind: 'waiting', key } : { kind: 'refused', key, refusal };
}

/**
 * Whether it is of whoever is here: of the same account, or of nobody known where nobody is known.
 *
 * @param present as in `knownAccount`.
 */
export function isBy({ author }: Waiting, present: Account | null | undefined): boolean {
  return (author?.id ?? '') === (present?.id ?? '');
}

/** Done while nobody was known here, and somebody is now: theirs only if they say so. */
export function isUnclaimed({ author }: Waiting, present: Account | null | undefined): boolean {
  return !author && !!present;
}

/** Why what nobody has claimed is not sent. It is our own word, not the server's. */
export const UNCLAIMED: Refusal = { status: 0, reason: 'unclaimed' };

/** What is claimed with one change: all of its thread. */
export function claimedWith(row: Waiting, rows: readonly Waiting[]): readonly Waiting[] {
  return rows.filter((one) => !one.author && inThreadOf(one, row));
}

/** Whose they are, each once. */
export function leftBySomebody(rows: readonly Waiting[]): readonly LeftBySomebody[] {
  const byId = new Map<string, LeftBySomebody>();
  for (const { author } of rows) {
    if (author) byId.set(author.id, { ...author, count: (byId.get(author.id)?.count ?? 0) + 1 });
  }
  return [...byId.values()];
}

/** What is to be sent next, in order; behind a thread that was not accepted, or is not theirs, nothing of it is. */
export function sendable(
  rows: readonly Waiting[],
  nowMs: number,
  isOwn: (row: Waiting) => boolean,
): readonly Waiting[] {
  const mayGo = (row: Waiting) => row.refusal === null && isOwn(row);
  const stuck = new Set(rows.filter((row) => row.change.kind === 'begin' && !mayGo(row)).map(threadOf));
  return rows.filter((row) => mayGo(row) && row.heldUntil <= nowMs && !stuck.has(threadOf(row)));
}

/** When the next one that is held goes; null when none is. */
export function nextHeldUntil(rows: readonly Waiting[], nowMs: number): number | null {
  const held = rows.filter(({ heldUntil, refusal }) => heldUntil > nowMs && refusal === null);
  return held.length === 0 ? null : Math.min(...held.map(({ heldUntil }) => heldUntil));
}

/** What goes with a change that is thrown away: without its beginning, nothing of a thread can be sent. */
export function thrownAwayWith(row: Waiting, rows: readonly Waiting[]): readonly Waiting[] {
  if (row.change.kind !== 'begin') return [row];
  return rows.filter((one) => inThreadOf(one, row));
}

function inThreadOf(one: Waiting, row: Waiting): boolean {
  return one.documentId === row.documentId && threadOf(one) === threadOf(row);
}

/** What was to be taken away is gone already. */
export function isDoneAnyway({ change }: Waiting, { status }: Refusal): boolean {
  return (status === 404 || status === 410) && (change.kind === 'take-back' || change.kind === 'remove');
}

/** The key of the next change: later than `last`, whatever the clock says, and unlike those of other tabs. */
export function nextKey(last: string | undefined, nowMs: number, random: string): string {
  const lastMs = last === undefined ? 0 : Number.parseInt(last.slice(0, 9), 36);
  return `${Math.max(nowMs, lastMs + 1)
    .toString(36)
    .padStart(9, '0')}-${random}`;
}

function threadOf({ change }: Waiting): string {
  return change.thread;
}
