/** What is asked of the worker that reads and writes documents for programs, and its answers. */

import type { ContentKind } from '../contract/document/file-reader.ts';
import type { Result } from '../lib/result.ts';

/** A document as the updates that it is made of. */
export type Updates = readonly Uint8Array[];

/** One change of what a document says in a format. */
export type ContentChange =
  /** All of it. */
  | { readonly kind: 'whole'; readonly content: string }
  /** The title alone, and what is put before or behind; each stretch to replace must stand there once. */
  | {
      readonly kind: 'parts';
      readonly title?: string | undefined;
      readonly prepend?: string | undefined;
      readonly append?: string | undefined;
      readonly replace?: readonly { readonly find: string; readonly with: string }[] | undefined;
    };

export type ContentRequest =
  | { readonly kind: 'read'; readonly updates: Updates; readonly format: ContentKind | 'first-text' }
  | {
      readonly kind: 'write';
      readonly updates: Updates;
      readonly format: ContentKind;
      readonly change: ContentChange;
      readonly clientId: number;
    };

/** Why a change cannot be made; the sentence is for whoever wrote the program. */
export interface Unwritable {
  readonly kind: 'unreadable' | 'not-found' | 'too-large';
  readonly sentence: string;
}

export interface ReadAnswer {
  readonly title: string;
  readonly content: string;
}

export type ContentReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly answer: ReadAnswer }
  /** The update; null when the document says so already. */
  | { readonly kind: 'written'; readonly result: Result<Uint8Array | null, Unwritable> }
  | { readonly kind: 'failed'; readonly sentence: string };
