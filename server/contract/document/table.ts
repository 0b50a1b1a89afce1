/**
 * A table: one marker in the flat text, whose keys name the rows and columns and give their order; the cells are root
 * texts named after table, row and column. Rows and columns are therefore always rectangular, whatever happens at
 * once, and no two people can create the same cell twice.
 *
 * In the tree: table { id } > tableRow { id } > tableCell or tableHeader { column, colwidth, colspan 1, rowspan 1 }.
 */

import { TABLE_CELLS_MAX, TABLE_COLUMNS_MAX, TABLE_ROWS_MAX } from '../limits.ts';
import { attributeKey, COLUMN_PREFIX, COLUMN_WIDTH_PREFIX, isTableId, KEY, ROW_PREFIX } from './names.ts';
import { TABLE } from './node-types.ts';
import { compareOrdered, isOrderKey, type Ordered, orderKeysFor } from './order-keys.ts';
import type { MarkerKeys } from './tokens.ts';
import type { Attributes, Json, TreeNode } from './tree.ts';

/** Id of the one row or column shown when two people together have deleted them all. */
const PLACEHOLDER = '_';

export interface TableColumn {
  readonly id: string;
  /** In px; null = shared out by the browser. */
  readonly width: number | null;
}

export interface TableShape {
  readonly id: string;
  readonly rows: readonly string[];
  readonly columns: readonly TableColumn[];
  readonly headerRow: boolean;
  readonly headerColumn: boolean;
}

/** What a table's marker says; undefined without a valid id. Never without a row or a column. */
export function readTable(keys: MarkerKeys): TableShape | undefined {
  const id = keys[KEY.tableId];
  if (!isTableId(id)) return undefined;
  const columns = readAxis(keys, COLUMN_PREFIX, TABLE_COLUMNS_MAX);
  const rowsMax = Math.min(TABLE_ROWS_MAX, Math.floor(TABLE_CELLS_MAX / columns.length));
  return {
    id,
    rows: readAxis(keys, ROW_PREFIX, rowsMax),
    columns: columns.map((column) => ({ id: column, width: readWidth(keys[COLUMN_WIDTH_PREFIX + column]) })),
    headerRow: keys[attributeKey('headerRow')] === true,
    headerColumn: keys[attributeKey('headerColumn')] === true,
  };
}

function readAxis(keys: MarkerKeys, prefix: string, countMax: number): string[] {
  const entries = axisKeys(keys, prefix);
  if (entries.length === 0) return [PLACEHOLDER];
  return entries
    .sort(compareOrdered)
    .slice(0, countMax)
    .map((entry) => entry.id);
}

function axisKeys(keys: MarkerKeys, prefix: string): Ordered[] {
  const entries: Ordered[] = [];
  for (const [name, value] of Object.entries(keys)) {
    const id = name.slice(prefix.length);
    // A key that is no order key sorts behind all others instead of hiding the row's text.
    if (name.startsWith(prefix) && isTableId(id)) entries.push({ id, key: isOrderKey(value) ? value : '~' });
  }
  return entries;
}

function readWidth(width: Json | undefined): number | null {
  return typeof width === 'number' && Number.isInteger(width) && width > 0 && width <= 10_000 ? width : null;
}

/**
 * The marker keys of a table node, without `in`. Rows and columns keep the order keys they have in `current` (the
 * keys of the same table's marker before the edit) where the order allows it.
 *
 * @throws Error when a table, row or column has no id, or one twice: see withTableIds.
 */
export function tableKeys(table: TreeNode, current: MarkerKeys = {}): Record<string, Json> {
  const shape = shapeOfTree(table);
  const keys: Record<string, Json> = { [KEY.type]: TABLE, [KEY.tableId]: shape.id };
  const columns = shape.columns.map((column) => column.id);
  for (const [id, key] of orderKeysFor(shape.rows, currentKeys(current, ROW_PREFIX))) keys[ROW_PREFIX + id] = key;
  for (const [id, key] of orderKeysFor(columns, currentKeys(current, COLUMN_PREFIX))) keys[COLUMN_PREFIX + id] = key;
  for (const { id, width } of shape.columns) if (width !== null) keys[COLUMN_WIDTH_PREFIX + id] = width;
  if (shape.headerRow) keys[attributeKey('headerRow')] = true;
  if (shape.headerColumn) keys[attributeKey('headerColumn')] = true;
  return keys;
}

function currentKeys(keys: MarkerKeys, prefix: string): Map<string, string> {
  return new Map(axisKeys(keys, prefix).map((entry) => [entry.id, entry.key]));
}

/** The shape of a table node of the tree. */
export function shapeOfTree(table: TreeNode): TableShape {
  const rows = table.content ?? [];
  const cells = rows[0]?.content ?? [];
  const headerRow = cells.length > 0 && cells.every(isHeader);
  const firstColumnIsHeader = rows.length > 0 && rows.every((row) => isHeader(row.content?.[0]));
  return {
    id: requiredId(table.attrs?.id, 'table'),
    rows: distinctIds(rows.map((row) => row.attrs?.id)),
    columns: distinctIds(cells.map((cell) => cell.attrs?.column)).map((id, c) => ({
      id,
      width: readWidth((cells[c]?.attrs?.colwidth as readonly Json[] | null | undefined)?.[0]),
    })),
    headerRow,
    // A single row of headers is a header row and nothing else.
    headerColumn: firstColumnIsHeader && !(headerRow && rows.length === 1),
  };
}

function isHeader(cell: TreeNode | undefined): boolean {
  return cell?.type === 'tableHeader';
}

function requiredId(id: Json | undefined, part: string): string {
  if (!isTableId(id)) throw new Error(`a ${part} has no id; call withTableIds first`);
  return id;
}

function distinctIds(ids: readonly (Json | undefined)[]): string[] {
  const checked = ids.map((id) => requiredId(id, 'row or column of a table'));
  if (new Set(checked).size !== checked.length)
    throw new Error('an id stands twice in a table; call withTableIds first');
  return checked;
}

/** The attributes of a cell of the tree. */
export function cellAttributes(column: TableColumn): Attributes {
  return { colspan: 1, rowspan: 1, colwidth: column.width === null ? null : [column.width], column: column.id };
}
