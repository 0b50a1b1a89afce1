/** The comments of a document as the server last said, put together from what it says of changes. Pure. */

import type { CommentList, ThreadView } from '../../server/contract/comment-api.ts';
import type { Change } from './changes.ts';

export interface KnownList {
  /** Of the newest change that is in it. */
  readonly revision: number;
  readonly threads: ReadonlyMap<string, ThreadView>;
}

export const NOTHING_KNOWN: KnownList = { revision: 0, threads: new Map() };

/** All of it. What was heard of later, in an answer of its own, is not forgotten for it. */
export function whole(known: KnownList, { revision, threads }: CommentList): KnownList {
  const isNewer = ({ revision: own }: ThreadView) => own > revision && known.revision <= revision;
  const later = [...known.threads.values()].filter(isNewer);
  return { revision, threads: byId([...threads, ...later]) };
}

/** What changed after the revision that was known. */
export function changed(known: KnownList, { revision, threads, removed }: CommentList): KnownList {
  const all = new Map(known.threads);
  for (const thread of threads) if (!isOlder(thread, all.get(thread.id))) all.set(thread.id, thread);
  for (const id of removed) all.delete(id);
  return { revision: Math.max(revision, known.revision), threads: all };
}

/**
 * A change of one's own that the server has carried out; others up to then may not have been heard of.
 *
 * @param thread as it is now; null where the server says nothing more than that it is done.
 */
export function answered(known: KnownList, change: Change, thread: ThreadView | null): KnownList {
  const threads = new Map(known.threads);
  const before = threads.get(change.thread);
  if (thread !== null) {
    if (!isOlder(thread, before)) threads.set(thread.id, thread);
  } else if (change.kind === 'remove') {
    threads.delete(change.thread);
  } else if (change.kind === 'take-back' && before !== undefined) {
    const comments = before.comments.filter(({ id }) => id !== change.comment);
    if (comments.length === 0) threads.delete(change.thread);
    else threads.set(change.thread, { ...before, comments });
  }
  return { ...known, threads };
}

/** Who wrote what is in `after` and not in `before`, oneself left out. */
export function newsIn(before: KnownList, after: KnownList): readonly string[] {
  const authors: string[] = [];
  for (const [id, { comments }] of after.threads) {
    const known = before.threads.get(id);
    if (known?.comments === comments) continue;
    const heard = new Set(known?.comments.map((comment) => comment.id));
    for (const comment of comments) if (!comment.isMine && !heard.has(comment.id)) authors.push(comment.author);
  }
  return authors;
}

function isOlder({ revision }: ThreadView, known: ThreadView | undefined): boolean {
  return known !== undefined && known.revision > revision;
}

function byId(threads: readonly ThreadView[]): ReadonlyMap<string, ThreadView> {
  return new Map(threads.map((thread) => [thread.id, thread]));
}
