/**
 * Moves the blocks of the selection one place up or down, as a person means it: past their neighbour; an item at the
 * end of its list, or a block at the end of a callout, steps out of it. The blocks are deleted and inserted in one
 * transaction, in which the binding sees a move (web/binding/moves.ts): what others type into them comes along.
 */

import { Fragment, type Node, NodeRange, type ResolvedPos } from '@tiptap/pm/model';
import {
  type Command,
  type EditorState,
  NodeSelection,
  type Selection,
  TextSelection,
  type Transaction,
} from '@tiptap/pm/state';
import { CellSelection } from '@tiptap/pm/tables';

export type Direction = 'up' | 'down';

const ITEMS: ReadonlySet<string> = new Set(['listItem', 'taskItem']);
const LISTS: ReadonlySet<string> = new Set(['bulletList', 'orderedList', 'taskList']);
const CELLS: ReadonlySet<string> = new Set(['tableCell', 'tableHeader']);
/** What is moved as a whole, never in its parts. */
const WHOLES: ReadonlySet<string> = new Set(['table', 'tableRow', 'details']);

/** Answers true also where there is nowhere to go: the key means nothing else there. */
export function moveBlock(direction: Direction): Command {
  return (state, dispatch) => {
    const range = movedRange(state);
    if (range === null) return false;
    const tr = direction === 'up' ? movedUp(state, range) : movedDown(state, range);
    if (tr !== null) dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** The blocks that move together: siblings around the whole selection; an item rather than its first paragraph. */
export function movedRange({ selection }: EditorState): NodeRange | null {
  if (!isWholeTable(selection)) return rangeAround(selection.$from, selection.$to);
  const { $anchorCell, $headCell } = selection;
  // Of a cell the place is in its row, which is in the table.
  return new NodeRange($anchorCell, $headCell, $anchorCell.depth - 2);
}

/** All cells of a table: so the tables' own plugin shows that one is selected. */
export function isWholeTable(selection: Selection): selection is CellSelection {
  return selection instanceof CellSelection && selection.isRowSelection() && selection.isColSelection();
}

/** The block at one place as a hand takes hold of it: where that is all there is in a cell, the table. */
export function heldRange($place: ResolvedPos): NodeRange | null {
  const range = rangeAround($place, $place);
  const isAllOfCell = range !== null && CELLS.has(range.parent.type.name) && isAll(range);
  return isAllOfCell ? outerRange(range) : range;
}

/** The same around any two places. */
export function rangeAround($from: ResolvedPos, $to: ResolvedPos): NodeRange | null {
  const range = $from.blockRange($to, (node) => !WHOLES.has(node.type.name));
  if (range === null) return null;
  const startsItem = ITEMS.has(range.parent.type.name) && range.startIndex === 0;
  return startsItem ? new NodeRange($from, $to, range.depth - 1) : range;
}

function movedUp(state: EditorState, range: NodeRange): Transaction | null {
  const { parent, startIndex, start } = range;
  if (startIndex > 0) return relocated(state, range, start - parent.child(startIndex - 1).nodeSize);
  return steppedOut(state, range, 'up');
}

function movedDown(state: EditorState, range: NodeRange): Transaction | null {
  const { parent, endIndex, end } = range;
  if (endIndex < parent.childCount) return relocated(state, range, end + parent.child(endIndex).nodeSize);
  return steppedOut(state, range, 'down');
}

/**
 * Out of the container whose end was reached; past what is beside it where the container is a list. Nothing leaves a
 * cell: where all of it would, the table moves.
 */
function steppedOut(state: EditorState, range: NodeRange, direction: Direction): Transaction | null {
  const { parent, depth } = range;
  if (depth === 0 || ITEMS.has(parent.type.name) || (CELLS.has(parent.type.name) && !isAll(range))) return null;
  const outer = outerRange(range);
  if (outer === null) return null;
  if (isAll(range)) return direction === 'up' ? movedUp(state, outer) : movedDown(state, outer);
  if (!LISTS.has(parent.type.name)) return relocated(state, range, direction === 'up' ? outer.start : outer.end);
  if (ITEMS.has(outer.parent.type.name)) return steppedOutOfItem(state, range, outer, direction);
  const beside = outer.parent.maybeChild(direction === 'up' ? outer.startIndex - 1 : outer.endIndex);
  if (!beside) return null;
  const at = direction === 'up' ? outer.start - beside.nodeSize : outer.end + beside.nodeSize;
  return relocated(state, range, at, parent);
}

function isAll({ parent, startIndex, endIndex }: NodeRange): boolean {
  return startIndex === 0 && endIndex === parent.childCount;
}

/** From a list in an item to beside that item. */
function steppedOutOfItem(state: EditorState, range: NodeRange, list: NodeRange, direction: Direction) {
  const item = outerRange(list);
  if (item === null || item.parent.type !== range.parent.type) return null;
  return relocated(state, range, direction === 'up' ? item.start : item.end);
}

/** The container as what is moved: around the parts of it that only come together. */
function outerRange({ $from, $to, depth }: NodeRange): NodeRange | null {
  let outer = depth - 1;
  while (outer > 0 && WHOLES.has($from.node(outer).type.name)) outer--;
  return outer < 0 ? null : new NodeRange($from, $to, outer);
}

/** Takes the blocks out and puts them in at `at` (a position of the document as it is), in `wrapper` where one is given. */
function relocated(state: EditorState, range: NodeRange, at: number, wrapper?: Node): Transaction | null {
  const { start, end } = range;
  const blocks = state.doc.slice(start, end).content;
  const content = wrapper ? Fragment.from(wrapper.copy(blocks)) : blocks;
  const $at = state.doc.resolve(at);
  if (!$at.parent.canReplace($at.index(), $at.index(), content)) return null;
  const tr = state.tr;
  const takeOut = () => tr.delete(tr.mapping.map(start, 1), tr.mapping.map(end, -1));
  // An item keeps a paragraph at its beginning at every moment.
  const staysValid = range.parent.canReplace(range.startIndex, range.endIndex);
  if (staysValid) takeOut();
  const to = tr.mapping.map(at);
  tr.insert(to, content);
  if (!staysValid) takeOut();
  if (!isValid(tr.doc, tr.mapping.map(at, -1))) return null;
  const placed = staysValid || to < start ? to : tr.mapping.map(at, 1) - content.size;
  return selectedAgain(state, tr, placed + (wrapper ? 1 : 0) - start);
}

function isValid(doc: Node, position: number): boolean {
  const { parent } = doc.resolve(Math.min(position, doc.content.size));
  return parent.type.validContent(parent.content);
}

function selectedAgain({ selection }: EditorState, tr: Transaction, shift: number): Transaction {
  const { doc } = tr;
  if (selection instanceof CellSelection) {
    return tr.setSelection(
      CellSelection.create(doc, selection.$anchorCell.pos + shift, selection.$headCell.pos + shift),
    );
  }
  const [anchor, head] = [selection.anchor + shift, selection.head + shift];
  if (selection instanceof NodeSelection) return tr.setSelection(NodeSelection.create(doc, anchor));
  return tr.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head)));
}
