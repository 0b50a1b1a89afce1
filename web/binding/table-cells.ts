/**
 * Tables in a ProseMirror tree: their rows and cells by name, and whether a table can be stored as it is.
 * Pure; knows ProseMirror, not Yjs.
 */

import type { Node } from '@tiptap/pm/model';
import { cellName, isTableId } from '../../server/contract/document/names.ts';
import { TABLE } from '../../server/contract/document/node-types.ts';
import { changedArea, childrenOf, offsetOfChild } from './changed-area.ts';
import { holdsOneTextblock, type PlacedBlock } from './tree-blocks.ts';

export interface PlacedCell extends PlacedBlock {
  /** Name of its root text. */
  readonly name: string;
}

/** The rows of a table. */
export function rowsOf({ node, position }: PlacedBlock): PlacedBlock[] {
  const rows: PlacedBlock[] = [];
  node.forEach((row, offset) => {
    rows.push({ node: row, position: position + 1 + offset });
  });
  return rows;
}

export function cellsOfRow(table: Node, { node: row, position }: PlacedBlock): PlacedCell[] {
  const cells: PlacedCell[] = [];
  row.forEach((node, offset) => {
    cells.push({ name: nameOf(table, row, node), node, position: position + 1 + offset });
  });
  return cells;
}

/** The cells of a table, row by row. */
export function cellsOfTable(table: PlacedBlock): PlacedCell[] {
  return rowsOf(table).flatMap((row) => cellsOfRow(table.node, row));
}

function nameOf(table: Node, row: Node, cell: Node): string {
  return cellName(String(table.attrs.id), String(row.attrs.id), String(cell.attrs.column));
}

const withTable = new WeakMap<Node, boolean>();

/** Whether a node is a table or holds one, outside of the cells of others. */
export function holdsTable(node: Node): boolean {
  if (node.type.name === TABLE) return true;
  if (node.isTextblock || node.isLeaf || holdsOneTextblock(node)) return false;
  let holds = withTable.get(node);
  if (holds === undefined) {
    holds = false;
    for (let i = 0; i < node.childCount && !holds; i++) holds = holdsTable(node.child(i));
    withTable.set(node, holds);
  }
  return holds;
}

/** The cells of the tables among some children of a node; positions count in its content. */
export function cellsAmong(parent: Node, from: number, to: number): PlacedCell[] {
  const cells: PlacedCell[] = [];
  const visit = (node: Node, position: number): void => {
    if (!holdsTable(node)) return;
    if (node.type.name === TABLE) cells.push(...cellsOfTable({ node, position }));
    else {
      node.forEach((child, offset) => {
        visit(child, position + 1 + offset);
      });
    }
  };
  const some = childrenOf(parent, from, to);
  if (!some.some(holdsTable)) return cells;
  let offset = offsetOfChild(parent, from);
  for (const child of some) {
    visit(child, offset);
    offset += child.nodeSize;
  }
  return cells;
}

/** The cells that one version of a document has and another has not, by name, cells in cells too. */
export function cellsGone(before: Node, after: Node): ReadonlyMap<string, Node> {
  const area = changedArea(before, after);
  if (!area) return new Map();
  const gone = cellsByName(before, area.from, area.oldTo);
  if (gone.size > 0) for (const name of cellsByName(after, area.from, area.newTo).keys()) gone.delete(name);
  return gone;
}

export function cellsByName(parent: Node, from = 0, to = parent.childCount, into = new Map<string, Node>()) {
  for (const { name, node } of cellsAmong(parent, from, to)) {
    into.set(name, node);
    cellsByName(node, 0, node.childCount, into);
  }
  return into;
}

/** The cell around a position, the innermost one. */
export function cellAround(doc: Node, position: number): PlacedCell | undefined {
  const $position = doc.resolve(position);
  for (let depth = $position.depth; depth > 2; depth--) {
    const [table, row, node] = [$position.node(depth - 2), $position.node(depth - 1), $position.node(depth)];
    if (table.type.name !== TABLE) continue;
    return { name: nameOf(table, row, node), node, position: $position.before(depth) };
  }
  return undefined;
}

/** The cell with this name. */
export function cellNamed(doc: Node, name: string): PlacedCell | undefined {
  let found: PlacedCell | undefined;
  doc.descendants((node, position) => {
    if (node.type.name === TABLE) found ??= cellsOfTable({ node, position }).find((cell) => cell.name === name);
    return found === undefined && !node.isTextblock;
  });
  return found;
}

/** Whether every table among the changed children of a document can be stored: ids everywhere, no merged cells. */
export function tablesAreRegular(before: Node, after: Node): boolean {
  const area = changedArea(before, after);
  if (!area) return true;
  const isRegular = (node: Node): boolean => {
    if (!holdsTable(node)) return true;
    if (node.type.name === TABLE && !isRegularTable(node)) return false;
    for (let i = 0; i < node.childCount; i++) if (!isRegular(node.child(i))) return false;
    return true;
  };
  for (let i = area.from; i < area.newTo; i++) if (!isRegular(after.child(i))) return false;
  return true;
}

function isRegularTable(table: Node): boolean {
  const columns = columnsOf(table.firstChild);
  const rows = new Set<unknown>();
  table.forEach((row) => {
    rows.add(row.attrs.id);
  });
  if (!isTableId(table.attrs.id) || rows.size !== table.childCount || new Set(columns).size !== columns.length) {
    return false;
  }
  for (let r = 0; r < table.childCount; r++) {
    const row = table.child(r);
    if (!isTableId(row.attrs.id) || columnsOf(row).join() !== columns.join()) return false;
  }
  return columns.length > 0 && columns.every(isTableId);
}

function columnsOf(row: Node | null): unknown[] {
  const columns: unknown[] = [];
  row?.forEach(({ attrs }) => {
    columns.push(attrs.colspan === 1 && attrs.rowspan === 1 ? attrs.column : null);
  });
  return columns;
}
