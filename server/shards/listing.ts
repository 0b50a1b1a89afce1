/** The order and length of lists of documents, the same for one process and for the lists of several together. */

import type { DocumentSummary } from '../contract/api.ts';

/** Longest list; paging comes with the index of documents. */
const LISTED_MAX = 1_000;

export function newestFirst(documents: DocumentSummary[]): readonly DocumentSummary[] {
  return documents.sort((one, other) => other.changedAt - one.changedAt).slice(0, LISTED_MAX);
}
