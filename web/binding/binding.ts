/**
 * The binding of one editor to one flat text, without a DOM: local transactions become the fewest writes, and what came
 * from elsewhere becomes the smallest step. Not the plugin (plugin.ts); a simulation drives this class directly.
 *
 * Always holds, after `show`: the editor shows exactly the render of the text. Between two calls the text may be ahead;
 * the horizon says by how much, so that an edit made meanwhile still lands where it was meant.
 */

import { type Node, Slice } from '@tiptap/pm/model';
import { type EditorState, NodeSelection, Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import { ReplaceStep, type StepMap } from '@tiptap/pm/transform';
import * as Y from 'yjs';
import { REPLACEMENT } from '../../server/contract/document/inline.ts';
import { knownMoves, movedPlace } from '../../server/contract/document/moved-places.ts';
import { BODY } from '../../server/contract/document/names.ts';
import { withRegularTables } from '../../server/contract/document/regular-tables.ts';
import { SEED_CLIENT_ID, seedUpdate } from '../../server/contract/document/seed.ts';
import { type InlineToken, pushToken, tokensEqual } from '../../server/contract/document/tokens.ts';
import { jsonEqual, type TreeNode } from '../../server/contract/document/tree.ts';
import type { DiffBlock } from '../../server/contract/document/writing/diff.ts';
import { deferFormatCleanup, type Marker } from '../../server/contract/document/writing/items.ts';
import { isDeleted, rootOf } from '../../server/contract/document/writing/places.ts';
import { newTableId } from '../lib/random-id.ts';
import { anchorAt, KnownAnchors, positionOf, type ShownText } from './anchors.ts';
import { changedArea, childrenOf, withChildren } from './changed-area.ts';
import { FlatText, type LocalChange } from './flat-text.ts';
import { Moves } from './moves.ts';
import { NOTES } from './notes.ts';
import { stepTo } from './step.ts';
import { cellAround, cellNamed, cellsAmong, cellsByName, cellsGone, tablesAreRegular } from './table-cells.ts';
import { CellTexts } from './tables.ts';
import { flatBlocksOf } from './tree-blocks.ts';
import { isUntouched } from './untouched.ts';

/** A transaction with more steps is compared as a whole. */
const STEPS_MAX = 40;

/** The editor as the binding sees it. */
export interface EditorPort {
  readonly state: EditorState;
  dispatch(transaction: Transaction): void;
}

export interface BindingEvents {
  /** The text changed from elsewhere: `show` should be called soon. */
  readonly onBehind: () => void;
}

export interface SavedSelection {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

/** Marks transactions that show what the text says already. */
export const SHOWN = 'scriptorium-shown';

/** The origin of a first paragraph that is given here. */
const SEEDED = Symbol('seeded');

export class Binding {
  readonly #doc: Y.Doc;
  readonly #editor: EditorPort;
  readonly #events: BindingEvents;
  readonly #body: FlatText;
  readonly #cells: CellTexts;
  readonly #bodyAnchors = new KnownAnchors(BODY);
  #repairs = 0;
  #isClosed = false;
  readonly #newId: () => string;
  /** The origin of writes that undo passes over. */
  readonly #silent = Symbol('not undoable');

  /** @param newId gives the ids of tables, rows and columns that nobody gave one. */
  constructor(doc: Y.Doc, editor: EditorPort, events: BindingEvents, newId = newTableId) {
    this.#doc = doc;
    this.#newId = newId;
    this.#editor = editor;
    this.#events = events;
    deferFormatCleanup(doc);
    this.#body = new FlatText(doc.getText(BODY), editor.state.schema);
    this.#cells = new CellTexts(doc, editor.state.schema);
    doc.on('afterTransaction', this.#onTransaction);
    this.#showAll();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#doc.off('afterTransaction', this.#onTransaction);
  }

  get text(): Y.Text {
    return this.#body.text;
  }

  /** How often the editor had to be corrected after a local edit; 0 unless something is wrong. */
  get repairs(): number {
    return this.#repairs;
  }

  /** Whether a text holds something that the editor does not show yet. */
  get isBehind(): boolean {
    return this.#body.horizon !== undefined || this.#cells.isBehind;
  }

  /** What the editor shows, with its markers, for anchors. */
  get shown(): ShownText {
    return {
      doc: this.#editor.state.doc,
      markers: this.#body.markers,
      cellMarkers: (name) => this.#cells.textOf(name).markers,
    };
  }

  anchorAt(position: number): Y.RelativePosition {
    const cell = cellAround(this.#editor.state.doc, position);
    if (!cell) return this.#bodyAnchors.at(this.text, this.shown, position, this.#body.horizon);
    const { text, markers, horizon } = this.#cells.textOf(cell.name);
    return anchorAt(text, cell.name, { doc: cell.node, markers }, position - cell.position - 1, horizon);
  }

  positionOf(anchor: Y.RelativePosition): number | undefined {
    return this.#positionIn(this.shown, anchor);
  }

  #positionIn(shown: ShownText, given: Y.RelativePosition): number | undefined {
    const anchor = this.#followed(shown, given);
    if (anchor.tname === null || anchor.tname === BODY) return positionOf(this.text, shown, anchor);
    const cell = cellNamed(shown.doc, anchor.tname);
    if (!cell) return undefined;
    const markers = shown.cellMarkers(cell.name);
    const inCell = positionOf(this.#cells.textOf(cell.name).text, { doc: cell.node, markers }, anchor);
    return inCell === undefined ? undefined : cell.position + 1 + inCell;
  }

  /** A place in a block that was moved goes with it. */
  #followed(shown: ShownText, anchor: Y.RelativePosition): Y.RelativePosition {
    const { item: id, tname } = anchor;
    if (id === null || !isDeleted(this.#doc, id)) return anchor;
    const cell = tname === null || tname === BODY ? [] : shown.cellMarkers(tname);
    const markers = [...shown.markers, ...cell].filter((marker) => marker !== null);
    const place = movedPlace(this.#doc, id, knownMoves(markers));
    return place ? new Y.RelativePosition(null, rootOf(this.#doc, place), place, anchor.assoc) : anchor;
  }

  saveSelection({ selection } = this.#editor.state): SavedSelection {
    return { anchor: this.anchorAt(selection.anchor), head: this.anchorAt(selection.head) };
  }

  /** Writes transactions the editor has applied already, in their order. */
  write(transactions: readonly Transaction[]): void {
    const edits = transactions.filter((transaction) => transaction.docChanged && !transaction.getMeta(SHOWN));
    if (edits.length === 0 || this.#isClosed) return;
    if (this.#body.showsNothing) this.#seed();
    const undoable = edits.some((edit) => edit.getMeta('addToHistory') !== false);
    this.#doc.transact((into) => this.#writeEdits(into, edits), undoable ? this : this.#silent);
    this.#bodyAnchors.forget();
    if (!this.isBehind) this.#checkShown();
  }

  /** Brings the editor up to date with the text. */
  show(selection?: SavedSelection): void {
    if (this.#isClosed || (!this.isBehind && !selection)) return;
    this.#body.read();
    this.#cells.read();
    this.#dispatchWanted(this.#editor.state.tr, this.#wanted(), selection ?? 'kept');
  }

  /** As `show`, unless that would change the block at a position, or what stands around it: then false. */
  showBeside(position: number): boolean {
    if (this.#isClosed || !this.isBehind) return true;
    const anchor = this.anchorAt(position);
    this.#body.read();
    this.#cells.read();
    const wanted = this.#wanted();
    if (!isUntouched(this.#editor.state.doc, position, wanted.doc, this.#positionIn(wanted, anchor))) {
      this.#cells.forgetWanted();
      return false;
    }
    this.show();
    return true;
  }

  readonly #onTransaction = (transaction: Y.Transaction): void => {
    const isOwn = transaction.origin === this || transaction.origin === this.#silent;
    const inBody = transaction.changedParentTypes.has(this.text as never) && this.#body.note(transaction, isOwn);
    const inCells = this.#cells.note(transaction, isOwn);
    if (inBody || inCells) this.#events.onBehind();
  };

  // --------------------------------------------------------------------------------------------------------- writing

  /**
   * A document that was opened by its address alone may be nobody's yet: whoever writes first gives it its first
   * paragraph, the same as everybody else who does that at this moment. It is the one the editor shows already.
   */
  #seed(): void {
    const isSeeded = Y.getState(this.#doc.store, SEED_CLIENT_ID) > 0;
    // Not as an edit of one's own: what waited for it may come to light with it.
    if (!isSeeded && this.text.length === 0) Y.applyUpdate(this.#doc, seedUpdate(), SEEDED);
    this.#body.beginAtSeed();
  }

  #writeEdits(into: Y.Transaction, edits: readonly Transaction[]): void {
    const written = new Set<FlatText>();
    const moves = new Moves();
    let waitingSince: Node | undefined;
    for (const change of edits.flatMap(changesOf)) {
      const before = waitingSince ?? change.before;
      // A command builds a table in several steps; what has no ids yet cannot be written.
      if (tablesAreRegular(before, change.after)) {
        this.#writeChange(into, waitingSince ? { before, after: change.after } : change, written, moves);
        waitingSince = undefined;
      } else {
        waitingSince = before;
      }
    }
    if (waitingSince) this.#writeChange(into, { before: waitingSince, after: this.#regularDoc(edits) }, written, moves);
    this.#emptyCellsGone(into, edits, written);
    moves.note();
  }

  /**
   * Who deletes a row deletes the words in it, too. So what a cell without a place holds after a merge was typed by
   * somebody who did not know: see recovered.ts.
   */
  #emptyCellsGone(into: Y.Transaction, edits: readonly Transaction[], written: Set<FlatText>): void {
    const gone = new Map(edits.flatMap((edit) => [...cellsGone(edit.before, edit.doc)]));
    if (gone.size === 0) return;
    // One transaction may take a table away and the next one bring it back.
    const kept = cellsByName(this.#editor.state.doc);
    for (const [name, node] of gone) if (!kept.has(name)) this.#cells.empty(into, name, node, written);
  }

  /** Takes away what a cell without a place still holds: it was inserted elsewhere, or nobody wants it. */
  emptyCell(name: string): void {
    const text = this.#doc.getText(name);
    this.#doc.transact(() => text.delete(0, text.length), this);
  }

  #writeChange(into: Y.Transaction, change: LocalChange, written: Set<FlatText>, moves: Moves): void {
    this.#body.write(into, change, !written.has(this.#body), moves);
    written.add(this.#body);
    this.#cells.write(into, change, written, moves);
  }

  /** Where nobody gave a new table its ids: what is written has them, and the editor follows. */
  #regularDoc(edits: readonly Transaction[]): Node {
    const doc = edits.at(-1)?.doc ?? this.#editor.state.doc;
    const tree = doc.toJSON() as TreeNode;
    return doc.type.schema.nodeFromJSON(withRegularTables(tree, this.#newId));
  }

  // --------------------------------------------------------------------------------------------------------- showing

  #wanted(): ShownText {
    const { doc } = this.#editor.state;
    const wanted = this.#body.wanted(doc);
    const nodes = this.#body.holdsTable ? this.#cells.fill(wanted, doc) : wanted;
    return {
      doc: withChildren(doc, nodes),
      markers: this.#body.wantedMarkers,
      cellMarkers: (name) => this.#cells.textOf(name).wantedMarkers,
    };
  }

  /** After a local edit the render of what was written must be what the editor shows. */
  #checkShown(): void {
    this.#body.read();
    const sameCells = this.#cells.read();
    const wanted = this.#wanted();
    const isSameBlocks = sameCells && sameMarkers(wanted.markers, this.#body.markers);
    const shown = this.#editor.state.doc;
    const hadToChange = this.#dispatchWanted(this.#editor.state.tr, wanted);
    // A line feed that a command left in a paragraph, or marks in another order, mean the same.
    if (!isSameBlocks || (hadToChange && !meansTheSame(shown, wanted.doc))) this.#repairs++;
  }

  /** At the start nothing that stands in the editor is part of the document: what could have stayed is not asked. */
  #showAll(): void {
    const { tr, doc } = this.#editor.state;
    const wanted = this.#wanted();
    this.#body.settle(wanted.doc.content);
    this.#cells.settle();
    if (wanted.doc.eq(doc)) return;
    tr.step(new ReplaceStep(0, doc.content.size, new Slice(wanted.doc.content, 0, 0)));
    this.#dispatchShown(tr);
  }

  #dispatchShown(tr: Transaction): void {
    this.#editor.dispatch(
      tr.setMeta(SHOWN, true).setMeta(NOTES, this.#body.wantedNotes).setMeta('addToHistory', false),
    );
    this.#body.wanted(this.#editor.state.doc);
  }

  /** True when the document had to change. */
  #dispatchWanted(tr: Transaction, wanted: ShownText, asked?: SavedSelection | 'kept'): boolean {
    const step = stepTo(this.shown, wanted);
    const selection = asked === 'kept' ? this.#selectionWithin(step) : asked;
    const { storedMarks } = this.#editor.state;
    this.#body.settle(wanted.doc.content);
    this.#cells.settle();
    if (step) {
      const before = tr.selection;
      tr.step(step).setStoredMarks(storedMarks);
      if (before instanceof NodeSelection) tr.setSelection(stillSelected(before, step.getMap(), tr.doc));
    }
    if (selection) this.#restore(tr, { ...wanted, doc: tr.doc }, selection);
    if (step || (asked !== 'kept' && tr.selectionSet)) {
      this.#dispatchShown(tr);
    }
    return step !== null;
  }

  /** The selection, if the map of a step may not know where to it goes: what is away from the step just moves along. */
  #selectionWithin(step: ReplaceStep | null): SavedSelection | undefined {
    const { selection } = this.#editor.state;
    if (!step || !(selection instanceof TextSelection)) return undefined;
    return selection.to < step.from || selection.from > step.to ? undefined : this.saveSelection();
  }

  #restore(tr: Transaction, shown: ShownText, saved: SavedSelection): void {
    const anchor = this.#positionIn(shown, saved.anchor);
    const head = saved.head === saved.anchor ? anchor : this.#positionIn(shown, saved.head);
    if (anchor === undefined || head === undefined) return;
    if (tr.selection instanceof TextSelection && tr.selection.anchor === anchor && tr.selection.head === head) return;
    const [$anchor, $head] = [tr.doc.resolve(anchor), tr.doc.resolve(head)];
    tr.setSelection(
      $anchor.parent.inlineContent && $head.parent.inlineContent
        ? new TextSelection($anchor, $head)
        : Selection.near($head),
    );
  }
}

/** The steps of a transaction, one by one; all at once where there are many. */
function changesOf(edit: Transaction): LocalChange[] {
  if (edit.steps.length > STEPS_MAX) return [{ before: edit.before, after: edit.doc }];
  return edit.docs.map((before, i) => {
    let from: number | undefined;
    edit.mapping.maps[i]?.forEach((start) => {
      from ??= start;
    });
    return { before, after: edit.docs[i + 1] ?? edit.doc, from };
  });
}

/** A selected node stays selected if it is still there. */
function stillSelected({ anchor, node }: NodeSelection, map: StepMap, doc: Node): Selection {
  const { pos, deleted } = map.mapResult(anchor);
  const now = doc.nodeAt(pos);
  const isThere = !deleted && now !== null && now.type === node.type && NodeSelection.isSelectable(now);
  return isThere ? NodeSelection.create(doc, pos) : Selection.near(doc.resolve(pos));
}

/** Mostly the same list. */
function sameMarkers(wanted: ReadonlyArray<Marker | null>, shown: ReadonlyArray<Marker | null>): boolean {
  return wanted === shown || wanted.every((marker, i) => marker === shown[i]);
}

/** Equal when written; what an atom stands for may have come to light, where before only a replacement could stand. */
function meansTheSame(shown: Node, wanted: Node): boolean {
  const area = changedArea(shown, wanted);
  if (!area) return true;
  const { from, oldTo, newTo } = area;
  const before = flatBlocksOf(childrenOf(shown, from, oldTo), undefined);
  const after = flatBlocksOf(childrenOf(wanted, from, newTo), undefined);
  const isSameBlock = ({ keys, tokens }: DiffBlock, other: DiffBlock | undefined): boolean =>
    other !== undefined && jsonEqual(keys, other.keys) && tokensEqual(withoutAtoms(tokens), withoutAtoms(other.tokens));
  if (before.length !== after.length || !before.every((block, i) => isSameBlock(block, after[i]))) return false;
  // The rows and columns of a table are in its keys; what its cells hold is not.
  const wantedCells = cellsAmong(wanted, from, newTo);
  return cellsAmong(shown, from, oldTo).every(({ name, node }, i) => {
    const other = wantedCells[i];
    return other?.name === name && meansTheSame(node, other.node);
  });
}

function withoutAtoms(tokens: readonly InlineToken[]): readonly InlineToken[] {
  const texts: InlineToken[] = [];
  for (const token of tokens) {
    if (token.kind === 'text') pushToken(texts, { ...token, text: token.text.replaceAll(REPLACEMENT, '') });
  }
  return texts;
}
