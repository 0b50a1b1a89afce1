/**
 * Where anchors are in the text now: the ids of the characters that were commented on, found in the shared text, and from
 * there in what the editor shows. One of these answers for many anchors and for one moment: what it has looked up holds
 * until the text changes. Reads only.
 */

import type { Node } from '@tiptap/pm/model';
import { Selection } from '@tiptap/pm/state';
import * as Y from 'yjs';
import type { CommentAnchor } from '../../server/contract/comment-api.ts';
import { idAt, lastIndexIn } from '../../server/contract/document/moved-from.ts';
import { type KnownMove, knownMoves, movedPlace } from '../../server/contract/document/moved-places.ts';
import { BODY } from '../../server/contract/document/names.ts';
import type { Marker } from '../../server/contract/document/writing/items.ts';
import { placeBehind, rootOf } from '../../server/contract/document/writing/places.ts';
import { MOVE_ORIGINS_MAX } from '../../server/contract/limits.ts';
import type { Binding } from '../binding/binding.ts';
import { cellNamed } from '../binding/table-cells.ts';
import { type PlacedBlock, placedBlocks } from '../binding/tree-blocks.ts';
import { idsOf, type TextRange } from './anchors.ts';

export type Place =
  | { readonly kind: 'here'; readonly from: number; readonly to: number }
  /** Its text was deleted. */
  | { readonly kind: 'gone' }
  /** Its text has not arrived on this page. */
  | { readonly kind: 'unknown' };

const GONE: Place = { kind: 'gone' };
const UNKNOWN: Place = { kind: 'unknown' };

export interface Anchored {
  readonly anchor: CommentAnchor;
  readonly quote: string;
}

interface Edge {
  readonly position: number;
  /** Of a block without characters; 0 for a place in text. */
  readonly leafSize: number;
}

/** The blocks of one text, as they are shown. */
interface ShownBlocks {
  readonly blocks: readonly PlacedBlock[];
  readonly indexByMarker: ReadonlyMap<Marker, number>;
}

export class Places {
  readonly #binding: Binding;
  readonly #doc: Y.Doc;
  readonly #blocksByRoot = new Map<string, ShownBlocks | null>();
  readonly #movesByRoot = new Map<string, readonly KnownMove[]>();

  /** @param binding must not be behind its text. */
  constructor(binding: Binding) {
    this.#binding = binding;
    this.#doc = binding.text.doc as Y.Doc;
  }

  /** @param quote what it said there when it was commented on. */
  of({ anchor, quote }: Anchored): Place {
    const ids = idsOf(anchor);
    if (ids === null) return GONE;
    if (!this.#isKnown(ids.from) || !this.#isKnown(ids.to)) return UNKNOWN;
    const place = this.#between(this.#edge(ids.from, 'before'), this.#edge(ids.to, 'behind'));
    const { doc } = this.#binding.shown;
    if (place !== null && doc.textBetween(place.from, place.to, '', '\ufffc') === quote)
      return { kind: 'here', ...place };
    // Behind what was moved away there may be what was brought back.
    const stayed = this.#between(this.#position(ids.from, 0), this.#position(ids.to, 0));
    for (const near of [place, stayed]) {
      const restored = near && restoredIn(doc, near.from, near.to, quote);
      if (restored) return { kind: 'here', ...restored };
    }
    const isEmpty = place === null || doc.textBetween(place.from, place.to, '', '\ufffc') === '';
    return isEmpty && !place?.isBlock ? GONE : { kind: 'here', from: place.from, to: place.to };
  }

  /** Null where one of them is nowhere. */
  #between(from: Edge | undefined, to: Edge | undefined): (TextRange & { readonly isBlock?: true }) | null {
    if (from === undefined || to === undefined) return null;
    const { position, leafSize } = from;
    if (leafSize > 0) return { from: position, to: position + leafSize, isBlock: true };
    // One of two blocks was moved before the other: what is left together is in the first of them.
    const end = to.position >= position ? to.position : this.#binding.shown.doc.resolve(position).end();
    return { from: position, to: end };
  }

  /** Where a character begins or ends. Of one that was deleted both are where it was. */
  #edge(id: Y.ID, side: 'before' | 'behind'): Edge | undefined {
    const living = this.#living(id);
    if (living !== undefined) return this.#position(living, side === 'before' ? 1 : 0);
    const near = movedPlace(this.#doc, id, this.#moves(id)) ?? id;
    return this.#position(near, 0);
  }

  /** @param back how many characters before the place behind `id`. */
  #position(id: Y.ID, back: number): Edge | undefined {
    const root = rootOf(this.#doc, id);
    const shown = root === null ? null : this.#blocks(root);
    if (root === null || shown === null) return undefined;
    const place = placeBehind(this.#doc.getText(root), id);
    if (place === undefined) return undefined;
    const index = place.marker === null ? 0 : shown.indexByMarker.get(place.marker);
    if (index === undefined) return undefined;
    // What follows a marker that has no characters is shown in a paragraph of its own.
    const isBehindLeaf = place.offset > 0 && shown.blocks[index]?.node.isTextblock === false;
    const block = shown.blocks[isBehindLeaf ? index + 1 : index];
    if (block === undefined) return undefined;
    const { node, position } = block;
    if (node.isLeaf) return { position, leafSize: node.nodeSize };
    const offset = Math.min(Math.max(0, place.offset - back), node.content.size);
    return { position: position + 1 + offset, leafSize: 0 };
  }

  #isKnown({ client, clock }: Y.ID): boolean {
    return Y.getState(this.#doc.store, client) > clock;
  }

  /** The character itself, or what came of it by undoing and moving; undefined when it was deleted. */
  #living(id: Y.ID): Y.ID | undefined {
    let at: Y.ID = id;
    for (let hops = 0; hops <= MOVE_ORIGINS_MAX; hops++) {
      const restored = this.#restored(at);
      if (restored === undefined || !restored.deleted) return restored?.id;
      const copy = this.#copy(restored.id);
      if (copy === undefined || !this.#isKnown(copy)) return undefined;
      at = copy;
    }
    return undefined;
  }

  /** Undone and done again it lives on under another id. */
  #restored(id: Y.ID): { readonly id: Y.ID; readonly deleted: boolean } | undefined {
    let at: Y.ID = id;
    for (;;) {
      const item: unknown = this.#isKnown(at) ? Y.getItem(this.#doc.store, at) : undefined;
      if (!(item instanceof Y.Item)) return undefined;
      if (item.redone === null) return { id: at, deleted: item.deleted };
      at = Y.createID(item.redone.client, item.redone.clock + at.clock - item.id.clock);
    }
  }

  #copy(id: Y.ID): Y.ID | undefined {
    for (const { marker, from, to, target } of this.#moves(id)) {
      if (marker.client === id.client && marker.clock === id.clock) return target;
      const index = lastIndexIn(from, id, 1);
      if (index !== undefined) return idAt(to, index);
    }
    return undefined;
  }

  /** Of the markers in the text it was in: looked through once, and only where something was deleted. */
  #moves(id: Y.ID): readonly KnownMove[] {
    const root = rootOf(this.#doc, id) ?? BODY;
    let moves = this.#movesByRoot.get(root);
    if (moves === undefined) {
      const { markers, cellMarkers } = this.#binding.shown;
      const all = root === BODY || this.#blocks(root) === null ? markers : [...markers, ...cellMarkers(root)];
      moves = knownMoves(all.filter((marker) => marker !== null));
      this.#movesByRoot.set(root, moves);
    }
    return moves;
  }

  /** Null for a cell that is not shown. */
  #blocks(root: string): ShownBlocks | null {
    let shown = this.#blocksByRoot.get(root);
    if (shown === undefined) {
      shown = this.#readBlocks(root);
      this.#blocksByRoot.set(root, shown);
    }
    return shown;
  }

  #readBlocks(root: string): ShownBlocks | null {
    const { doc, markers, cellMarkers } = this.#binding.shown;
    if (root === BODY) return shownBlocks(placedBlocks(doc.content, 0), markers);
    const cell = cellNamed(doc, root);
    return cell ? shownBlocks(placedBlocks(cell.node.content, cell.position + 1), cellMarkers(root)) : null;
  }
}

/**
 * What somebody deleted and brought back has other ids, which only their own page can tell from the old ones. It stands
 * where it was before: the very words, around the place of those that were deleted, are taken for them. So are those that
 * end right before it, where a block was begun between them.
 */
function restoredIn(doc: Node, from: number, to: number, quote: string): TextRange | null {
  const $from = doc.resolve(from);
  if (quote === '' || !$from.parent.isTextblock || to > $from.end()) return null;
  const start = $from.start();
  const found = foundIn(doc, quote, Math.max(start, to - quote.length), Math.min($from.end(), from + quote.length));
  if (found !== null || from !== start) return found;
  const before = Selection.findFrom(doc.resolve($from.before()), -1, true)?.from ?? 0;
  return foundIn(doc, quote, before - quote.length, before);
}

function foundIn(doc: Node, quote: string, from: number, to: number): TextRange | null {
  if (from < 0 || to - from < quote.length) return null;
  const near = doc.textBetween(from, to, '', '\ufffc');
  const at = near.length === to - from ? near.indexOf(quote) : -1;
  return at < 0 ? null : { from: from + at, to: from + at + quote.length };
}

function shownBlocks(blocks: readonly PlacedBlock[], markers: ReadonlyArray<Marker | null>): ShownBlocks {
  const indexByMarker = new Map<Marker, number>();
  markers.forEach((marker, index) => {
    if (marker !== null) indexByMarker.set(marker, index);
  });
  return { blocks, indexByMarker };
}
