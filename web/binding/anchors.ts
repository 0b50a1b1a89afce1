/**
 * Positions that survive what other people do: a place in the document as the character before it (or the marker of
 * its block). Carets, comments, search hits and follow-me rest on them. They are ordinary Yjs relative positions in
 * the body or in a cell, so they may be sent and stored as JSON.
 */

import type { Node } from '@tiptap/pm/model';
import * as Y from 'yjs';
import type { Horizon } from '../../server/contract/document/writing/horizon.ts';
import type { Marker } from '../../server/contract/document/writing/items.ts';
import { idBefore, placeBehind } from '../../server/contract/document/writing/places.ts';
import { blockAtIndex, blockPlaceAt } from './tree-blocks.ts';

/** What the editor shows: the tree, and for each of its blocks the marker, null where only the view has it. */
export interface ShownText {
  readonly doc: Node;
  readonly markers: ReadonlyArray<Marker | null>;
  /** The same for the blocks of a cell, by its name. */
  readonly cellMarkers: (name: string) => ReadonlyArray<Marker | null>;
}

/** `doc` is the parent of the blocks, and `root` the name of their text: the body's or a cell's. */
export function anchorAt(
  text: Y.Text,
  root: string,
  { doc, markers }: Pick<ShownText, 'doc' | 'markers'>,
  position: number,
  horizon?: Horizon,
): Y.RelativePosition {
  const { index, offset } = blockPlaceAt(doc, position);
  const size = blockAtIndex(doc, index)?.node.content.size ?? 0;
  // The characters of a paragraph that only the view has follow the marker of the block before, if that has one.
  const marker = markers[index] ?? markers[index - 1] ?? null;
  return new Y.RelativePosition(null, root, idBefore(text, marker, Math.min(offset, size), horizon), -1);
}

/**
 * The anchors of one view of a text: of its caret the undo history, the page's own cursor and the next remote change ask
 * at each key.
 */
export class KnownAnchors {
  readonly #root: string;
  readonly #byPosition = new Map<number, Y.RelativePosition>();
  #shown: Pick<ShownText, 'doc' | 'markers'> | undefined;
  #horizon: Horizon | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  at(text: Y.Text, shown: ShownText, position: number, horizon: Horizon | undefined): Y.RelativePosition {
    const { doc, markers } = shown;
    if (this.#shown?.doc !== doc || this.#shown.markers !== markers || this.#horizon !== horizon) this.forget();
    this.#shown = { doc, markers };
    this.#horizon = horizon;
    const anchor = this.#byPosition.get(position) ?? anchorAt(text, this.#root, shown, position, horizon);
    this.#byPosition.set(position, anchor);
    return anchor;
  }

  /** The text was written. */
  forget(): void {
    this.#byPosition.clear();
  }
}

/** Undefined when the character has not arrived, or is not shown. */
export function positionOf(
  text: Y.Text,
  { doc, markers }: Pick<ShownText, 'doc' | 'markers'>,
  anchor: Y.RelativePosition,
): number | undefined {
  const place = anchor.item ? placeBehind(text, anchor.item) : { marker: null, offset: 0 };
  if (!place) return undefined;
  const index = place.marker === null ? 0 : markers.indexOf(place.marker);
  if (index < 0) return undefined;
  // A table has no characters of its own either, though it is no leaf of the tree.
  const behindLeaf = place.offset > 0 && blockAtIndex(doc, index)?.node.isTextblock === false;
  const block = blockAtIndex(doc, behindLeaf ? index + 1 : index);
  if (!block) return undefined;
  return block.node.isLeaf ? block.position : block.position + 1 + Math.min(place.offset, block.node.content.size);
}
