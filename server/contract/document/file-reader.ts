/** What reads a file into a document: home in the browser, and for the command line the same code, built for Node. */

import type { TreeNode } from './tree.ts';

export interface ReadFile {
  /** From the file, else its name. */
  readonly title: string;
  readonly tree: TreeNode;
}

export interface ReadFileWithImages extends ReadFile {
  /** The bytes of images that came inside the file, by their `src` in the tree. */
  readonly images: ReadonlyMap<string, Uint8Array>;
}

/**
 * Fails with an Error named `UnreadableFile` whose message is a sentence for a person.
 *
 * @param name with the end that says what kind it is.
 * @param imageBeside a relative address in the file -> a `data:` address with the bytes; null when there is no image.
 */
export type FileReader = (
  name: string,
  bytes: Uint8Array,
  imageBeside: (path: string) => Promise<string | null>,
) => Promise<ReadFileWithImages>;

/** Formats that a document is read and written in through the API. */
export const CONTENT_KINDS = ['markdown', 'html', 'json', 'text'] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];

export interface ReadContent {
  /** Null when the content does not say. */
  readonly title: string | null;
  readonly tree: TreeNode;
}

/** @throws Error whose message says what is wrong with the content. */
export type ContentReader = (kind: ContentKind, content: string) => ReadContent;
