/**
 * Which table of a new version is which one of the old: formats for people name neither tables nor rows nor columns,
 * and what others write into a cell meanwhile is to stay in it. Pure; on regular tables (regular-tables.ts).
 */

import { TABLE } from '../node-types.ts';
import type { TreeNode } from '../tree.ts';
import { commonSubsequence } from './common-subsequence.ts';

/** The new tree, its tables, rows and columns with the ids of those of the old tree that they are. */
export function withKnownTables(tree: TreeNode, old: TreeNode): TreeNode {
  const before = tablesIn(old);
  const after = tablesIn(tree);
  const oldByNew = new Map<TreeNode, TreeNode>();
  for (const [i, j] of paired(before.map(textOf), after.map(textOf))) {
    oldByNew.set(after[j] as TreeNode, before[i] as TreeNode);
  }
  return renamed(tree, oldByNew);
}

/** The new tree without ids that the old one does not know: under such a one there may be text that was deleted. */
export function withoutForeignIds(tree: TreeNode, old: TreeNode): TreeNode {
  const known = new Set<unknown>();
  eachNode(old, ({ attrs }) => {
    known.add(attrs?.id);
    known.add(attrs?.column);
  });
  const strip = (node: TreeNode): TreeNode => {
    const { id, column, ...others } = node.attrs ?? {};
    const kept = { ...(known.has(id) && { id }), ...(known.has(column) && { column }) };
    const attrs = isTablePart(node) ? { attrs: { ...others, ...kept } as NonNullable<TreeNode['attrs']> } : {};
    return { ...node, ...attrs, ...(node.content && { content: node.content.map(strip) }) };
  };
  return strip(tree);
}

function isTablePart({ type }: TreeNode): boolean {
  return type.startsWith(TABLE);
}

function eachNode(node: TreeNode, visit: (node: TreeNode) => void): void {
  visit(node);
  for (const child of node.content ?? []) eachNode(child, visit);
}

/** Those that are in no other table. */
function tablesIn(node: TreeNode): TreeNode[] {
  return node.type === TABLE ? [node] : (node.content ?? []).flatMap(tablesIn);
}

function renamed(node: TreeNode, oldByNew: ReadonlyMap<TreeNode, TreeNode>): TreeNode {
  const old = oldByNew.get(node);
  if (old !== undefined) return renamedTable(node, old);
  return node.content ? { ...node, content: node.content.map((child) => renamed(child, oldByNew)) } : node;
}

function renamedTable(table: TreeNode, old: TreeNode): TreeNode {
  const columns = idsByPlace(columnsOf(table), columnsOf(old), columnIdsOf(old));
  const rows = idsByPlace((table.content ?? []).map(textOf), (old.content ?? []).map(textOf), rowIdsOf(old));
  const cellOf = (row: string | undefined, column: string | undefined): TreeNode | undefined =>
    old.content?.find(({ attrs }) => attrs?.id === row)?.content?.find(({ attrs }) => attrs?.column === column);
  const content = (table.content ?? []).map((row, r) => ({
    ...row,
    attrs: { ...row.attrs, ...(rows.has(r) && { id: rows.get(r) as string }) },
    content: (row.content ?? []).map((cell, c) => {
      const before = cellOf(rows.get(r), columns.get(c));
      const inner = before === undefined ? cell : withKnownTables(cell, before);
      return { ...inner, attrs: { ...cell.attrs, ...(columns.has(c) && { column: columns.get(c) as string }) } };
    }),
  }));
  return { ...table, attrs: { ...table.attrs, id: old.attrs?.id ?? null }, content };
}

function idsByPlace(
  texts: readonly string[],
  oldTexts: readonly string[],
  ids: readonly string[],
): Map<number, string> {
  return new Map(paired(oldTexts, texts).map(([i, j]) => [j, ids[i] as string]));
}

function rowIdsOf(table: TreeNode): string[] {
  return (table.content ?? []).map((row) => String(row.attrs?.id));
}

function columnIdsOf(table: TreeNode): string[] {
  return (table.content?.[0]?.content ?? []).map((cell) => String(cell.attrs?.column));
}

/** The text of each column, from above. */
function columnsOf(table: TreeNode): string[] {
  const rows = table.content ?? [];
  return (rows[0]?.content ?? []).map((_, c) => rows.map((row) => textOf(row.content?.[c])).join('\t'));
}

function textOf(node: TreeNode | undefined): string {
  const own = node?.text ?? (node?.content ? '' : JSON.stringify(node?.attrs?.src ?? node?.attrs?.latex ?? ''));
  return own + (node?.content ?? []).map(textOf).join('\n');
}

/** Those with equal texts; between them, those that are as many on either side, in their order. */
function paired(old: readonly string[], next: readonly string[]): (readonly [number, number])[] {
  const matches = commonSubsequence(old.length, next.length, (i, j) =>
    old[i] === next[j] ? 1 + (old[i] ?? '').length : 0,
  );
  const pairs: (readonly [number, number])[] = [];
  let oldFrom = 0;
  let nextFrom = 0;
  for (const [i, j] of [...matches, [old.length, next.length] as const]) {
    for (let k = 0; k < Math.min(i - oldFrom, j - nextFrom); k++) pairs.push([oldFrom + k, nextFrom + k]);
    if (i < old.length) pairs.push([i, j]);
    oldFrom = i + 1;
    nextFrom = j + 1;
  }
  return pairs;
}
