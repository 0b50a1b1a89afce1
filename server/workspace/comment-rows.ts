/**
 * How comments are kept: a row for each thread with all that was said in it. Pure.
 *
 *   comments         <document>                how many there are, and the newest revision
 *   comment-thread   <document>!<thread>       a thread
 *   comment-order    <document>!<revision>     which thread changed last then, also one that is gone
 *   comment-removed  <document>!<thread>       one that is gone, so that it does not come back
 */

import { z } from 'zod';
import type { CommentAnchor } from '../contract/comment-api.ts';

/** Who did something: as the log names authors, and what they were called then. */
const writerSchema = z.object({ id: z.string(), name: z.string() }).readonly();
export type Writer = z.infer<typeof writerSchema>;

const commentSchema = z
  .object({
    id: z.string(),
    writer: writerSchema,
    text: z.string(),
    at: z.number(),
    editedAt: z.number().nullable(),
  })
  .readonly();
export type CommentRow = z.infer<typeof commentSchema>;

export const threadSchema = z
  .object({
    id: z.string(),
    revision: z.number(),
    anchor: z.object({ from: z.string(), to: z.string() }).readonly(),
    quote: z.string(),
    /** As the log names authors; their comment may be gone. */
    begunBy: z.string(),
    /** Never empty. */
    comments: z.array(commentSchema).readonly(),
    resolved: z.object({ at: z.number(), by: writerSchema }).readonly().nullable(),
  })
  .readonly();
export type ThreadRow = z.infer<typeof threadSchema>;

export const headSchema = z
  .object({
    revision: z.number(),
    threads: z.number(),
    /** Of all texts together. */
    characters: z.number(),
    /** The document was deleted for good: nothing is written any more. */
    isGone: z.boolean(),
  })
  .readonly();
export type Head = z.infer<typeof headSchema>;

export const NO_COMMENTS: Head = { revision: 0, threads: 0, characters: 0, isGone: false };

export const orderSchema = z.object({ thread: z.string() }).readonly();
export const removedSchema = z.object({ revision: z.number() }).readonly();

/** What a thread is begun with. */
export interface Beginning {
  readonly anchor: CommentAnchor;
  readonly quote: string;
  readonly comment: Said;
}

export interface Said {
  readonly id: string;
  readonly text: string;
}

/** Sorts revisions. */
export function revisionKey(revision: number): string {
  return String(revision).padStart(REVISION_DIGITS, '0');
}

const REVISION_DIGITS = 15;

export function charactersOf(thread: ThreadRow | null): number {
  return thread?.comments.reduce((sum, { text }) => sum + text.length, 0) ?? 0;
}
