/** How the log names authors that are no person. A token with one of these names as its `sub` does not hold. */

/** Whoever the server cannot tell from others: a program or browser without a session in open access. */
export const ANONYMOUS = 'anonymous';

/** The server itself: a document's first block, and repairs. */
export const SERVER = 'server';

const RETURNED = 'returned:';

/**
 * Whoever handed over text that others may have written, after a backup was restored and the server forgot it. Not its
 * author: owns no client id by it.
 */
export function returnedBy(author: string): string {
  return `${RETURNED}${author}`;
}

export function isReturned(author: string): boolean {
  return author.startsWith(RETURNED);
}

/** Whether it names somebody who wrote: not the server, nor whoever only handed over what was lost. */
export function isWriter(author: string): boolean {
  return author !== SERVER && !isReturned(author);
}
