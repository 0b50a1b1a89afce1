/**
 * The inline nodes of a textblock as nested runs, each mark opened once for as long as it lasts: what exports with
 * opening and closing signs need.
 */

import { jsonEqual, type TreeMark, type TreeNode } from './tree.ts';

export type MarkRun =
  | { readonly kind: 'marked'; readonly mark: TreeMark; readonly runs: readonly MarkRun[] }
  | { readonly kind: 'node'; readonly node: TreeNode };

/** Marks that last longest are outermost; of equally long ones the first in the order of the schema. */
export function markRuns(nodes: readonly TreeNode[]): MarkRun[] {
  return runsOf(nodes.map((node) => ({ node, marks: node.marks ?? [] })));
}

interface Pending {
  readonly node: TreeNode;
  /** Marks not opened yet. */
  readonly marks: readonly TreeMark[];
}

function runsOf(pending: readonly Pending[]): MarkRun[] {
  const runs: MarkRun[] = [];
  for (let start = 0; start < pending.length; ) {
    const first = pending[start] as Pending;
    const longest = longestMark(pending, start);
    if (longest) {
      const inside = pending.slice(start, longest.end);
      runs.push({
        kind: 'marked',
        mark: longest.mark,
        runs: runsOf(inside.map((item) => without(item, longest.mark))),
      });
      start = longest.end;
    } else {
      runs.push({ kind: 'node', node: first.node });
      start++;
    }
  }
  return runs;
}

function longestMark(pending: readonly Pending[], start: number): { mark: TreeMark; end: number } | undefined {
  let longest: { mark: TreeMark; end: number } | undefined;
  for (const mark of pending[start]?.marks ?? []) {
    let end = start + 1;
    while (end < pending.length && pending[end]?.marks.some((other) => sameMark(other, mark))) end++;
    if (!longest || end > longest.end) longest = { mark, end };
  }
  return longest;
}

function without(item: Pending, mark: TreeMark): Pending {
  return { node: item.node, marks: item.marks.filter((other) => !sameMark(other, mark)) };
}

function sameMark(a: TreeMark, b: TreeMark): boolean {
  return a.type === b.type && jsonEqual(a.attrs, b.attrs);
}
