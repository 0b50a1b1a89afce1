/**
 * One flat text of a document, the body or a cell of a table, beside what an editor shows of it: what local changes of
 * the shown nodes are as writes, and which nodes the text wants shown.
 *
 * Always holds: `markers` are those of the blocks the editor shows. The text may be ahead of that; the horizon says by
 * how much, so that an edit made meanwhile still lands where it was meant.
 */

import { Fragment, type Node, type Schema } from '@tiptap/pm/model';
import type * as Y from 'yjs';
import { COLUMN_PREFIX, KEY, ROW_PREFIX } from '../../server/contract/document/names.ts';
import { parsePath } from '../../server/contract/document/path.ts';
import type { Note } from '../../server/contract/document/rendered.ts';
import { type InlineToken, type MarkerKeys, readMarker } from '../../server/contract/document/tokens.ts';
import { type Area, changedArea, childrenOf } from './changed-area.ts';
import { align, type DiffBlock, type Place } from './diff.ts';
import { adoptNodes, type Chunk, markersOf, nodesOf, renderAll, renderChange } from './mirror.ts';
import type { Moves } from './moves.ts';
import { type StoredBlock, writesOf } from './ops.ts';
import { blockAtIndex, blockPlaceAt, blocksBefore, flatBlocksOf, isContainer } from './tree-blocks.ts';
import { emptyHorizon, extendHorizon, type Horizon, splitAtHorizon } from './ytext/horizon.ts';
import type { Marker } from './ytext/items.ts';
import {
  readSegmentOf,
  readSegments,
  refreshSegments,
  type Segment,
  type Touched,
  touchedMarkers,
} from './ytext/segments.ts';
import { type Op, type WriteStart, writeOps } from './ytext/writing.ts';

/** A change of the nodes that show a text: their parent (the document, a cell) before and after. */
export interface LocalChange {
  readonly before: Node;
  readonly after: Node;
  /** Where it began, as a position in the content of `before`; undefined when that is not known. */
  readonly from?: number | undefined;
}

export class FlatText {
  readonly text: Y.Text;
  readonly #schema: Schema;
  #segments: readonly Segment[];
  #chunks: readonly Chunk[];
  #markers: ReadonlyArray<Marker | null>;
  #wanted: { readonly chunks: readonly Chunk[]; readonly markers: ReadonlyArray<Marker | null> } | undefined;
  #shown: Fragment;
  #touched: Touched = new Set();
  #horizon: Horizon | undefined;

  constructor(text: Y.Text, schema: Schema) {
    this.text = text;
    this.#schema = schema;
    this.#segments = readSegments(text);
    this.#chunks = renderAll(this.#segments, schema);
    this.#markers = this.wantedMarkers;
    this.#shown = Fragment.from(nodesOf(this.#chunks));
  }

  /** The marker of each block the editor shows. */
  get markers(): ReadonlyArray<Marker | null> {
    return this.#markers;
  }

  get wantedMarkers(): ReadonlyArray<Marker | null> {
    if (this.#wanted?.chunks !== this.#chunks) {
      this.#wanted = { chunks: this.#chunks, markers: markersOf(this.#chunks) };
    }
    return this.#wanted.markers;
  }

  /** Why blocks are not to be shown as they are stored, by their index. */
  get wantedNotes(): ReadonlyMap<number, readonly Note[]> {
    const all = new Map<number, readonly Note[]>();
    let first = 0;
    for (const { markers, notes } of this.#chunks) {
      for (const [index, ofBlock] of notes) all.set(first + index, ofBlock);
      first += markers.length;
    }
    return all;
  }

  /** What the editor shows, or showed last. */
  get shown(): Fragment {
    return this.#shown;
  }

  get horizon(): Horizon | undefined {
    return this.#horizon;
  }

  /** Notes what a transaction did to this text, before Yjs cleans it up; true when somebody else changed it. */
  note(transaction: Y.Transaction, isOwn: boolean): boolean {
    touchedMarkers(this.text, transaction, this.#touched);
    if (isOwn) return false;
    this.#horizon = extendHorizon(this.#horizon ?? emptyHorizon(), this.text, transaction);
    return true;
  }

  /** Reads again what was touched. */
  read(): void {
    const change = refreshSegments(this.text, this.#segments, this.#touched);
    this.#touched = new Set();
    this.#segments = change.segments;
    this.#chunks = renderChange(this.#chunks, change, this.#schema);
  }

  /** The nodes the text wants shown, tables with empty cells; those that `parent` has already are its own. */
  wanted(parent: Node | undefined): readonly Node[] {
    if (parent) this.#chunks = adoptNodes(this.#chunks, parent);
    return nodesOf(this.#chunks);
  }

  /** From now on the editor shows what was wanted. */
  settle(shown: Fragment): void {
    this.#markers = this.wantedMarkers;
    this.#shown = shown;
    this.#horizon = undefined;
  }

  /**
   * @param isFirst whether nothing was written to this text in this transaction yet.
   * @param moves told which blocks go and come.
   */
  write(into: Y.Transaction, { before, after, from }: LocalChange, isFirst: boolean, moves?: Moves): void {
    this.#shown = after.content;
    const area = this.#areaToWrite(before, after);
    if (!area) return;
    if (moves && this.#horizon) splitAtHorizon(into, this.#horizon);
    const previous = area.from > 0 ? before.child(area.from - 1) : undefined;
    const first = blocksBefore(before, area.from);
    const tableKeys = (id: string) => this.#tableKeys(id);
    const oldBlocks = flatBlocksOf(childrenOf(before, area.from, area.oldTo), previous, tableKeys);
    const newBlocks = flatBlocksOf(childrenOf(after, area.from, area.newTo), previous, tableKeys);
    const old = oldBlocks.map((block, i) => this.#stored(block, first + i, isFirst));
    const alignment = align(old, newBlocks, from === undefined ? undefined : placeIn(before, from, first));
    const { ops, origins } = writesOf(old, newBlocks, alignment);
    const { start, skip } = this.#startAt(before, first, isFirst);
    old.forEach((block, i) => {
      if (!origins.includes(i)) moves?.leaves(this.#markers[first + i] ?? null, block, this.#horizon);
    });
    const inserted = writeOps(into, this.text, start, [...skip, ...ops], this.#horizon);
    let next = 0;
    const markers = origins.map((origin, j) => {
      if (origin === 'inserted') {
        const marker = inserted[next++] ?? null;
        moves?.comes(marker, newBlocks[j]);
        return marker;
      }
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
  #dependsOnContext(parent: Node, child: number): boolean {
    const marker = this.#markers[blocksBefore(parent, child)];
    if (!marker) return true;
    return !isContainer(parent.child(child)) && parsePath(marker.get(KEY.path)).length > 0;
  }

  /** Whether the path of the block behind an area may be written differently now: it may begin in the same container. */
  #reachesOn(before: Node, after: Node, oldTo: number, newTo: number): boolean {
    if (oldTo >= before.childCount || !isContainer(before.child(oldTo))) return false;
    const ends = [oldTo > 0 ? before.child(oldTo - 1) : null, newTo > 0 ? after.child(newTo - 1) : null];
    return ends.some((end) => end !== null && isContainer(end));
  }

  /** The keys of the shown table with this id. */
  #tableKeys(id: string): MarkerKeys | undefined {
    const marker = this.#markers.find((candidate) => candidate?.get(KEY.tableId) === id);
    return marker ? readMarker(marker).keys : undefined;
  }

  #stored(block: DiffBlock, index: number, isFirst: boolean): StoredBlock {
    const marker = this.#markers[index] ?? null;
    const stored = marker && readMarker(marker).keys;
    return {
      ...block,
      keys: stored ? withOrderAsStored(block.keys, stored) : block.keys,
      stored,
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
  #startAt(
    parent: Node,
    index: number,
    isFirst: boolean,
  ): { readonly start: WriteStart; readonly skip: readonly Op[] } {
    let from = index;
    while (from > 0 && !this.#markers[from]) from--;
    const marker = this.#markers[from] ?? null;
    const skip: Op[] = [];
    for (let i = from; i < index; i++) {
      const node = blockAtIndex(parent, i)?.node;
      skip.push({ kind: 'retain', length: (this.#markers[i] ? 1 : 0) + (node?.isTextblock ? node.content.size : 0) });
    }
    // As above: formats that were read before hold at the first change.
    const formats = isFirst ? this.#segments.find((segment) => segment.marker === marker)?.formats : undefined;
    return { start: formats ? { marker, behind: false, formats } : { marker, behind: false }, skip };
  }
}

/** The tree says in which order rows and columns stand; by which keys they do is stored alone. */
function withOrderAsStored(keys: MarkerKeys, stored: MarkerKeys): MarkerKeys {
  if (keys[KEY.tableId] === undefined) return keys;
  const isOrder = (key: string): boolean => key.startsWith(ROW_PREFIX) || key.startsWith(COLUMN_PREFIX);
  return Object.fromEntries(
    Object.entries(keys).map(([key, value]) => [key, isOrder(key) ? (stored[key] ?? value) : value]),
  );
}

/** A position as a place among the blocks from `first` on. */
function placeIn(parent: Node, position: number, first: number): Place {
  const { index, offset } = blockPlaceAt(parent, position);
  return { block: index - first, offset };
}
