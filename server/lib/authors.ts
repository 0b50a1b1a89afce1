/** How the log names authors that are no person. A token with one of these names as its `sub` does not hold. */

/** Whoever the server cannot tell from others: a program or browser without a session in open access. */
export const ANONYMOUS = 'anonymous';

/** The server itself: a document's first block, and repairs. */
export const SERVER = 'server';
