/**
 * Makes the present text what it was, by one ordinary edit: others merge with it, undo takes it back in one step, and
 * the history keeps what was between. Only what differs is written.
 */

import type { Editor } from '@tiptap/core';
import { Fragment, Node, type Schema, Slice } from '@tiptap/pm/model';
import { ReplaceStep, type Step } from '@tiptap/pm/transform';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { withoutForeignIds } from '../../server/contract/document/writing/table-identity.ts';

/** @throws Error where the tree is none that the schema allows. */
export function checkedNode(schema: Schema, tree: TreeNode): Node {
  const node = Node.fromJSON(schema, tree);
  node.check();
  if (node.type !== schema.topNodeType) throw new RangeError('not a whole document');
  return node;
}

/**
 * @param separateUndo what is done from then on is undone by itself.
 * @returns false where the text says this already.
 * @throws Error where the tree is none that the schema allows.
 */
export function restore(
  { state, view }: Pick<Editor, 'state' | 'view'>,
  tree: TreeNode,
  separateUndo: () => void,
): boolean {
  const { doc, schema } = state;
  // Of a table that is gone nothing is taken up but what it showed.
  const wanted = checkedNode(schema, withoutForeignIds(tree, doc.toJSON() as TreeNode));
  const step = stepBetween(doc, wanted);
  if (step === null) return false;
  separateUndo();
  view.dispatch(state.tr.step(step));
  separateUndo();
  return true;
}

/** Null where both are the same. */
export function stepBetween(doc: Node, wanted: Node): Step | null {
  const start = doc.content.findDiffStart(wanted.content);
  const end = doc.content.findDiffEnd(wanted.content);
  if (start === null || end === null) return null;
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const narrow = narrowStep(doc, wanted, start, end.a + overlap, end.b + overlap);
  return narrow ?? new ReplaceStep(0, doc.content.size, new Slice(Fragment.from(wanted.content), 0, 0));
}

/** Null where the ends of what is put in do not fit there. */
function narrowStep(doc: Node, wanted: Node, from: number, to: number, wantedTo: number): Step | null {
  try {
    const step = new ReplaceStep(from, to, wanted.slice(from, wantedTo));
    return step.apply(doc).doc?.eq(wanted) === true ? step : null;
  } catch {
    return null;
  }
}
