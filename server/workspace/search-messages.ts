/** What the search and its thread say to each other. */

import type { Findings, IndexedDocument } from './search-index.ts';

/** Work, and what each is answered with. */
export interface SearchCalls {
  open(path: string): { readonly isComplete: boolean };
  put(documents: readonly IndexedDocument[]): null;
  setReaders(id: string, readers: readonly string[]): null;
  remove(ids: readonly string[]): null;
  changedAtOf(ids: readonly string[]): Readonly<Record<string, number>>;
  markComplete(): null;
  find(typed: string, readers: readonly string[], limit: number): Findings;
  close(): null;
}

export interface SearchCall {
  readonly number: number;
  readonly name: keyof SearchCalls;
  readonly parameters: readonly unknown[];
}

export type SearchAnswer =
  | { readonly number: number; readonly kind: 'answer'; readonly value: unknown }
  | { readonly number: number; readonly kind: 'failure'; readonly message: string };
