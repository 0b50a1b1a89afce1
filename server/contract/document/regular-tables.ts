/**
 * Makes every table of a tree one that the model can hold: rectangular, without merged cells, with an id on the table,
 * on every row and on every column, and headers in the first row and the first column alone. Commands, pasted HTML and imports make tables that are not.
 */

import { isTableId } from './names.ts';
import { TABLE } from './node-types.ts';
import type { Json, TreeNode } from './tree.ts';

/**
 * The same tree with regular tables; the very same object where there is nothing to change. Ids that are there and
 * stand once are kept; a second table with an id gets a new one, because it is a copy.
 *
 * @param newId gives an id that was never used before (isTableId holds for it).
 * @param taken ids of tables elsewhere in the document; those of this tree are added.
 */
export function withRegularTables(tree: TreeNode, newId: () => string, taken: Set<string> = new Set()): TreeNode {
  return regular(tree, newId, taken);
}

function regular(node: TreeNode, newId: () => string, tables: Set<string>): TreeNode {
  if (node.type === TABLE) return regularTable(node, newId, tables);
  return withContent(node, (child) => regular(child, newId, tables));
}

function withContent(node: TreeNode, change: (child: TreeNode) => TreeNode): TreeNode {
  const content = node.content?.map(change);
  const same = content === undefined || content.every((child, i) => child === node.content?.[i]);
  return same ? node : { ...node, content };
}

function regularTable(table: TreeNode, newId: () => string, tables: Set<string>): TreeNode {
  const id = unusedId(table.attrs?.id, tables, newId);
  const grid = cellGrid(table);
  const rowIds = new Set<string>();
  const columnIds = new Set<string>();
  const width = Math.max(1, ...grid.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, c) => {
    const known = grid
      .map((row) => row[c]?.attrs?.column)
      .find((column) => isTableId(column) && !columnIds.has(column));
    return unusedId(known, columnIds, newId);
  });
  const headers = headersOf(grid, width);
  const rows = grid.map((cells, r): TreeNode => {
    const row = table.content?.[r];
    const content = columns.map((column, c) => {
      const type = (headers.row && r === 0) || (headers.column && c === 0) ? HEADER : CELL;
      return regularCell(cells[c] ?? emptyCell(type), type, column, newId, tables);
    });
    return { type: 'tableRow', attrs: { ...row?.attrs, id: unusedId(row?.attrs?.id, rowIds, newId) }, content };
  });
  return keepSame(table, { ...table, attrs: { ...table.attrs, id }, content: rows });
}

const CELL = 'tableCell';
const HEADER = 'tableHeader';

/** A whole row or column of headers anywhere, so that what is put before the first one becomes the header instead. */
function headersOf(grid: readonly (readonly (TreeNode | undefined)[])[], width: number) {
  const isHeader = (cell: TreeNode | undefined): boolean => cell?.type === HEADER;
  const headerRows = grid.filter((row) => row.length === width && row.every(isHeader)).length;
  const columns = Array.from({ length: width }, (_, c) => grid.map((row) => row[c]));
  const headerColumns = columns.filter((column) => column.every(isHeader)).length;
  // In a single row or column a header of its own kind is enough.
  return {
    row: headerRows > 0 && (width > 1 || headerRows < grid.length || grid.length === 1),
    column: headerColumns > 0 && (grid.length > 1 || headerColumns < width),
  };
}

function unusedId(wanted: Json | undefined, used: Set<string>, newId: () => string): string {
  const id = isTableId(wanted) && !used.has(wanted) ? wanted : newId();
  used.add(id);
  return id;
}

/** The cells by row and column; where a merged cell reached, empty ones of its kind. */
function cellGrid(table: TreeNode): (TreeNode | undefined)[][] {
  const rows = table.content ?? [];
  const grid: (TreeNode | undefined)[][] = Array.from({ length: Math.max(1, rows.length) }, () => []);
  rows.forEach((row, r) => {
    let c = 0;
    for (const cell of row.content ?? []) {
      while (grid[r]?.[c]) c++;
      for (let below = 0; below < span(cell, 'rowspan') && grid[r + below]; below++) {
        for (let right = 0; right < span(cell, 'colspan'); right++) {
          (grid[r + below] as (TreeNode | undefined)[])[c + right] = below + right === 0 ? cell : emptyCell(cell.type);
        }
      }
    }
  });
  return grid;
}

/** Bounded, because a span comes from pasted HTML. */
function span(cell: TreeNode, name: 'colspan' | 'rowspan'): number {
  const count = cell.attrs?.[name];
  return typeof count === 'number' && Number.isInteger(count) ? Math.min(Math.max(count, 1), 100) : 1;
}

function emptyCell(type: string): TreeNode {
  return { type, attrs: {}, content: [{ type: 'paragraph' }] };
}

function regularCell(cell: TreeNode, type: string, column: string, newId: () => string, tables: Set<string>): TreeNode {
  const inner = withContent(cell, (child) => regular(child, newId, tables));
  const width = (cell.attrs?.colwidth as readonly Json[] | null | undefined)?.[0] ?? null;
  const attrs = { ...cell.attrs, colspan: 1, rowspan: 1, colwidth: width === null ? null : [width], column };
  return keepSame(cell, { ...inner, type, attrs });
}

/** The old object where the new one says the same, so that callers can compare by identity. */
function keepSame(before: TreeNode, after: TreeNode): TreeNode {
  const sameContent = after.content?.length === before.content?.length;
  const unchanged = sameContent && (after.content ?? []).every((child, i) => sameRow(before.content?.[i], child));
  return unchanged && after.type === before.type && JSON.stringify(after.attrs) === JSON.stringify(before.attrs)
    ? before
    : after;
}

function sameRow(before: TreeNode | undefined, after: TreeNode): boolean {
  if (before === after) return true;
  if (before?.type !== 'tableRow' || JSON.stringify(before.attrs) !== JSON.stringify(after.attrs)) return false;
  const cells = after.content ?? [];
  return cells.length === before.content?.length && cells.every((cell, i) => cell === before.content?.[i]);
}
