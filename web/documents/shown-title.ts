/**
 * A title as a field shows it. While somebody composes in the field it may not change, although others change the title:
 * what is written in it reaches the letters that it was written at, and takes away no others.
 */

import type { Text, YTextEvent } from 'yjs';
import { editBetween } from '../collab/title.ts';

export class ShownTitle {
  readonly #title: Text;
  #text = '';
  /** Where in the title each unit of the text stands; -1 once somebody took it away. */
  #places: number[] = [];

  constructor(title: Text) {
    this.#title = title;
  }

  /** The field shows `text`, which is the whole title. */
  shows(text: string): void {
    this.#text = text;
    this.#places = Array.from({ length: text.length }, (_, at) => at);
  }

  /** To be called with every change of the title. */
  moves({ delta }: YTextEvent): void {
    let at = 0;
    for (const { retain = 0, insert = '', delete: removed = 0 } of delta) {
      const added = typeof insert === 'string' ? insert.length : 1;
      this.#places = this.#places.map((place) =>
        place < at ? place : place < at + removed ? -1 : place + added - removed,
      );
      at += retain + added;
    }
  }

  /** Where in the title a cursor stands that is at `caret` in the text: behind the same letter. */
  placeOf(caret: number): number {
    return Math.max(-1, ...this.#places.slice(0, caret)) + 1;
  }

  /** The field says `after` now, with the cursor at `caret`. Its changes of the title have this object as their origin. */
  write(after: string, caret: number): void {
    const { index, remove, insert } = editBetween(this.#text, after, caret);
    const taken = this.#places.slice(index, index + remove).filter((place) => place >= 0);
    const at = taken[0] ?? this.placeOf(index);
    this.#title.doc?.transact(() => {
      for (const place of taken.toReversed()) this.#title.delete(place, 1);
      this.#title.insert(at, insert);
    }, this);
    this.#text = after;
    this.#places.splice(index, remove, ...Array.from({ length: insert.length }, (_, behind) => at + behind));
  }
}
