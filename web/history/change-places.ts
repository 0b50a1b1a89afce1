/**
 * The places where a version differs from the one before it, and what is to be marked at each: the shapes. Positions are
 * ProseMirror's, in the text of the version itself.
 */

import type { Node } from '@tiptap/pm/model';

export type Mark =
  /** Characters that were put in. */
  | { readonly kind: 'added'; readonly from: number; readonly to: number }
  /** The beginning of a block that was put in: text was parted there, or an empty block. */
  | { readonly kind: 'added-break'; readonly at: number }
  /** What has no characters of its own (an image, a line, a formula, a table), or holds them in cells. */
  | { readonly kind: 'added-node'; readonly from: number; readonly to: number; readonly node: 'block' | 'row' | 'cell' }
  | { readonly kind: 'removed'; readonly at: number; readonly text: string }
  | { readonly kind: 'removed-blocks'; readonly at: number; readonly texts: readonly string[] }
  /** By cell. */
  | { readonly kind: 'removed-row'; readonly at: number; readonly texts: readonly string[] }
  /** The same characters, which look otherwise; or the same block, which is another kind of block now. */
  | { readonly kind: 'restyled'; readonly from: number; readonly to: number; readonly isBlock: boolean };

/** One change, as a reader would count them. */
export interface Place {
  readonly marks: readonly Mark[];
  /** What was taken out and put in, in words; both empty where only the looks changed. */
  readonly removed: string;
  readonly added: string;
  /** What looks otherwise; empty where characters changed. */
  readonly restyled: string;
}

/** Marks drawn in one text: each is looked for in every block, which takes a tenth of a second at 10,000 blocks. */
export const MARKS_MAX = 2_000;

/** How a block is called that is taken out or put in: its text, where it has any. */
export type NameOf = (node: Node) => string;

/** Stands for the beginning of a block among characters. */
export const BREAK = '¶';

export function startOf(mark: Mark): number {
  return 'at' in mark ? mark.at : mark.from;
}
