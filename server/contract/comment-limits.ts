/** The maxima of comments. See limits.ts. */

/** Ids of threads and comments, made by whoever writes: 16 bytes as base64url. */
export const COMMENT_ID_PATTERN = /^[A-Za-z0-9_-]{16,32}$/;

/** A comment is a remark; what is longer belongs into the text. */
export const COMMENT_CHARACTERS_MAX = 5_000;

/** Of the text a thread is about: enough to recognize it. */
export const COMMENT_QUOTE_CHARACTERS_MAX = 300;

/** A relative position is some 20 bytes; this leaves room for the largest client ids and clocks. */
export const COMMENT_ANCHOR_CHARACTERS_MAX = 200;

/** Threads of one document, also resolved ones: the list of all of them is one answer. */
export const COMMENT_THREADS_MAX = 2_000;

/** Comments in one thread. */
export const COMMENT_REPLIES_MAX = 200;

/** The texts of all comments on one document together, some 20,000 of them: the list of all is one answer. */
export const COMMENTS_CHARACTERS_MAX = 4_000_000;
