/**
 * What a comment is to be about, chosen block by block by somebody who has no cursor in the text. An object outside
 * React. The choice is a stretch of the document, which others change meanwhile: where it is now is what is found of its
 * words, as with a comment, and which blocks these are is looked up when it is asked for.
 */

import type { Editor, EditorEvents } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { ceiling } from '../ui/bar-edges.ts';
import type { TextRange } from './anchors.ts';
import { placesOf, stretchOf, textBlocks } from './blocks-of-text.ts';
import type { About } from './changes.ts';
import { aboutOf } from './new-comment.ts';

export interface Chosen {
  readonly about: About;
  /** The first and the last of them, counted from 1. */
  readonly first: number;
  readonly last: number;
  /** How many could be chosen. */
  readonly count: number;
}

/** Of what is seen at once, to the next page. */
const PAGE = 0.8;

export interface ChooserParts {
  readonly editor: Editor;
  /** Of what is seen of the text, in pixels from the upper edge of the window. */
  lowerEdge(): number;
  /** Where the words of the choice are now; null while that is not known. */
  rangeNow(): TextRange | null;
  /** Hears of every choice. */
  tell(chosen: Chosen): void;
}

export class BlockChooser {
  readonly #parts: ChooserParts;
  /** About where it is, for when its words are gone. */
  #range: TextRange = { from: 0, to: 0 };
  /** Which end of several moves when more are taken in. */
  #isHeadFirst = false;

  constructor(parts: ChooserParts) {
    this.#parts = parts;
    parts.editor.on('transaction', this.#onTransaction);
  }

  /** @param last what was chosen the time before: again, where it is in sight. @returns false where there is nothing. */
  begin(last: TextRange | null): boolean {
    const blocks = this.#blocks;
    if (blocks.length === 0) return false;
    const [first, end] = last === null ? [-1, -1] : placesOf(blocks, last);
    if (this.#isInSight(blocks[first])) return this.#take(blocks, first, end);
    const seen = this.#firstSeen(blocks);
    return this.#take(blocks, seen, seen);
  }

  /** @param by how many blocks further; less than 0 for before. */
  step(by: number): void {
    const blocks = this.#blocks;
    const [first, last] = placesOf(blocks, this.#now);
    const next = within(blocks, by < 0 ? first + by : last + by);
    this.#take(blocks, next, next);
  }

  /** Takes in the next one, or gives it up where the other end is on that side. */
  widen(by: 1 | -1): void {
    const blocks = this.#blocks;
    const [first, last] = placesOf(blocks, this.#now);
    const [tail, head] = this.#isHeadFirst ? [last, within(blocks, first + by)] : [first, within(blocks, last + by)];
    this.#isHeadFirst = head < tail;
    this.#take(blocks, Math.min(head, tail), Math.max(head, tail), head);
  }

  /** To about what is seen when the text is scrolled by a page. */
  page(by: 1 | -1): void {
    const blocks = this.#blocks;
    const [first, last] = placesOf(blocks, this.#now);
    const start = by < 0 ? first : last;
    const far = PAGE * (this.#parts.lowerEdge() - ceiling());
    const topOf = (place: number) => this.#rectOf(blocks[place])?.top ?? 0;
    let next = within(blocks, start + by);
    while (next + by >= 0 && next + by < blocks.length && Math.abs(topOf(next + by) - topOf(start)) <= far) next += by;
    this.#take(blocks, next, next);
  }

  /** The block that was pressed on. */
  pick({ target, clientX, clientY }: MouseEvent): void {
    const blocks = this.#blocks;
    const place = this.#placeAround(blocks, target) ?? this.#placeAt(blocks, clientX, clientY);
    if (place !== null) this.#take(blocks, place, place);
  }

  /** The words are gone: what took their place is chosen instead. @returns false where nothing did. */
  chooseNear(): boolean {
    const blocks = this.#blocks;
    const [first] = placesOf(blocks, this.#range);
    return this.#take(blocks, first, first);
  }

  close(): void {
    this.#parts.editor.off('transaction', this.#onTransaction);
  }

  get #now(): TextRange {
    return this.#parts.rangeNow() ?? this.#range;
  }

  get #blocks(): readonly TextRange[] {
    const { view, state } = this.#parts.editor;
    // A folded block shows nothing of what is in it, and nor does the text while an earlier version stands in its place.
    if (!isShown(view.dom)) return [];
    return textBlocks(state.doc, (node, position) => {
      return node.type.name !== 'detailsContent' || isShown(view.nodeDOM(position));
    });
  }

  readonly #onTransaction = ({ transaction }: EditorEvents['transaction']): void => {
    if (!transaction.docChanged) return;
    const { mapping } = transaction;
    const from = mapping.map(this.#range.from, 1);
    this.#range = { from, to: Math.max(from, mapping.map(this.#range.to, -1)) };
  };

  #take(blocks: readonly TextRange[], first: number, last: number, head = first): boolean {
    const range = stretchOf(blocks, first, last);
    const about = range && aboutOf(this.#parts.editor, range);
    if (range === null || about === null) return false;
    if (first === last) this.#isHeadFirst = false;
    this.#range = range;
    this.#bringIntoSight(blocks[head]);
    this.#parts.tell({ about, first: first + 1, last: last + 1, count: blocks.length });
    return true;
  }

  #firstSeen(blocks: readonly TextRange[]): number {
    const top = ceiling();
    let [low, high] = [0, blocks.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rectOf(blocks[middle])?.bottom ?? 0) > top) high = middle;
      else low = middle + 1;
    }
    // Rather one that is seen from its beginning on.
    return this.#isInSight(blocks[low]) || !this.#isInSight(blocks[low + 1]) ? low : low + 1;
  }

  /** Null where the target is not in one of them. */
  #placeAround(blocks: readonly TextRange[], target: EventTarget | null): number | null {
    const { view, state } = this.#parts.editor;
    if (!(target instanceof Element) || target === view.dom) return null;
    const place = placeOf(blocks, state.doc, view.posAtDOM(target, 0));
    return this.#domOf(blocks[place])?.contains(target) === true ? place : null;
  }

  /**
   * By where they stand: what a press is told of may be around several, where it began in one element and ended in
   * another, and where Firefox has not drawn yet what is in a table (`content-visibility`).
   */
  #placeAt(blocks: readonly TextRange[], x: number, y: number): number | null {
    const under = blocks.findIndex((block) => {
      const rect = this.#rectOf(block);
      return rect !== null && rect.left <= x && x <= rect.right && rect.top <= y && y <= rect.bottom;
    });
    if (under >= 0) return under;
    const { view, state } = this.#parts.editor;
    const at = view.posAtCoords({ left: x, top: y });
    return at === null ? null : placeOf(blocks, state.doc, at.pos);
  }

  #isInSight(block: TextRange | undefined): boolean {
    const rect = this.#rectOf(block);
    return rect !== null && rect.top >= ceiling() && rect.top < this.#parts.lowerEdge();
  }

  #bringIntoSight(block: TextRange | undefined): void {
    const [dom, rect] = [this.#domOf(block), this.#rectOf(block)];
    if (dom === null || rect === null) return;
    const [top, bottom] = [ceiling(), this.#parts.lowerEdge()];
    if (rect.top >= top && rect.bottom <= bottom) return;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const place = rect.height < bottom - top ? 'center' : 'start';
    dom.scrollIntoView({ block: place, behavior: isCalm ? 'auto' : 'smooth' });
  }

  #rectOf(block: TextRange | undefined): DOMRect | null {
    return this.#domOf(block)?.getBoundingClientRect() ?? null;
  }

  #domOf(block: TextRange | undefined): Element | null {
    if (block === undefined) return null;
    const { view, state } = this.#parts.editor;
    const isLeaf = state.doc.nodeAt(block.from)?.isInline === false;
    const dom = view.nodeDOM(isLeaf ? block.from : block.from - 1);
    return dom instanceof Element ? dom : null;
  }
}

function within({ length }: readonly TextRange[], place: number): number {
  return Math.max(0, Math.min(place, length - 1));
}

function isShown(dom: globalThis.Node | null): boolean {
  return dom instanceof Element && dom.getClientRects().length > 0;
}

function placeOf(blocks: readonly TextRange[], doc: Node, position: number): number {
  const node = doc.nodeAt(position);
  const isLeafBlock = node?.isLeaf === true && !node.isInline;
  return placesOf(blocks, { from: position, to: isLeafBlock ? position + 1 : position })[0];
}
