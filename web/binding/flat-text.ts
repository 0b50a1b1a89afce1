/**
 * One flat text of a document, the body or a cell of a table, beside what an editor shows of it: what local changes of
 * the shown nodes are as writes, and which nodes the text wants shown.
 *
 * Always holds: `markers` are those of the blocks the editor shows. The text may be ahead of that; the horizon says by
 * how much, so that an edit made meanwhile still lands where it was meant.
 */

import { Fragment, type Node, type Schema } from '@tiptap/pm/model';
import type * as Y from 'yjs';
import { KEY } from '../../server/contract/document/names.ts';
import { parsePath } from '../../server/contract/document/path.ts';
import type { Note } from '../../server/contract/document/rendered.ts';
import { SEED_CLIENT_ID } from '../../server/contract/document/seed.ts';
import { type InlineToken, type MarkerKeys, readMarker } from '../../server/contract/document/tokens.ts';
import { align, type DiffBlock, type Place } from '../../server/contract/document/writing/diff.ts';
import {
  emptyHorizon,
  extendHorizon,
  type Horizon,
  isEmpty,
  splitAtHorizon,
} from '../../server/contract/document/writing/horizon.ts';
import { type Marker, markerOf } from '../../server/contract/document/writing/items.ts';
import { type StoredBlock, withOrderAsStored, writesOf } from '../../server/contract/document/writing/ops.ts';
import {
  readSegmentOf,
  readSegments,
  refreshSegments,
  type Segment,
  type Touched,
  touchedMarkers,
} from '../../server/contract/document/writing/segments.ts';
import { type Op, type WriteStart, writeOps } from '../../server/contract/document/writing/writing.ts';
import { changedArea, childrenOf } from './changed-area.ts';
import { innerChange } from './inner-change.ts';
import { type Area, replaced } from './lists.ts';
import { adoptNodes, type Mirror, renderAll, renderChange } from './mirror.ts';
import type { Moves } from './moves.ts';
import { blockAtIndex, blockPlaceAt, blocksBefore, flatBlocksOf, isContainer } from './tree-blocks.ts';

/** A change of the nodes that show a text: their parent (the document, a cell) before and after. */
export interface LocalChange {
  readonly before: Node;
  readonly after: Node;
  /** Where it began, as a position in the content of `before`; undefined when that is not known. */
  readonly from?: number | undefined;
}

/** Both versions of the blocks that are compared, and the index of the first. */
interface Compared {
  readonly first: number;
  readonly oldBlocks: readonly DiffBlock[];
  readonly newBlocks: readonly DiffBlock[];
}

export class FlatText {
  readonly text: Y.Text;
  readonly #schema: Schema;
  #segments: readonly Segment[];
  #mirror: Mirror;
  #markers: ReadonlyArray<Marker | null>;
  #shown: Fragment;
  #touched: Touched = new Set();
  #horizon: Horizon | undefined;

  constructor(text: Y.Text, schema: Schema) {
    this.text = text;
    this.#schema = schema;
    this.#segments = readSegments(text);
    this.#mirror = renderAll(this.#segments, schema);
    this.#markers = this.wantedMarkers;
    this.#shown = Fragment.from(this.#mirror.nodes);
  }

  /** The marker of each block the editor shows. */
  get markers(): ReadonlyArray<Marker | null> {
    return this.#markers;
  }

  get wantedMarkers(): ReadonlyArray<Marker | null> {
    return this.#mirror.markers;
  }

  /** Why blocks are not to be shown as they are stored, by their index. */
  get wantedNotes(): ReadonlyMap<number, readonly Note[]> {
    const all = new Map<number, readonly Note[]>();
    if (!this.#mirror.hasNotes) return all;
    let first = 0;
    for (const { markers, notes } of this.#mirror.chunks) {
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

  /** Whether the editor shows one empty paragraph because there was nothing to show. */
  get showsNothing(): boolean {
    return this.#markers.length === 1 && this.#markers[0] === null && this.#shown.size === 2;
  }

  /** What the editor shows in the place of nothing is the seeded paragraph, if that has come meanwhile. */
  beginAtSeed(): void {
    const first = this.text._start;
    const marker = first?.id.client === SEED_CLIENT_ID && !first.deleted ? markerOf(first) : null;
    if (!marker) return;
    this.#markers = [marker];
    this.#horizon?.inserted.clients.delete(SEED_CLIENT_ID);
    if (this.#horizon && isEmpty(this.#horizon)) this.#horizon = undefined;
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
    this.#mirror = renderChange(this.#mirror, change, this.#schema);
  }

  /** Whether the text has a table. */
  get holdsTable(): boolean {
    return this.#mirror.holdsTable;
  }

  /** The nodes the text wants shown, tables with empty cells; those that `parent` has already are its own. */
  wanted(parent: Node | undefined): readonly Node[] {
    if (parent) this.#mirror = adoptNodes(this.#mirror, parent);
    return this.#mirror.nodes;
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
    const area = changedArea(before, after);
    if (!area) return;
    if (moves && this.#horizon) splitAtHorizon(into, this.#horizon);
    const { first, oldBlocks, newBlocks } = this.#inside(before, after, area) ?? this.#around(before, after, area);
    const old = oldBlocks.map((block, i) => this.#stored(block, first + i, isFirst));
    const alignment = align(old, newBlocks, from === undefined ? undefined : placeIn(before, from, first));
    const { ops, origins } = writesOf(old, newBlocks, alignment);
    const { start, skip } = this.#startAt(before, first, isFirst);
    const stayed = new Set(origins);
    old.forEach((block, i) => {
      if (!stayed.has(i)) moves?.leaves(this.#markers[first + i] ?? null, block, this.#horizon);
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
    this.#markers = replaced(this.#markers, first, first + old.length, markers);
  }

  /**
   * What changed inside one container, where nothing in it or beside it is shown other than it is stored: then nothing
   * further away depends on it.
   */
  #inside(before: Node, after: Node, { from, oldTo, newTo }: Area): Compared | null {
    const isOne = oldTo === from + 1 && newTo === from + 1;
    const inner = isOne ? innerChange(before.child(from), after.child(from)) : null;
    if (!inner) return null;
    const previous = from > 0 ? before.child(from - 1) : undefined;
    const blocksOf = (node: Node) => this.#blocksOf([node], previous).slice(inner.lead);
    const first = blocksBefore(before, from) + inner.skipped;
    const oldBlocks = blocksOf(inner.old);
    const isPlain =
      (first === 0 || this.#markers[first - 1]) &&
      this.#markers[first + oldBlocks.length] !== null &&
      oldBlocks.every(({ keys }, i) => isStoredAs(this.#markers[first + i], keys));
    return isPlain ? { first, oldBlocks, newBlocks: blocksOf(inner.next) } : null;
  }

  #blocksOf(nodes: readonly Node[], previous: Node | undefined): readonly DiffBlock[] {
    return flatBlocksOf(nodes, previous, (id) => this.#tableKeys(id));
  }

  /** What changed, with the neighbours whose markers depend on it. */
  #around(before: Node, after: Node, area: Area): Compared {
    const { from, oldTo, newTo } = this.#areaToWrite(before, after, area);
    const previous = from > 0 ? before.child(from - 1) : undefined;
    return {
      first: blocksBefore(before, from),
      oldBlocks: this.#blocksOf(childrenOf(before, from, oldTo), previous),
      newBlocks: this.#blocksOf(childrenOf(after, from, newTo), previous),
    };
  }

  #areaToWrite(before: Node, after: Node, area: Area): Area {
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
    const known = isFirst ? this.#segmentOf(marker, index) : undefined;
    return (known ?? readSegmentOf(this.text, marker)).tokens;
  }

  /** As it was read last; a block and its segment have mostly the same index. */
  #segmentOf(marker: Marker | null, index: number): Segment | undefined {
    const near = this.#segments[index];
    return near?.marker === marker ? near : this.#segments.find((segment) => segment.marker === marker);
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
    const formats = isFirst ? this.#segmentOf(marker, from)?.formats : undefined;
    return { start: formats ? { marker, behind: false, formats } : { marker, behind: false }, skip };
  }
}

/** Whether a block is shown where and as what it is stored. */
function isStoredAs(marker: Marker | null | undefined, keys: MarkerKeys): boolean {
  return !!marker && marker.get(KEY.path) === keys[KEY.path] && marker.get(KEY.type) === keys[KEY.type];
}

/** A position as a place among the blocks from `first` on. */
function placeIn(parent: Node, position: number, first: number): Place {
  const { index, offset } = blockPlaceAt(parent, position);
  return { block: index - first, offset };
}
