/**
 * From the tree an editor shows to the tree it should show, as one small step. Its map says precisely which characters
 * and blocks stayed, also where a plain replacement would say "everything is new": so decorations, selections and
 * selected nodes survive a paragraph becoming a list item.
 */

import { Fragment, type Node, Slice } from '@tiptap/pm/model';
import { type ReplaceStep, StepMap } from '@tiptap/pm/transform';
import { REPLACEMENT } from '../../server/contract/document/inline.ts';
import { TABLE } from '../../server/contract/document/node-types.ts';
import { align, type DiffBlock } from '../../server/contract/document/writing/diff.ts';
import type { ShownText } from './anchors.ts';
import { changedArea, childrenOf, offsetOfChild } from './changed-area.ts';
import type { Area } from './lists.ts';
import { MappedReplaceStep } from './mapped-step.ts';
import { cellsOfRow, type PlacedCell, rowsOf } from './table-cells.ts';
import { blocksBefore, isContainer, type PlacedBlock, placedBlocks } from './tree-blocks.ts';

/** Null when the same is shown already. */
export function stepTo(shown: ShownText, wanted: ShownText): ReplaceStep | null {
  const area = changedArea(shown.doc, wanted.doc);
  if (!area) return null;
  const difference = differenceIn(shown.doc, wanted.doc, area);
  if (!difference) return null;
  const { start, end } = difference;
  const map = mapOf(shown, wanted, area);
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  return (
    narrowStep(shown.doc, wanted.doc, area, start, end.a + overlap, end.b + overlap, map) ??
    wideStep(shown.doc, wanted.doc, area, map)
  );
}

/** Where two documents that differ in these children begin and end to differ, as positions. */
function differenceIn(old: Node, next: Node, { from, oldTo, newTo }: Area) {
  const before = offsetOfChild(old, from);
  const [oldNodes, nextNodes] = [childrenOf(old, from, oldTo), childrenOf(next, from, newTo)].map((nodes) =>
    Fragment.from(nodes),
  ) as [Fragment, Fragment];
  const start = oldNodes.findDiffStart(nextNodes, before);
  const end = oldNodes.findDiffEnd(nextNodes, before + oldNodes.size, before + nextNodes.size);
  return start === null || !end ? null : { start, end };
}

function narrowStep(
  old: Node,
  next: Node,
  area: Area,
  from: number,
  to: number,
  nextTo: number,
  map: StepMap,
): ReplaceStep | null {
  try {
    const step = new MappedReplaceStep(from, to, next.slice(from, nextTo), map);
    const { doc } = step.apply(old);
    return doc && isSameIn(area, doc, next) ? step : null;
  } catch {
    // The open ends of the slice do not fit there; the wide step always does.
    return null;
  }
}

/** Outside of the area both have the same children anyway. */
function isSameIn({ from, newTo }: Area, doc: Node, wanted: Node): boolean {
  if (doc.childCount !== wanted.childCount) return false;
  for (let i = from; i < newTo; i++) if (!doc.child(i).eq(wanted.child(i))) return false;
  return true;
}

function wideStep(old: Node, next: Node, { from, oldTo, newTo }: Area, map: StepMap): ReplaceStep {
  const position = offsetOfChild(old, from);
  const content = Fragment.from(childrenOf(next, from, newTo));
  const size = Fragment.from(childrenOf(old, from, oldTo)).size;
  return new MappedReplaceStep(position, position + size, new Slice(content, 0, 0), map);
}

/** A stretch of the tree that stayed: the opening of a block (or a leaf), characters, the closing of a block. */
interface Piece {
  /** `edge`: an opening or closing of a table, row or cell. */
  readonly kind: 'open' | 'text' | 'close' | 'edge';
  readonly old: number;
  readonly next: number;
  readonly length: number;
}

function mapOf(shown: ShownText, wanted: ShownText, area: Area): StepMap {
  const { oldNodes, nextNodes, position, first } = changedNodes(shown.doc, wanted.doc, area);
  const before = placedBlocks(oldNodes, position);
  const after = placedBlocks(nextNodes, position);
  const pieces = keptPieces(
    { blocks: before, markers: shown.markers.slice(first, first + before.length), cellMarkers: shown.cellMarkers },
    { blocks: after, markers: wanted.markers.slice(first, first + after.length), cellMarkers: wanted.cellMarkers },
  );
  return new StepMap(changedRanges(pieces, position, position + oldNodes.size, position + nextNodes.size));
}

/** What changed, in the innermost container around all of it; its position, and the index of its first block. */
function changedNodes(old: Node, next: Node, { from, oldTo, newTo }: Area) {
  let [parent, nextParent, area] = [old, next, { from, oldTo, newTo }];
  let position = offsetOfChild(old, from);
  let first = blocksBefore(old, from);
  while (area.oldTo === area.from + 1 && area.newTo === area.from + 1) {
    const [child, nextChild] = [parent.child(area.from), nextParent.child(area.from)];
    const inner = isContainer(child) && child.sameMarkup(nextChild) ? changedArea(child, nextChild) : null;
    if (!inner) break;
    [parent, nextParent, area] = [child, nextChild, inner];
    position += 1 + offsetOfChild(parent, area.from);
    first += blocksBefore(parent, area.from);
  }
  const oldNodes = Fragment.from(childrenOf(parent, area.from, area.oldTo));
  const nextNodes = Fragment.from(childrenOf(nextParent, area.from, area.newTo));
  return { oldNodes, nextNodes, position, first };
}

interface Side extends Omit<ShownText, 'doc'> {
  readonly blocks: readonly PlacedBlock[];
}

function keptPieces(before: Side, after: Side): Piece[] {
  const { pairs, spans } = align(before.blocks.map(diffBlockOf(before)), after.blocks.map(diffBlockOf(after)));
  const pieces: Piece[] = [];
  let span = 0;
  after.blocks.forEach((block, j) => {
    const old = before.blocks[pairs[j] ?? -1];
    if (old) pieces.push({ kind: 'open', old: old.position, next: block.position, length: 1 });
    for (let kept = spans[span]; kept?.new.block === j; kept = spans[++span]) {
      const source = before.blocks[kept.old.block] as PlacedBlock;
      const next = block.position + 1 + kept.new.offset;
      pieces.push({ kind: 'text', old: source.position + 1 + kept.old.offset, next, length: kept.length });
    }
    if (old && isTable(old.node) && isTable(block.node)) pushTable(pieces, old, block, before, after);
    else if (old && !old.node.isLeaf && !block.node.isLeaf) pushClose(pieces, old, block);
  });
  return pieces;
}

function isTable(node: Node): boolean {
  return node.type.name === TABLE;
}

/** Rows and cells that stayed, by their ids, and what stayed in them. */
function pushTable(pieces: Piece[], old: PlacedBlock, next: PlacedBlock, before: Side, after: Side): void {
  const oldRows = new Map(rowsOf(old).map((row) => [row.node.attrs.id, row]));
  for (const row of rowsOf(next)) {
    const oldRow = oldRows.get(row.node.attrs.id);
    if (!oldRow || !isBehind(pieces, oldRow)) continue;
    pushEdge(pieces, oldRow.position, row.position);
    const oldCells = new Map(cellsOfRow(old.node, oldRow).map((cell) => [cell.name, cell]));
    for (const cell of cellsOfRow(next.node, row)) {
      const oldCell = oldCells.get(cell.name);
      if (!oldCell || !isBehind(pieces, oldCell)) continue;
      pushEdge(pieces, oldCell.position, cell.position);
      pieces.push(...keptPieces(insideOf(oldCell, before), insideOf(cell, after)));
      pushEdge(pieces, endOf(oldCell), endOf(cell));
    }
    pushEdge(pieces, endOf(oldRow), endOf(row));
  }
  pushEdge(pieces, endOf(old), endOf(next));
}

function pushEdge(pieces: Piece[], old: number, next: number): void {
  pieces.push({ kind: 'edge', old, next, length: 1 });
}

/** Rows and columns that changed places cannot both have stayed. */
function isBehind(pieces: readonly Piece[], { position }: PlacedBlock): boolean {
  return position > (pieces.at(-1)?.old ?? -1);
}

function endOf({ node, position }: PlacedBlock): number {
  return position + node.nodeSize - 1;
}

function insideOf({ name, node, position }: PlacedCell, side: Side): Side {
  return { ...side, blocks: placedBlocks(node.content, position + 1), markers: side.cellMarkers(name) };
}

/** The closing of a block that ends as it did. */
function pushClose(pieces: Piece[], before: PlacedBlock, after: PlacedBlock): void {
  const last = pieces.at(-1);
  const old = before.position + before.node.nodeSize - 1;
  const next = after.position + after.node.nodeSize - 1;
  if (last && last.old + last.length === old && last.next + last.length === next) {
    pieces.push({ kind: 'close', old, next, length: 1 });
  }
}

function diffBlockOf({ markers }: Side): (block: PlacedBlock, index: number) => DiffBlock {
  const leafText = (leaf: Node) => (leaf.type.name === 'hardBreak' ? '\n' : REPLACEMENT);
  return ({ node }, index) => ({
    keys: {},
    tokens: [],
    text: node.isTextblock ? node.textBetween(0, node.content.size, '', leafText) : '',
    identity: markers[index] ?? undefined,
  });
}

/** What lies between the pieces, as a step map writes it. As many openings and closings between two blocks stayed too. */
function changedRanges(pieces: readonly Piece[], start: number, oldEnd: number, nextEnd: number): number[] {
  const ranges: number[] = [];
  let [old, next, betweenBlocks] = [start, start, true];
  const gap = (oldTo: number, nextTo: number, beforeBlock: boolean): void => {
    if (oldTo - old === nextTo - next && betweenBlocks && beforeBlock) return;
    if (oldTo > old || nextTo > next) ranges.push(old, oldTo - old, nextTo - next);
  };
  for (const piece of pieces) {
    gap(piece.old, piece.next, piece.kind === 'open' || piece.kind === 'edge');
    old = piece.old + piece.length;
    next = piece.next + piece.length;
    betweenBlocks = piece.kind === 'close' || piece.kind === 'edge';
  }
  gap(oldEnd, nextEnd, true);
  return ranges;
}
