/**
 * JSON of the comments on a document: threads, each on a stretch of its text, and what was said in them.
 *
 * Ids are made by whoever writes, so that a request that is repeated after a dead line changes nothing the second time.
 * Times are milliseconds since 1970 in UTC, by the server's clock.
 */

/** Where a thread belongs: two relative positions in the document's text, each encoded by Yjs, then base64url. */
export interface CommentAnchor {
  readonly from: string;
  readonly to: string;
}

export interface CommentView {
  readonly id: string;
  /** As they are called now; where nobody has an account, as they called themselves. */
  readonly author: string;
  /** Whether the asker wrote it, and may change it or take it back. */
  readonly isMine: boolean;
  readonly text: string;
  readonly at: number;
  /** Null unless it was changed after it was written. */
  readonly editedAt: number | null;
}

export interface ThreadView {
  readonly id: string;
  /** The list's revision when this last changed. */
  readonly revision: number;
  readonly anchor: CommentAnchor;
  /** What the text said there when the thread began: tells what it was about when that text is gone. */
  readonly quote: string;
  /** In the order in which they came; never empty. */
  readonly comments: readonly CommentView[];
  readonly resolved: { readonly at: number; readonly by: string } | null;
}

/** `GET /api/documents/:id/comments?after=REVISION`: what changed after that; everything without it. */
export interface CommentList {
  /** Of the newest change; 0 when there never was a comment. */
  readonly revision: number;
  readonly threads: readonly ThreadView[];
  /** Ids of threads that are gone. */
  readonly removed: readonly string[];
}

/** `PUT /api/documents/:id/comments/:thread`: begins a thread. Answers `ThreadView`; the same again when it is there already. */
export interface NewThread {
  readonly anchor: CommentAnchor;
  readonly quote: string;
  readonly comment: { readonly id: string; readonly text: string };
  /** What a writer without an account is called; of no effect for others. */
  readonly name?: string;
}

/**
 * `PUT /api/documents/:id/comments/:thread/replies/:comment`: answers in a thread, or changes one's own comment. Answers
 * `ThreadView`. (`DELETE` of the same address takes one's own comment back; the last one takes the thread with it.)
 */
export interface CommentText {
  readonly text: string;
  readonly name?: string;
}

/** `PATCH /api/documents/:id/comments/:thread`. Answers `ThreadView`. (`DELETE` removes it: whoever began it, and editors.) */
export interface ThreadChange {
  readonly isResolved: boolean;
  readonly name?: string;
}
