/**
 * JSON of the comments on a document: threads, each on a stretch of its text, and what was said in them.
 *
 * Ids are made by whoever writes, so that a request that is repeated after a dead line changes nothing the second time.
 * Times are milliseconds since 1970 in UTC, by the server's clock.
 */

/**
 * Where a thread belongs: two relative positions in the document's text, each encoded by Yjs, then base64url. The server
 * sees that they can be decoded, not that they are positions in this document.
 */
export interface CommentAnchor {
  readonly from: string;
  readonly to: string;
}

export interface CommentView {
  readonly id: string;
  /** As they are called now; in open access, as they called themselves; "" for whoever did not. */
  readonly author: string;
  /** Their place in the palette; not there for whoever has chosen one: a guest, a browser in open access. */
  readonly colour?: number;
  /** Whether the asker wrote it, and may change it or take it back. In open access all without a cookie are one writer. */
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
  /** By their name. */
  readonly resolved: { readonly at: number; readonly by: string } | null;
}

/**
 * `GET /api/documents/:id/comments?after=REVISION`: what changed after that; everything without it, and everything, with
 * a smaller revision, when the server has none so great: it was restored from a backup. Threads come in no order.
 */
export interface CommentList {
  /** Of the newest change; 0 when there never was a comment. */
  readonly revision: number;
  readonly threads: readonly ThreadView[];
  /** Ids of threads that are gone; none in an answer that is everything. */
  readonly removed: readonly string[];
}

/**
 * With each request that changes something: whose word it is, by their id in `GET /api/session`; empty for somebody whom the
 * server knows by none. Where somebody else asks by now it is refused (412, `other-person`), and nothing is done: what waited
 * on a device that people share is said by whoever wrote it or not at all.
 */
export interface SaidBy {
  readonly as?: string;
}

/** `PUT /api/documents/:id/comments/:thread`: begins a thread. Answers `ThreadView`; the same again when it is there already. */
export interface NewThread {
  readonly anchor: CommentAnchor;
  readonly quote: string;
  readonly comment: { readonly id: string; readonly text: string };
  /** What a writer is called whom the server knows by no name, in open access; of no effect for others. */
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
