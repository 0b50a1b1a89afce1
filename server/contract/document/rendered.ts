/** What unflatten gives: a tree, and where every block of it lies in the flat texts and in the tree. */

import type { MarkerToken } from './tokens.ts';
import type { TreeNode } from './tree.ts';

/** Why a block is not shown as it is stored; the editor says so beside it. */
export type Note =
  | { readonly kind: 'unknown-block'; readonly type: string }
  | { readonly kind: 'unknown-container'; readonly type: string }
  /** A table without a valid id, one that stands elsewhere already, or one too deep inside others. */
  | { readonly kind: 'table-not-shown' };

/** One textblock, leaf or table of the tree. */
export interface RenderedBlock {
  /** Root text it stands in: the body or a cell. */
  readonly root: string;
  /** Its marker; null for a paragraph that only the view has (implicit): it gets one when it is edited. */
  readonly marker: MarkerToken | null;
  /** Index of the marker in the root text; of an implicit paragraph: where a marker for it would be inserted. */
  readonly index: number;
  /** Range of its characters in the root text: one to one with the positions in its node. Empty for a leaf. */
  readonly from: number;
  readonly to: number;
  /** Type it is shown as, which differs from the stored one where it may not stand. */
  readonly type: string;
  /** Position before its node, in ProseMirror's counting, and the size of the node. */
  readonly position: number;
  readonly size: number;
  readonly notes: readonly Note[];
}

export interface Rendered {
  readonly nodes: readonly TreeNode[];
  /** In document order; a table stands before the blocks of its cells. */
  readonly blocks: readonly RenderedBlock[];
}
