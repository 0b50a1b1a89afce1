/**
 * What changed between two versions of one table. Rows and columns are known by their ids, so that a row between others is a row and
 * not a shift of all cells behind it; what is in a cell of both is compared like any other text. A moved row or column is one that
 * was taken out and one that was put in. Pure.
 */

import type { Node } from '@tiptap/pm/model';
import { BREAK, type Mark, type NameOf, type Place } from './change-places.ts';
import type { Effort } from './edit-script.ts';
import { type Hunk, hunksBetween } from './hunks.ts';

export interface CellPair {
  readonly old: Node;
  readonly next: Node;
  /** Where the content of the new one begins. */
  readonly start: number;
}

export interface TableChanges {
  readonly places: readonly Place[];
  /** The cells of both, to be compared. */
  readonly cells: readonly CellPair[];
}

export interface Tables {
  readonly old: Node;
  readonly next: Node;
  /** Before the new one. */
  readonly position: number;
  readonly nameOf: NameOf;
  readonly effort: Effort;
}

export function changesBetweenTables({ old, next, position, nameOf, effort }: Tables): TableChanges {
  const rows = hunksBetween(rowIds(old), rowIds(next), effort).hunks;
  const columns = hunksBetween(columnIds(old), columnIds(next), effort).hunks;
  const pairs = pairsBeside(rows, old.childCount, next.childCount).map(([i, j]): RowPair => {
    return { old: old.child(i), next: next.child(j), start: startOfChild(next, position + 1, j) + 1 };
  });
  const places = [
    ...rows.flatMap((hunk) => rowPlaces(hunk, old, next, position, nameOf)),
    ...columns.flatMap((hunk) => columnPlaces(hunk, pairs, nameOf)),
    ...headerPlaces(pairs, columns, { from: position, to: position + next.nodeSize }, nameOf(next)),
  ];
  const cells = pairs.flatMap((pair) =>
    pairsBeside(columns, pair.old.childCount, pair.next.childCount).map(([i, j]): CellPair => {
      return { old: pair.old.child(i), next: pair.next.child(j), start: startOfChild(pair.next, pair.start, j) + 1 };
    }),
  );
  return { places, cells };
}

/** A row that is in both. */
interface RowPair {
  readonly old: Node;
  readonly next: Node;
  /** Where its content begins in the new text. */
  readonly start: number;
}

function rowIds(table: Node): string[] {
  return table.children.map(({ attrs }) => String(attrs.id));
}

function columnIds(table: Node): string[] {
  return (table.firstChild?.children ?? []).map(({ attrs }) => String(attrs.column));
}

/** What is the same between the hunks. A table that is none (rows of unlike length) ends where its shorter row ends. */
function pairsBeside(hunks: readonly Hunk[], oldCount: number, nextCount: number): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  for (const { oldFrom, oldTo, nextTo } of [...hunks, { oldFrom: oldCount, oldTo: oldCount, nextTo: nextCount }]) {
    for (; i < oldFrom && i < oldCount && j < nextCount; i++, j++) pairs.push([i, j]);
    [i, j] = [oldTo, nextTo];
  }
  return pairs;
}

function startOfChild(parent: Node, start: number, index: number): number {
  return parent.children.slice(0, index).reduce((at, { nodeSize }) => at + nodeSize, start);
}

function rowPlaces(hunk: Hunk, old: Node, next: Node, position: number, nameOf: NameOf): Place[] {
  const at = startOfChild(next, position + 1, hunk.nextFrom);
  const removed = old.children.slice(hunk.oldFrom, hunk.oldTo).map((row): Place => {
    const texts = row.children.map((cell) => saidIn(cell, nameOf));
    return place({ marks: [{ kind: 'removed-row', at, texts }], removed: joined(texts) });
  });
  const added = next.children.slice(hunk.nextFrom, hunk.nextTo).map((row, k): Place => {
    const from = startOfChild(next, position + 1, hunk.nextFrom + k);
    const said = row.children.map((cell) => saidIn(cell, nameOf));
    return place({ marks: addedMarks(row, from, 'row'), added: joined(said) });
  });
  return [...removed, ...added];
}

/** All its cells are one place: that is what somebody did. */
function columnPlaces(hunk: Hunk, rows: readonly RowPair[], nameOf: NameOf): Place[] {
  const marks: Mark[] = [];
  const [removed, added]: [string[], string[]] = [[], []];
  for (const { old, next, start } of rows) {
    const texts = old.children.slice(hunk.oldFrom, hunk.oldTo).map((cell) => saidIn(cell, nameOf));
    // There is no room for a column that is not there: what it said stands in the cell beside it.
    const at = hunk.nextFrom === 0 ? start + 1 : startOfChild(next, start, hunk.nextFrom) - 1;
    if (texts.length > 0) marks.push({ kind: 'removed-blocks', at, texts: texts.map((text) => text || BREAK) });
    removed.push(...texts);
    for (let j = hunk.nextFrom; j < Math.min(hunk.nextTo, next.childCount); j++) {
      const cell = next.child(j);
      marks.push(...addedMarks(cell, startOfChild(next, start, j), 'cell'));
      added.push(saidIn(cell, nameOf));
    }
  }
  if (marks.length === 0) return [];
  return [place({ marks, removed: joined(removed), added: joined(added) })];
}

/** Cells that are a header now, or are none any more. */
function headerPlaces(
  rows: readonly RowPair[],
  columns: readonly Hunk[],
  { from, to }: { readonly from: number; readonly to: number },
  restyled: string,
): Place[] {
  const isChanged = rows.some(({ old, next }) =>
    pairsBeside(columns, old.childCount, next.childCount).some(([i, j]) => old.child(i).type !== next.child(j).type),
  );
  return isChanged ? [place({ marks: [{ kind: 'restyled', from, to, isBlock: true }], restyled })] : [];
}

function addedMarks(node: Node, from: number, kind: 'row' | 'cell'): Mark[] {
  const to = from + node.nodeSize;
  return [
    { kind: 'added-node', from, to, node: kind },
    { kind: 'added', from: from + 1, to: to - 1 },
  ];
}

function saidIn(cell: Node, nameOf: NameOf): string {
  return cell.children.map(nameOf).join(' ');
}

/** What was taken out or put in: of empty cells, that they are cells. */
function joined(texts: readonly string[]): string {
  return texts.length === 0 ? '' : texts.join(' ').trim() || BREAK;
}

function place(what: Pick<Place, 'marks'> & Partial<Place>): Place {
  return { removed: '', added: '', restyled: '', ...what };
}
