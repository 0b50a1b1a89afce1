/**
 * The texts of the cells of tables. A table is one block of the text it stands in; each of its cells shows a text of
 * its own, found by the ids of table, row and column.
 */

import { Fragment, type Node, type Schema } from '@tiptap/pm/model';
import type * as Y from 'yjs';
import { cellName } from '../../server/contract/document/names.ts';
import { PARAGRAPH, TABLE } from '../../server/contract/document/node-types.ts';
import { TABLE_NESTING_MAX } from '../../server/contract/limits.ts';
import { changedArea } from './changed-area.ts';
import { FlatText, type LocalChange } from './flat-text.ts';
import type { Moves } from './moves.ts';
import { cellsAmong, cellsOfTable, holdsTable, type PlacedCell } from './table-cells.ts';

interface Filled {
  readonly generation: number;
  readonly node: Node;
  /** Ids of the tables in it. */
  readonly tables: readonly string[];
}

/** Which cell texts are known; each is read when its cell is shown or written for the first time. */
export class CellTexts {
  readonly #doc: Y.Doc;
  readonly #schema: Schema;
  readonly #texts = new Map<string, FlatText>();
  readonly #textsByType = new Map<unknown, FlatText>();
  readonly #unread = new Set<FlatText>();
  readonly #behind = new Set<FlatText>();
  /** What was filled into cells and is not known to be shown yet. */
  readonly #pending = new Map<FlatText, Fragment>();
  /** Grows with every change of any cell; what was filled in an older one is filled again. */
  #generation = 0;
  #filled = new WeakMap<Node, Filled>();

  constructor(doc: Y.Doc, schema: Schema) {
    this.#doc = doc;
    this.#schema = schema;
  }

  textOf(name: string): FlatText {
    let text = this.#texts.get(name);
    if (!text) {
      text = new FlatText(this.#doc.getText(name), this.#schema);
      this.#texts.set(name, text);
      this.#textsByType.set(text.text, text);
    }
    return text;
  }

  get isBehind(): boolean {
    return this.#behind.size > 0;
  }

  /** True when somebody else changed the text of a known cell. */
  note(transaction: Y.Transaction, isOwn: boolean): boolean {
    let isBehind = false;
    for (const type of transaction.changedParentTypes.keys()) {
      const text = this.#textsByType.get(type);
      if (!text) continue;
      this.#unread.add(text);
      this.#generation++;
      if (text.note(transaction, isOwn)) {
        this.#behind.add(text);
        isBehind = true;
      }
    }
    return isBehind;
  }

  /** Reads again what changed; false when a cell has other blocks now than the editor shows. */
  read(): boolean {
    let sameBlocks = true;
    for (const text of this.#unread) {
      text.read();
      sameBlocks &&= text.wantedMarkers.every((marker, i) => marker === text.markers[i]);
    }
    this.#unread.clear();
    return sameBlocks;
  }

  /** Writes what changed in cells; a cell that was not there before is compared with what its text shows already. */
  write(into: Y.Transaction, { before, after, from }: LocalChange, written: Set<FlatText>, moves: Moves): void {
    const area = changedArea(before, after);
    if (!area) return;
    const cells = cellsAmong(after, area.from, area.newTo);
    if (cells.length === 0) return;
    const old = new Map(cellsAmong(before, area.from, area.oldTo).map((cell) => [cell.name, cell]));
    for (const { name, node } of cells) {
      const known = old.get(name);
      if (known?.node === node) continue;
      const text = this.textOf(name);
      const change = {
        before: known?.node ?? node.copy(text.shown),
        after: node,
        from: known && from !== undefined ? placeInCell(known, from) : undefined,
      };
      text.write(into, change, !written.has(text), moves);
      written.add(text);
      this.write(into, change, written, moves);
    }
  }

  /** Deletes what a cell showed when it went; what its text holds beyond that stays. */
  empty(into: Y.Transaction, name: string, cell: Node, written: Set<FlatText>): void {
    const text = this.textOf(name);
    const after = cell.copy(Fragment.from(this.#schema.node(PARAGRAPH)));
    text.write(into, { before: cell.copy(text.shown), after }, !written.has(text));
    written.add(text);
  }

  /** Puts the contents of their cells into the tables among some nodes; nodes that are shown already stay themselves. */
  fill(nodes: readonly Node[], shown: Node): readonly Node[] {
    const seen = new Set<string>();
    let filled: Node[] | undefined;
    // By hand: for each key, over all blocks of a document, few of which are tables.
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i] as Node;
      if (!holdsTable(node)) continue;
      filled ??= [...nodes];
      filled[i] = this.#fillNode(node, childOf(shown, i), seen, 0);
    }
    return filled ?? nodes;
  }

  /** The editor shows what was wanted. */
  settle(): void {
    for (const text of this.#behind) {
      if (!this.#pending.has(text)) this.#pending.set(text, Fragment.from(text.wanted(undefined)));
    }
    for (const [text, content] of this.#pending) text.settle(content);
    this.#pending.clear();
    this.#behind.clear();
  }

  /** What was wanted is not going to be shown now. */
  forgetWanted(): void {
    this.#pending.clear();
  }

  #fillNode(node: Node, shown: Node | undefined, seen: Set<string>, depth: number): Node {
    if (!holdsTable(node)) return node;
    const known = this.#filled.get(node);
    if (known?.generation === this.#generation && !known.tables.some((id) => seen.has(id))) {
      for (const id of known.tables) seen.add(id);
      return adopt(known.node, shown);
    }
    const before = new Set(seen);
    const filled =
      node.type.name === TABLE
        ? this.#fillTable(node, shown, seen, depth)
        : node.copy(mapChildren(node, (child, i) => this.#fillNode(child, childOf(shown, i), seen, depth)));
    const result = adopt(filled, shown);
    const tables = [...seen].filter((id) => !before.has(id));
    this.#filled.set(node, { generation: this.#generation, node: result, tables });
    return result;
  }

  #fillTable(table: Node, shown: Node | undefined, seen: Set<string>, depth: number): Node {
    const id = String(table.attrs.id);
    // Two views of one text would both be written; a table in itself would have no end.
    if (seen.has(id) || depth >= TABLE_NESTING_MAX) return this.#schema.node(PARAGRAPH);
    seen.add(id);
    const shownCells = new Map(
      shown?.type.name === TABLE
        ? cellsOfTable({ node: shown, position: 0 }).map((cell) => [cell.name, cell.node])
        : [],
    );
    return table.copy(
      mapChildren(table, (row) =>
        row.copy(
          mapChildren(row, (cell) => {
            const name = cellName(id, String(row.attrs.id), String(cell.attrs.column));
            const shownCell = shownCells.get(name);
            const text = this.textOf(name);
            const nodes = text.wanted(shownCell);
            const content = nodes.map((node, i) => this.#fillNode(node, childOf(shownCell, i), seen, depth + 1));
            const filled = adopt(cell.copy(Fragment.from(content)), shownCell);
            this.#pending.set(text, filled.content);
            return filled;
          }),
        ),
      ),
    );
  }
}

function placeInCell({ node, position }: PlacedCell, from: number): number | undefined {
  const offset = from - position - 1;
  return offset >= 0 && offset <= node.content.size ? offset : undefined;
}

function mapChildren(parent: Node, change: (child: Node, index: number) => Node): Fragment {
  return Fragment.from(Array.from({ length: parent.childCount }, (_, i) => change(parent.child(i), i)));
}

function childOf(parent: Node | undefined, index: number): Node | undefined {
  return parent && index < parent.childCount ? parent.child(index) : undefined;
}

function adopt(node: Node, shown: Node | undefined): Node {
  return shown && (shown === node || shown.eq(node)) ? shown : node;
}
