/**
 * Moves rows and columns of a table past their neighbours, and finds the row and the column of a place. Rows and cells
 * stay the nodes they are, with their ids, so that what others type into them meanwhile comes along.
 */

import { Fragment, type Node, type ResolvedPos } from '@tiptap/pm/model';
import { type Command, type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import { CellSelection, isInTable, selectedRect, TableMap } from '@tiptap/pm/tables';
import { TABLE } from '../../../server/contract/document/node-types.ts';

/** What a grip holds, and what an act means. */
export type Line = 'row' | 'column';

/** The rows or columns of the selection move together by one place: -1 up or back, 1 down or on. */
export function moveLine(line: Line, by: -1 | 1): Command {
  return (state, dispatch) => {
    if (!isInTable(state)) return false;
    const { table, tableStart, ...rect } = selectedRect(state);
    const [first, end, count] =
      line === 'row' ? [rect.top, rect.bottom, rect.map.height] : [rect.left, rect.right, rect.map.width];
    if (by < 0 ? first === 0 : end === count) return false;
    if (dispatch) {
      const order = orderAfter(count, first, end, by);
      const rows = line === 'row' ? reordered(table, order) : eachRow(table, (row) => row.copy(reordered(row, order)));
      const { tr } = state;
      tr.replaceWith(tableStart, tableStart + table.content.size, rows);
      dispatch(selectMoved(tr, state, tableStart, table, line, by).scrollIntoView());
    }
    return true;
  };
}

/** Selects the whole row or column of the cell at a position. */
export function selectLine(line: Line, cellPosition: number): Command {
  return (state, dispatch) => {
    const $cell = state.doc.resolve(cellPosition);
    const selection = line === 'row' ? CellSelection.rowSelection($cell) : CellSelection.colSelection($cell);
    dispatch?.(state.tr.setSelection(selection));
    return true;
  };
}

/** The position of the innermost cell around a place; null outside of tables. */
export function cellPositionAt($place: ResolvedPos): number | null {
  for (let depth = $place.depth; depth > 1; depth--) {
    if ($place.node(depth - 2)?.type.name === TABLE) return $place.before(depth);
  }
  return null;
}

/** Which old place stands at each new one. */
function orderAfter(count: number, first: number, end: number, by: -1 | 1): readonly number[] {
  const places = Array.from({ length: count }, (_, i) => i);
  const moved = places.splice(first, end - first);
  places.splice(first + by, 0, ...moved);
  return places;
}

function reordered(parent: Node, order: readonly number[]): Fragment {
  return Fragment.from(order.map((place) => parent.child(place)));
}

function eachRow(table: Node, change: (row: Node) => Node): Fragment {
  return Fragment.from(Array.from({ length: table.childCount }, (_, r) => change(table.child(r))));
}

/** The selection goes with what it was in. */
function selectMoved(
  tr: Transaction,
  { selection }: EditorState,
  tableStart: number,
  before: Node,
  line: Line,
  by: -1 | 1,
): Transaction {
  const oldMap = TableMap.get(before);
  const after = tr.doc.nodeAt(tableStart - 1);
  if (after === null) return tr;
  const newMap = TableMap.get(after);
  const shifted = (cell: number): number => {
    const { top, left } = oldMap.findCell(cell);
    const row = line === 'row' ? top + by : top;
    const column = line === 'column' ? left + by : left;
    return newMap.map[row * newMap.width + column] ?? 0;
  };
  if (selection instanceof CellSelection) {
    const [anchor, head] = [selection.$anchorCell.pos, selection.$headCell.pos].map(
      (position) => tableStart + shifted(position - tableStart),
    ) as [number, number];
    return tr.setSelection(CellSelection.create(tr.doc, anchor, head));
  }
  const cell = cellPositionAt(selection.$from);
  if (cell === null) return tr;
  const distance = tableStart + shifted(cell - tableStart) - cell;
  const at = (position: number) => tr.doc.resolve(Math.min(position + distance, tr.doc.content.size));
  return tr.setSelection(TextSelection.between(at(selection.anchor), at(selection.head)));
}
