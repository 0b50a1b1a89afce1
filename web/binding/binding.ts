/**
 * The binding of one editor to one flat text, without a DOM: local transactions become the fewest writes, and what came
 * from elsewhere becomes the smallest step. Not the plugin (plugin.ts); a simulation drives this class directly.
 *
 * Always holds, after `show`: the editor shows exactly the render of the text. Between two calls the text may be ahead;
 * the horizon says by how much, so that an edit made meanwhile still lands where it was meant.
 */

import { Fragment, type Node } from '@tiptap/pm/model';
import { type EditorState, NodeSelection, Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { StepMap } from '@tiptap/pm/transform';
import type * as Y from 'yjs';
import { REPLACEMENT } from '../../server/contract/document/inline.ts';
import { BODY, KEY } from '../../server/contract/document/names.ts';
import { parsePath } from '../../server/contract/document/path.ts';
import { type InlineToken, pushToken, readMarker, tokensEqual } from '../../server/contract/document/tokens.ts';
import { jsonEqual } from '../../server/contract/document/tree.ts';
import { anchorAt, positionOf, type ShownText } from './anchors.ts';
import { align, type DiffBlock, type Place } from './diff.ts';
import { adoptNodes, type Chunk, renderAll, renderChange } from './mirror.ts';
import { type StoredBlock, writesOf } from './ops.ts';
import { type Area, changedArea, childrenOf, stepTo } from './step.ts';
import { blockAtIndex, blockPlaceAt, blocksBefore, flatBlocksOf, isContainer } from './tree-blocks.ts';
import {
  deferFormatCleanup,
  emptyHorizon,
  extendHorizon,
  type Horizon,
  type Marker,
  type Op,
  readSegmentOf,
  readSegments,
  refreshSegments,
  type Segment,
  type Touched,
  touchedMarkers,
  type WriteStart,
  writeOps,
} from './ytext.ts';

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

export class Binding {
  readonly text: Y.Text;
  readonly #doc: Y.Doc;
  readonly #editor: EditorPort;
  readonly #events: BindingEvents;
  #segments: readonly Segment[];
  #chunks: readonly Chunk[];
  /** The marker of each block the editor shows. */
  #markers: ReadonlyArray<Marker | null>;
  #touched: Touched = new Set();
  #horizon: Horizon | undefined;
  #repairs = 0;
  #isClosed = false;
  /** The origin of writes that undo passes over. */
  readonly #silent = Symbol('not undoable');

  constructor(doc: Y.Doc, editor: EditorPort, events: BindingEvents) {
    this.#doc = doc;
    this.#editor = editor;
    this.#events = events;
    this.text = doc.getText(BODY);
    deferFormatCleanup(this.text);
    this.#segments = readSegments(this.text);
    this.#chunks = renderAll(this.#segments, editor.state.schema);
    this.#markers = this.#chunks.flatMap(({ markers }) => markers);
    doc.on('afterTransaction', this.#onTransaction);
    this.#dispatchWanted(editor.state.tr, this.#wanted());
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#doc.off('afterTransaction', this.#onTransaction);
  }

  /** How often the editor had to be corrected after a local edit; 0 unless something is wrong. */
  get repairs(): number {
    return this.#repairs;
  }

  /** Whether the text holds something that the editor does not show yet. */
  get isBehind(): boolean {
    return this.#horizon !== undefined;
  }

  /** What the editor shows, with its markers, for anchors. */
  get shown(): ShownText {
    return { doc: this.#editor.state.doc, markers: this.#markers };
  }

  anchorAt(position: number): Y.RelativePosition {
    return anchorAt(this.text, this.shown, position, this.#horizon);
  }

  positionOf(anchor: Y.RelativePosition): number | undefined {
    return positionOf(this.text, this.shown, anchor);
  }

  saveSelection({ selection } = this.#editor.state): SavedSelection {
    return { anchor: this.anchorAt(selection.anchor), head: this.anchorAt(selection.head) };
  }

  /** Writes transactions the editor has applied already, in their order. */
  write(transactions: readonly Transaction[]): void {
    const edits = transactions.filter((transaction) => transaction.docChanged && !transaction.getMeta(SHOWN));
    if (edits.length === 0 || this.#isClosed) return;
    const undoable = edits.some((edit) => edit.getMeta('addToHistory') !== false);
    this.#doc.transact((into) => this.#writeEdits(into, edits), undoable ? this : this.#silent);
    if (!this.#horizon) this.#checkShown();
  }

  /** Brings the editor up to date with the text. */
  show(selection?: SavedSelection): void {
    if (this.#isClosed || (!this.#horizon && !selection)) return;
    const { tr, selection: current } = this.#editor.state;
    const kept = selection ?? (current instanceof TextSelection ? this.saveSelection() : undefined);
    this.#refresh();
    this.#horizon = undefined;
    this.#dispatchWanted(tr, this.#wanted(), kept, selection !== undefined);
  }

  readonly #onTransaction = (transaction: Y.Transaction): void => {
    if (!transaction.changedParentTypes.has(this.text as never)) return;
    touchedMarkers(this.text, transaction, this.#touched);
    if (transaction.origin === this || transaction.origin === this.#silent) return;
    this.#horizon = extendHorizon(this.#horizon ?? emptyHorizon(), this.text, transaction);
    this.#events.onBehind();
  };

  // --------------------------------------------------------------------------------------------------------- writing

  #writeEdits(into: Y.Transaction, edits: readonly Transaction[]): void {
    let isFirst = true;
    for (const edit of edits) {
      if (edit.steps.length > STEPS_MAX) {
        this.#writeChange(into, edit.before, edit.doc, undefined, isFirst);
        isFirst = false;
        continue;
      }
      edit.docs.forEach((before, i) => {
        let from: number | undefined;
        edit.mapping.maps[i]?.forEach((start) => {
          from ??= start;
        });
        this.#writeChange(into, before, edit.docs[i + 1] ?? edit.doc, from, isFirst);
        isFirst = false;
      });
    }
  }

  #writeChange(into: Y.Transaction, before: Node, after: Node, from: number | undefined, isFirst: boolean): void {
    const area = this.#areaToWrite(before, after);
    if (!area) return;
    const previous = area.from > 0 ? before.child(area.from - 1) : undefined;
    const first = blocksBefore(before, area.from);
    const oldBlocks = flatBlocksOf(childrenOf(before, area.from, area.oldTo), previous);
    const newBlocks = flatBlocksOf(childrenOf(after, area.from, area.newTo), previous);
    const old = oldBlocks.map((block, i) => this.#stored(block, first + i, isFirst));
    const alignment = align(old, newBlocks, from === undefined ? undefined : placeIn(before, from, first));
    const { ops, origins } = writesOf(old, newBlocks, alignment);
    const { start, skip } = this.#startAt(before, first, isFirst);
    const inserted = writeOps(into, this.text, start, [...skip, ...ops], this.#horizon);
    let next = 0;
    const markers = origins.map((origin) => {
      if (origin === 'inserted') return inserted[next++] ?? null;
      return origin === 'none' ? null : (this.#markers[first + origin] ?? null);
    });
    this.#markers = [...this.#markers.slice(0, first), ...markers, ...this.#markers.slice(first + old.length)];
  }

  /** What changed, with the neighbours whose markers depend on it. */
  #areaToWrite(before: Node, after: Node): Pick<Area, 'from' | 'oldTo' | 'newTo'> | null {
    const area = changedArea(before, after);
    if (!area) return null;
    let { from, oldTo, newTo } = area;
    // A paragraph without a marker may need one when something comes or goes beside it.
    const first = blocksBefore(before, from);
    if (from > 0 && this.#markers[first - 1] === null) from--;
    const grow = (): void => {
      oldTo++;
      newTo++;
    };
    if (this.#reachesOn(before, after, oldTo, newTo)) grow();
    while (oldTo < before.childCount && this.#dependsOnContext(before, oldTo)) grow();
    return { from, oldTo, newTo };
  }

  /** Whether a child is shown other than it is stored because of what stands before it. */
  #dependsOnContext(doc: Node, child: number): boolean {
    const marker = this.#markers[blocksBefore(doc, child)];
    if (!marker) return true;
    return !isContainer(doc.child(child)) && parsePath(marker.get(KEY.path)).length > 0;
  }

  /** Whether the path of the block behind an area may be written differently now: it may begin in the same container. */
  #reachesOn(before: Node, after: Node, oldTo: number, newTo: number): boolean {
    if (oldTo >= before.childCount || !isContainer(before.child(oldTo))) return false;
    const ends = [oldTo > 0 ? before.child(oldTo - 1) : null, newTo > 0 ? after.child(newTo - 1) : null];
    return ends.some((end) => end !== null && isContainer(end));
  }

  #stored(block: DiffBlock, index: number, isFirst: boolean): StoredBlock {
    const marker = this.#markers[index] ?? null;
    return {
      ...block,
      stored: marker && readMarker(marker).keys,
      mayStayImplicit: marker === null && (block.text !== '' || this.#markers.length === 1),
      isCurrent: !this.#horizon,
      storedTokens: () => this.#storedTokens(index, isFirst),
    };
  }

  /** The characters of a block as they are stored; those of one without a marker follow the marker before. */
  #storedTokens(index: number, isFirst: boolean): readonly InlineToken[] {
    const marker = this.#markers[index] ?? this.#markers[index - 1] ?? null;
    // What was read before this transaction holds at its first change only.
    const known = isFirst ? this.#segments.find((segment) => segment.marker === marker) : undefined;
    return (known ?? readSegmentOf(this.text, marker)).tokens;
  }

  /** Where the writing of a block starts, and what to pass to get there from the nearest marker before it. */
  #startAt(doc: Node, index: number, isFirst: boolean): { readonly start: WriteStart; readonly skip: readonly Op[] } {
    let from = index;
    while (from > 0 && !this.#markers[from]) from--;
    const marker = this.#markers[from] ?? null;
    const skip: Op[] = [];
    for (let i = from; i < index; i++) {
      const node = blockAtIndex(doc, i)?.node;
      skip.push({ kind: 'retain', length: (this.#markers[i] ? 1 : 0) + (node?.isTextblock ? node.content.size : 0) });
    }
    // As above: formats that were read before hold at the first change.
    const formats = isFirst ? this.#segments.find((segment) => segment.marker === marker)?.formats : undefined;
    return { start: formats ? { marker, behind: false, formats } : { marker, behind: false }, skip };
  }

  // --------------------------------------------------------------------------------------------------------- showing

  #refresh(): void {
    const change = refreshSegments(this.text, this.#segments, this.#touched);
    this.#touched = new Set();
    this.#segments = change.segments;
    this.#chunks = renderChange(this.#chunks, change, this.#editor.state.schema);
  }

  #wanted(): ShownText {
    this.#chunks = adoptNodes(this.#chunks, this.#editor.state.doc);
    const nodes = this.#chunks.flatMap((chunk) => chunk.nodes);
    return {
      doc: this.#editor.state.doc.copy(Fragment.from(nodes)),
      markers: this.#chunks.flatMap((chunk) => chunk.markers),
    };
  }

  /** After a local edit the render of what was written must be what the editor shows. */
  #checkShown(): void {
    this.#refresh();
    const wanted = this.#wanted();
    const isSameBlocks = wanted.markers.every((marker, i) => marker === this.#markers[i]);
    const shown = this.#editor.state.doc;
    const hadToChange = this.#dispatchWanted(this.#editor.state.tr, wanted);
    // A line feed that a command left in a paragraph, or marks in another order, mean the same.
    if (!isSameBlocks || (hadToChange && !meansTheSame(shown, wanted.doc))) this.#repairs++;
  }

  /** True when the document had to change. */
  #dispatchWanted(tr: Transaction, wanted: ShownText, selection?: SavedSelection, isExplicit = false): boolean {
    const step = stepTo(this.shown, wanted);
    const { storedMarks } = this.#editor.state;
    this.#markers = wanted.markers;
    if (step) {
      const before = tr.selection;
      tr.step(step).setStoredMarks(storedMarks);
      if (before instanceof NodeSelection) tr.setSelection(stillSelected(before, step.getMap(), tr.doc));
    }
    if (selection) this.#restore(tr, { doc: tr.doc, markers: wanted.markers }, selection);
    if (step || (isExplicit && tr.selectionSet)) {
      this.#editor.dispatch(tr.setMeta(SHOWN, true).setMeta('addToHistory', false));
      this.#chunks = adoptNodes(this.#chunks, this.#editor.state.doc);
    }
    return step !== null;
  }

  #restore(tr: Transaction, shown: ShownText, saved: SavedSelection): void {
    const anchor = positionOf(this.text, shown, saved.anchor);
    const head = positionOf(this.text, shown, saved.head);
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

/** A selected node stays selected if it is still there. */
function stillSelected({ anchor, node }: NodeSelection, map: StepMap, doc: Node): Selection {
  const { pos, deleted } = map.mapResult(anchor);
  const now = doc.nodeAt(pos);
  const isThere = !deleted && now !== null && now.type === node.type && NodeSelection.isSelectable(now);
  return isThere ? NodeSelection.create(doc, pos) : Selection.near(doc.resolve(pos));
}

/** Equal when written; what an atom stands for may have come to light, where before only a replacement could stand. */
function meansTheSame(shown: Node, wanted: Node): boolean {
  const area = changedArea(shown, wanted);
  if (!area) return true;
  const before = flatBlocksOf(childrenOf(shown, area.from, area.oldTo), undefined);
  const after = flatBlocksOf(childrenOf(wanted, area.from, area.newTo), undefined);
  return (
    before.length === after.length &&
    before.every(({ keys, tokens }, i) => {
      const other = after[i];
      return other && jsonEqual(keys, other.keys) && tokensEqual(withoutAtoms(tokens), withoutAtoms(other.tokens));
    })
  );
}

function withoutAtoms(tokens: readonly InlineToken[]): readonly InlineToken[] {
  const texts: InlineToken[] = [];
  for (const token of tokens) {
    if (token.kind === 'text') pushToken(texts, { ...token, text: token.text.replaceAll(REPLACEMENT, '') });
  }
  return texts;
}

/** A position as a place among the blocks from `first` on. */
function placeIn(doc: Node, position: number, first: number): Place {
  const { index, offset } = blockPlaceAt(doc, position);
  return { block: index - first, offset };
}
