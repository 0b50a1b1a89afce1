/** The width of columns, by menus: for whoever cannot drag their edges. The same attribute as the drag writes. */

import type { Editor } from '@tiptap/core';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { isInTable, selectedRect } from '@tiptap/pm/tables';
import { CELL_WIDTH_MIN_PX } from './table-nodes.ts';

const STEP_PX = 32;

/** The columns of the selection a step wider (1) or narrower (-1); each begins where the first of them is. */
export function resizeColumns({ state, view, isEditable }: Editor, by: -1 | 1): boolean {
  if (!isEditable || !isInTable(state)) return false;
  const { map, tableStart, left, right } = selectedRect(state);
  const width = Math.max(CELL_WIDTH_MIN_PX, widthOf(view, tableStart + (map.map[left] ?? 0)) + by * STEP_PX);
  view.dispatch(withWidth(state, left, right, [width]));
  return true;
}

/** All columns of the table of one width again: what is left of the page for each. */
export function evenColumns({ state, view, isEditable }: Editor): boolean {
  if (!isEditable || !isInTable(state)) return false;
  view.dispatch(withWidth(state, 0, selectedRect(state).map.width, null));
  return true;
}

function withWidth(state: EditorState, left: number, right: number, colwidth: readonly number[] | null): Transaction {
  const { map, tableStart } = selectedRect(state);
  const { tr } = state;
  for (let row = 0; row < map.height; row++) {
    for (let column = left; column < right; column++) {
      const cell = map.map[row * map.width + column];
      if (cell !== undefined) tr.setNodeAttribute(tableStart + cell, 'colwidth', colwidth);
    }
  }
  return tr;
}

/** In pixels: as it was set, else as it is drawn. */
function widthOf(view: Editor['view'], cell: number): number {
  const [set] = (view.state.doc.nodeAt(cell)?.attrs.colwidth ?? []) as readonly number[];
  const dom = view.nodeDOM(cell);
  return set || (dom instanceof HTMLElement ? dom.offsetWidth : 0);
}
