/** Comments as somebody gets to see them: by the names that people have now, and with what is theirs. */

import type { CommentList, CommentView, ThreadView } from '../contract/comment-api.ts';
import { colourOfAuthor } from '../lib/authors.ts';
import type { CommentRow, ThreadRow, Writer } from '../workspace/comment-rows.ts';
import type { CommentRows } from '../workspace/comment-store.ts';

/** Who looks. */
export interface Onlooker {
  /** As the log names authors. */
  readonly id: string;
  /** What somebody is called whom the log names so; null when nobody knows, or not any more. */
  readonly nameOf: (author: string) => string | null;
}

/** Made so many characters at a time, between which everybody else gets their turn: all of it can be some MB. */
const TURN_CHARACTERS = 64 * 1024;

/** @returns the JSON of a `CommentList`. */
export async function listJson(onlooker: Onlooker, { revision, rows }: CommentRows): Promise<string> {
  const seeing = { ...onlooker, nameOf: remembered(onlooker.nameOf) };
  const threads: string[] = [];
  const removed: string[] = [];
  let characters = 0;
  for await (const [id, thread] of rows) {
    const json = thread === null ? null : JSON.stringify(threadFor(seeing, thread));
    if (json === null) removed.push(id);
    else threads.push(json);
    characters += json?.length ?? id.length;
    if (characters < TURN_CHARACTERS) continue;
    characters = 0;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  const empty: CommentList = { revision, threads: [], removed };
  return JSON.stringify(empty).replace('"threads":[]', () => `"threads":[${threads.join(',')}]`);
}

/** Few people write many comments, and each name is a look into the database. */
function remembered(nameOf: Onlooker['nameOf']): Onlooker['nameOf'] {
  const namesById = new Map<string, string | null>();
  return (author) => {
    const known = namesById.get(author);
    if (known !== undefined) return known;
    const name = nameOf(author);
    namesById.set(author, name);
    return name;
  };
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
  const colour = colourOfAuthor(writer.id);
  const author = { author: nameFor(onlooker, writer), ...(colour !== null && { colour }) };
  return { id, ...author, isMine: writer.id === onlooker.id, text, at, editedAt };
}

function nameFor({ nameOf }: Onlooker, { id, name }: Writer): string {
  return nameOf(id) ?? name;
}
