/**
 * Comments on documents, written down. Whoever asks has been authorized; what is decided here is what is said by whom.
 *
 * What always holds: a change is on the disk when its promise resolves; whatever is asked a second time changes nothing;
 * each change of a document's comments has a revision of its own, greater than all before; what was removed, and a
 * document that was deleted for good, takes nothing more.
 */

import { COMMENT_REPLIES_MAX, COMMENT_THREADS_MAX, COMMENTS_CHARACTERS_MAX } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import {
  type Beginning,
  charactersOf,
  type Head,
  headSchema,
  NO_COMMENTS,
  orderSchema,
  removedSchema,
  revisionKey,
  type Said,
  type ThreadRow,
  threadSchema,
  type Writer,
} from './comment-rows.ts';
import { keyOf, type Table, type Workspace, type Write } from './workspace.ts';

/**
 * `removed`: the thread was there once, or its document; `not-yours`: somebody else wrote that; `threads`, `replies` and
 * `characters`: as many as there may be.
 */
export type CommentRefusal = 'no-thread' | 'removed' | 'not-yours' | 'threads' | 'replies' | 'characters';

export interface CommentChange {
  /** As it is now; null when it is gone. */
  readonly thread: ThreadRow | null;
  /** Of the change; null when nothing changed. */
  readonly revision: number | null;
}

export type CommentOutcome = Result<CommentChange, CommentRefusal>;
type Changed = Promise<CommentOutcome>;

export interface CommentRows {
  /** Of the newest change that is surely among the rows. */
  readonly revision: number;
  /** Each thread once; null for one that is gone. Ends at the first that cannot be read, with an error. */
  readonly rows: AsyncIterable<readonly [id: string, ThreadRow | null]>;
}

/** What becomes of a thread: itself where nothing does, null where it goes. */
type Make = (thread: ThreadRow | null) => Result<ThreadRow | null, CommentRefusal>;

export class CommentStore {
  readonly #workspace: Workspace;
  readonly #clock: Clock;
  readonly #heads: Table<Head>;
  readonly #threads: Table<ThreadRow>;
  readonly #order: Table<{ readonly thread: string }>;
  readonly #removed: Table<{ readonly revision: number }>;

  constructor(workspace: Workspace, clock: Clock) {
    this.#workspace = workspace;
    this.#clock = clock;
    this.#heads = workspace.table('comments', headSchema);
    this.#threads = workspace.table('comment-thread', threadSchema);
    this.#order = workspace.table('comment-order', orderSchema);
    this.#removed = workspace.table('comment-removed', removedSchema);
  }

  /** Whether the document was deleted for good. */
  isGone(documentId: string): boolean {
    return this.#head(documentId).isGone;
  }

  /** @param after a revision, for what changed since; null, or one that never was, for everything. */
  list(documentId: string, after: number | null): CommentRows {
    // Before the rows: what changes meanwhile counts as not seen.
    const { revision } = this.#head(documentId);
    const isWhole = after === null || after > revision;
    return { revision, rows: isWhole ? this.#all(documentId) : this.#changedSince(documentId, after) };
  }

  async *#all(documentId: string) {
    for await (const [, thread] of this.#threads.rows({ prefix: prefixOf(documentId) }))
      yield [thread.id, thread] as const;
  }

  async *#changedSince(documentId: string, revision: number) {
    const prefix = prefixOf(documentId);
    for await (const [, { thread: id }] of this.#order.rows({ prefix, after: prefix + revisionKey(revision) })) {
      yield [id, this.#threads.get(keyOf(documentId, id)) ?? null] as const;
    }
  }

  /** Begins a thread; one of that id stands as it is. */
  begin(documentId: string, id: string, { anchor, quote, comment }: Beginning, writer: Writer): Changed {
    return this.#change(documentId, id, (thread) => {
      if (thread !== null) return ok(thread);
      const comments = [{ ...comment, writer, at: this.#clock.now(), editedAt: null }];
      return ok({ id, revision: 0, anchor, quote, begunBy: writer.id, comments, resolved: null });
    });
  }

  /** Answers in a thread, or changes what the same writer said under that id. */
  say(documentId: string, id: string, { id: commentId, text }: Said, writer: Writer): Changed {
    return this.#change(documentId, id, (thread) => {
      if (thread === null) return failed('no-thread');
      const at = this.#clock.now();
      const before = thread.comments.find((comment) => comment.id === commentId);
      if (before === undefined) {
        if (thread.comments.length >= COMMENT_REPLIES_MAX) return failed('replies');
        return ok({ ...thread, comments: [...thread.comments, { id: commentId, writer, text, at, editedAt: null }] });
      }
      if (before.writer.id !== writer.id) return failed('not-yours');
      if (before.text === text) return ok(thread);
      const after = { ...before, writer, text, editedAt: at };
      return ok({ ...thread, comments: thread.comments.map((comment) => (comment === before ? after : comment)) });
    });
  }

  resolve(documentId: string, id: string, isResolved: boolean, by: Writer): Changed {
    return this.#change(documentId, id, (thread) => {
      if (thread === null) return failed('no-thread');
      if ((thread.resolved !== null) === isResolved) return ok(thread);
      return ok({ ...thread, resolved: isResolved ? { at: this.#clock.now(), by } : null });
    });
  }

  /** Takes a comment back; the last one takes the thread with it. @param writer as the log names authors. */
  takeBack(documentId: string, id: string, commentId: string, writer: string): Changed {
    return this.#change(documentId, id, (thread) => {
      if (thread === null) return failed('no-thread');
      const comment = thread.comments.find((one) => one.id === commentId);
      if (comment === undefined) return ok(thread);
      if (comment.writer.id !== writer) return failed('not-yours');
      const comments = thread.comments.filter((one) => one !== comment);
      return ok(comments.length === 0 ? null : { ...thread, comments });
    });
  }

  /** @param mayRemove whether what this author began may be removed. */
  remove(documentId: string, id: string, mayRemove: (begunBy: string) => boolean): Changed {
    return this.#change(documentId, id, (thread) => {
      if (thread === null) return failed('no-thread');
      return mayRemove(thread.begunBy) ? ok(null) : failed('not-yours');
    });
  }

  /** The document was deleted for good. Done again when it was interrupted. */
  async forget(documentId: string): Promise<void> {
    // From here on nothing is added to what is about to be removed.
    await this.#workspace.change(() => [[this.#heads.put(documentId, { ...NO_COMMENTS, isGone: true })], null]);
    const prefix = prefixOf(documentId);
    const writes: Write[] = [];
    for (const table of [this.#threads, this.#order, this.#removed]) {
      for await (const [key] of table.rows({ prefix })) writes.push(table.del(key));
    }
    if (writes.length > 0) await this.#workspace.change(() => [writes, null]);
  }

  #head(documentId: string): Head {
    return this.#heads.get(documentId) ?? NO_COMMENTS;
  }

  #change(documentId: string, id: string, make: Make): Changed {
    return this.#workspace.change<CommentOutcome>(() => {
      const head = this.#head(documentId);
      const key = keyOf(documentId, id);
      if (head.isGone || this.#removed.get(key) !== undefined) return [[], failed('removed')];
      const before = this.#threads.get(key) ?? null;
      const made = make(before);
      if (!made.ok) return [[], made];
      if (made.value === before) return [[], ok({ thread: before, revision: null })];
      const next = headAfter(head, before, made.value);
      const refusal = refusalOf(head, next);
      if (refusal !== null) return [[], failed(refusal)];
      const thread = made.value === null ? null : { ...made.value, revision: next.revision };
      const writes = [
        this.#heads.put(documentId, next),
        ...(before === null ? [] : [this.#order.del(keyOf(documentId, revisionKey(before.revision)))]),
        this.#order.put(keyOf(documentId, revisionKey(next.revision)), { thread: id }),
        ...(thread === null
          ? [this.#threads.del(key), this.#removed.put(key, { revision: next.revision })]
          : [this.#threads.put(key, thread)]),
      ];
      return [writes, ok({ thread, revision: next.revision })];
    });
  }
}

function prefixOf(documentId: string): string {
  return `${keyOf(documentId)}!`;
}

function headAfter(head: Head, before: ThreadRow | null, after: ThreadRow | null): Head {
  return {
    ...head,
    revision: head.revision + 1,
    threads: head.threads + (after === null ? 0 : 1) - (before === null ? 0 : 1),
    characters: head.characters + charactersOf(after) - charactersOf(before),
  };
}

/** What is there may always become less. */
function refusalOf(before: Head, after: Head): CommentRefusal | null {
  if (after.threads > before.threads && after.threads > COMMENT_THREADS_MAX) return 'threads';
  return after.characters > before.characters && after.characters > COMMENTS_CHARACTERS_MAX ? 'characters' : null;
}
