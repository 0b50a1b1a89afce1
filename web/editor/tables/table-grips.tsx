/**
 * Grips at the edges of a table, for the row and the column under the pointer or, without one, around the caret: a press
 * selects the row or column and opens its menu. Behind the last row and column stand buttons that add one. The keyboard
 * has all of it from the table tools of the formatting bar, from the command menu and by keys.
 */

import type { Editor } from '@tiptap/core';
import { addColumn, addRow, TableMap } from '@tiptap/pm/tables';
import { useEditorState } from '@tiptap/react';
import { GripHorizontal, GripVertical, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ceiling } from '../../ui/bar-edges.ts';
import { Floating } from '../../ui/floating.tsx';
import { Popup, usePopupButton } from '../../ui/popup.tsx';
import { text } from '../../ui/text.ts';
import { Tip } from '../../ui/tip.tsx';
import { walkWithKeys } from '../../ui/walk.ts';
import { actsNamed, type Desk } from '../acts.ts';
import { ActItems } from '../bars/act-items.tsx';
import { cellPositionAt, type Line, selectLine } from './table-moves.ts';
import './table-grips.css';
import '../panels/panels.css';

const words = text.blocks;

/** How far from a table its grips still belong to it. */
const NEAR_PX = 28;

const MENU = {
  row: actsNamed('addRowAbove', 'addRowBelow', 'moveRowUp', 'moveRowDown', 'headerRow', 'deleteRow'),
  column: actsNamed(
    'addColumnLeft',
    'addColumnRight',
    'moveColumnLeft',
    'moveColumnRight',
    'widenColumn',
    'narrowColumn',
    'equalColumns',
    'headerColumn',
    'deleteColumn',
  ),
} as const;

export default function TableGrips({ desk }: { readonly desk: Desk }) {
  const { editor } = desk;
  const [menu, setMenu] = useState<Line | null>(null);
  const cell = useCell(editor, menu !== null);
  const table = cell?.closest('table') ?? null;
  if (cell === null || table === null || !editor.isEditable) return null;
  const parts = { desk, cell, table };
  const grip = (line: Line) => (
    <Grip
      key={line}
      {...parts}
      line={line}
      open={menu === line}
      onOpenChange={(open) => setMenu((before) => (open ? line : before === line ? null : before))}
    />
  );
  return (
    <>
      {grip('row')}
      {grip('column')}
      <GrowButton {...parts} line="row" />
      <GrowButton {...parts} line="column" />
    </>
  );
}

interface TableParts {
  readonly desk: Desk;
  readonly cell: HTMLTableCellElement;
  readonly table: HTMLTableElement;
  readonly line: Line;
}

interface GripProps extends TableParts {
  readonly open: boolean;
  onOpenChange(open: boolean): void;
}

function Grip({ desk, cell, table, line, open, onOpenChange }: GripProps) {
  const { editor } = desk;
  const label = line === 'row' ? words.rowMenu : words.columnMenu;
  const Icon = line === 'row' ? GripVertical : GripHorizontal;
  const button = usePopupButton(open, (next) => {
    if (next) selectLine(line, cellPosition(editor, cell))(editor.state, editor.view.dispatch);
    onOpenChange(next);
  });
  return (
    <>
      <Floating
        className="table-grip-place"
        placement={line === 'row' ? startSide(table) : 'top'}
        gap={-10}
        turns={false}
        context={table}
        rectOf={() => gripRect(line, cell, table)}
        version={`${cell.offsetTop} ${cell.offsetLeft} ${cell.offsetHeight} ${cell.offsetWidth}`}
      >
        <Tip label={label}>
          <button
            type="button"
            className={`table-grip table-grip-${line}`}
            aria-label={label}
            tabIndex={-1}
            {...button}
          >
            <Icon aria-hidden="true" size={14} />
          </button>
        </Tip>
      </Floating>
      <Popup
        open={open}
        onOpenChange={onOpenChange}
        anchor={button.ref}
        className="menu"
        label={label}
        finalFocus={() => editor.view.dom}
        onKeyDown={walkWithKeys}
      >
        {open && <ActItems desk={desk} acts={MENU[line]} onDone={() => onOpenChange(false)} />}
      </Popup>
    </>
  );
}

/** Adds a row below the last one, or a column behind it; the caret stays where it is. */
function GrowButton({ desk: { editor }, cell, table, line }: TableParts) {
  const label = line === 'row' ? words.growRow : words.growColumn;
  const side = startSide(table) === 'left' ? 'right' : 'left';
  return (
    <Floating
      className="table-grip-place"
      placement={line === 'row' ? 'bottom' : side}
      gap={-4}
      turns={false}
      context={table}
      rectOf={() => visiblePart(table)}
      version={`${table.offsetHeight} ${table.offsetWidth}`}
    >
      <Tip label={label}>
        <button
          type="button"
          className="table-grow"
          aria-label={label}
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => grow(editor, cell, line)}
        >
          <Plus aria-hidden="true" size={14} />
        </button>
      </Tip>
    </Floating>
  );
}

function grow({ state, view }: Editor, cell: HTMLElement, line: Line): void {
  const $cell = state.doc.resolve(view.posAtDOM(cell, 0) - 1);
  const table = $cell.node(-1);
  const map = TableMap.get(table);
  const rect = { map, table, tableStart: $cell.start(-1), left: 0, top: 0, right: map.width, bottom: map.height };
  view.dispatch(line === 'row' ? addRow(state.tr, rect, map.height) : addColumn(state.tr, rect, map.width));
}

/** The cell under the pointer or, while there is none, around the caret; it stays while a menu is open. */
function useCell(editor: Editor, isHeld: boolean): HTMLTableCellElement | null {
  const pointed = usePointedCell(editor, isHeld);
  const atCaret = useEditorState({ editor, selector: () => cellAtCaret(editor) });
  return pointed?.isConnected ? pointed : atCaret;
}

function usePointedCell(editor: Editor, isHeld: boolean): HTMLTableCellElement | null {
  const [cell, setCell] = useState<HTMLTableCellElement | null>(null);
  useEffect(() => {
    if (isHeld) return;
    const moved = ({ target, clientX, clientY, pointerType, buttons }: PointerEvent) => {
      if (pointerType !== 'mouse' || buttons !== 0 || !(target instanceof Element)) return;
      if (target.closest('.table-grip-place')) return;
      const found =
        !editor.isDestroyed && editor.view.dom.contains(target) ? target.closest<HTMLTableCellElement>('td, th') : null;
      setCell((before) => found ?? (before && isNear(before, clientX, clientY) ? before : null));
    };
    window.addEventListener('pointermove', moved);
    return () => window.removeEventListener('pointermove', moved);
  }, [editor, isHeld]);
  return cell;
}

function isNear(cell: Element, x: number, y: number): boolean {
  const box = cell.closest('table')?.getBoundingClientRect();
  if (box === undefined) return false;
  return x > box.left - NEAR_PX && x < box.right + NEAR_PX && y > box.top - NEAR_PX && y < box.bottom + NEAR_PX;
}

function cellAtCaret({ state, view, isDestroyed }: Editor): HTMLTableCellElement | null {
  if (isDestroyed) return null;
  const position = cellPositionAt(state.selection.$head);
  const dom = position === null ? null : view.nodeDOM(position);
  return dom instanceof HTMLTableCellElement ? dom : null;
}

function cellPosition({ view }: Editor, cell: HTMLElement): number {
  return view.posAtDOM(cell, 0) - 1;
}

/** The edge of the table where the row begins, or above the column; kept in sight while a long table scrolls. */
function gripRect(line: Line, cell: HTMLElement, table: HTMLElement): DOMRect {
  const whole = visiblePart(table);
  const box = cell.getBoundingClientRect();
  if (line === 'row') {
    const edge = startSide(table) === 'left' ? whole.left : whole.right;
    return new DOMRect(edge, box.top, 0, box.height);
  }
  const top = Math.min(Math.max(whole.top, ceiling() + 12), whole.bottom - 24);
  const [left, right] = [Math.max(box.left, whole.left), Math.min(box.right, whole.right)];
  return new DOMRect(left, Math.max(whole.top, top), Math.max(0, right - left), 0);
}

/** A wide table scrolls inside its frame. */
function visiblePart(table: HTMLElement): DOMRect {
  const own = table.getBoundingClientRect();
  const frame = table.parentElement?.getBoundingClientRect() ?? own;
  const left = Math.max(own.left, frame.left);
  return new DOMRect(left, own.top, Math.min(own.right, frame.right) - left, own.height);
}

function startSide(table: Element): 'left' | 'right' {
  return getComputedStyle(table).direction === 'rtl' ? 'right' : 'left';
}
