/** Comments as somebody gets to see them: by the names that people have now, and with what is theirs. */

import type { CommentList, CommentView, ThreadView } from '../contract/comment-api.ts';
import type { CommentRow, ThreadRow, Writer } from '../workspace/comment-rows.ts';
import type { CommentRows } from '../workspace/comment-store.ts';

/** Who looks. */
export interface Onlooker {
  /** As the log names authors. */
  readonly id: string;
  /** What somebody is called whom the log names so; null when nobody knows, or not any more. */
  readonly nameOf: (author: string) => string | null;
}

export function listFor(onlooker: Onlooker, { revision, threads, removed }: CommentRows): CommentList {
  // Few people write many comments, and each name is a look into the database.
  const namesById = new Map<string, string | null>();
  const nameOf = (author: string): string | null => {
    const known = namesById.get(author);
    if (known !== undefined) return known;
    const name = onlooker.nameOf(author);
    namesById.set(author, name);
    return name;
  };
  return { revision, threads: threads.map((thread) => threadFor({ ...onlooker, nameOf }, thread)), removed };
}

export function threadFor(onlooker: Onlooker, thread: ThreadRow): ThreadView {
  const { id, revision, anchor, quote, comments, resolved } = thread;
  return {
    ...{ id, revision, anchor, quote },
    comments: comments.map((comment) => commentFor(onlooker, comment)),
    resolved: resolved === null ? null : { at: resolved.at, by: nameFor(onlooker, resolved.by) },
  };
}

function commentFor(onlooker: Onlooker, { id, writer, text, at, editedAt }: CommentRow): CommentView {
  return { id, author: nameFor(onlooker, writer), isMine: writer.id === onlooker.id, text, at, editedAt };
}

function nameFor({ nameOf }: Onlooker, { id, name }: Writer): string {
  return nameOf(id) ?? name;
}
