/**
 * How the log names authors that are no person, and what follows from such a name. A token with one of the names here as
 * its `sub` does not hold.
 */

import { colourIndexFor } from '../contract/palette.ts';

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

/**
 * The colour of an account, a token or whoever another application vouches for: it follows from who they are, so that one
 * person has one wherever they are seen. Null for whoever chooses one: a guest, and a browser in open access.
 */
export function colourOfAuthor(author: string): number | null {
  return author === ANONYMOUS || /^(?:guest|browser):/.test(author) ? null : colourIndexFor(author);
}
