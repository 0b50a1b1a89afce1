/**
 * The document as a tree: ProseMirror's JSON, which is what `node.toJSON()` writes and `schema.nodeFromJSON()` reads.
 * Pure shapes; nothing here knows ProseMirror.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type Attributes = Readonly<Record<string, Json>>;

export interface TreeMark {
  readonly type: string;
  readonly attrs?: Attributes;
}

export interface TreeNode {
  readonly type: string;
  readonly attrs?: Attributes;
  readonly content?: readonly TreeNode[];
  readonly marks?: readonly TreeMark[];
  /** Only on nodes of type `text`. */
  readonly text?: string;
}

/** Structural equality of JSON values; the order of keys does not matter. */
export function jsonEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => jsonEqual(item, b[i]));
  }
  return recordsEqual(a as Attributes, b as Attributes);
}

function recordsEqual(a: Attributes, b: Attributes): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && jsonEqual(a[key], b[key]))
  );
}
