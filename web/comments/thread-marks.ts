/**
 * The stretches of text that threads are about, marked. Whatever is written moves them along as ProseMirror maps
 * positions, which costs a key next to nothing; where they really are, mark-keeper.ts finds out in a calm moment.
 */

import type { Node } from '@tiptap/pm/model';
import type { Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { Marks } from '../editor/late-marks.ts';
import { words } from './words.ts';

/** In the place of a thread: what a comment is to be about, while it is chosen. Its blocks are outlined. */
export const CHOSEN = 'chosen';

export interface ThreadRange {
  readonly thread: string;
  readonly from: number;
  readonly to: number;
}

export class ThreadMarks implements Marks {
  readonly decorations: DecorationSet;
  readonly #active: string | null;

  private constructor(decorations: DecorationSet, active: string | null) {
    this.decorations = decorations;
    this.#active = active;
  }

  static of(doc: Node, ranges: readonly ThreadRange[], active: string | null): ThreadMarks {
    const marks = ranges.map(({ thread, from, to }) => mark(doc, thread, from, to, thread === active));
    for (const range of ranges) if (range.thread === CHOSEN) marks.push(...outlines(doc, range));
    return new ThreadMarks(DecorationSet.create(doc, marks), active);
  }

  moved({ docChanged, mapping, doc }: Transaction): ThreadMarks {
    if (!docChanged || this.decorations === DecorationSet.empty) return this;
    return new ThreadMarks(this.decorations.map(mapping, doc), this.#active);
  }

  /** In the order of the text. */
  get ranges(): readonly ThreadRange[] {
    return this.decorations
      .find(undefined, undefined, isMark)
      .map(({ from, to, spec }) => ({ thread: spec.thread as string, from, to }));
  }

  /** Whether nothing would look different. An outline may be gone with the node it was around. */
  shows(wanted: readonly ThreadRange[], active: string | null): boolean {
    const { ranges } = this;
    if (wanted.some(({ thread }) => thread === CHOSEN)) return false;
    return this.#active === active && ranges.length === wanted.length && ranges.every(isAmong(wanted));
  }

  /** The thread at a position: the one with the shortest text, which the others surround; null where none is. */
  at(position: number): string | null {
    const found = this.decorations.find(position, position, isMark);
    const [first] = found.toSorted((a, b) => a.to - a.from - (b.to - b.from));
    return first === undefined ? null : (first.spec.thread as string);
  }
}

function isAmong(ranges: readonly ThreadRange[]): (range: ThreadRange) => boolean {
  const known = new Map(ranges.map((range) => [range.thread, range]));
  return ({ thread, from, to }) => known.get(thread)?.from === from && known.get(thread)?.to === to;
}

function isMark({ thread }: { readonly thread?: unknown }): boolean {
  return thread !== undefined;
}

function outlines(doc: Node, { from, to }: ThreadRange): readonly Decoration[] {
  const found: Decoration[] = [];
  doc.nodesBetween(from, to, (node, position) => {
    if (node.isTextblock || (node.isLeaf && !node.isInline))
      found.push(Decoration.node(position, position + node.nodeSize, { class: 'comment-choice' }));
    return !node.isTextblock;
  });
  return found;
}

function mark(doc: Node, thread: string, from: number, to: number, isActive: boolean): Decoration {
  const attributes = {
    class: isActive ? 'commented commented-active' : 'commented',
    'data-thread': thread,
    role: 'mark',
    'aria-description': words.marked,
  };
  const isLeafBlock = doc.nodeAt(from)?.isInline === false;
  // Under what is typed at its edges it does not grow.
  return isLeafBlock
    ? Decoration.node(from, to, { class: attributes.class, 'data-thread': thread }, { thread })
    : Decoration.inline(from, to, attributes, { thread });
}
