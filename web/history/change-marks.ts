/**
 * Changes as they are drawn over the text of a version: decorations, so that the text itself, what is downloaded and what is
 * brought back have none of them. What was taken out is shown as plain characters, never as anything that it was.
 */

import type { Node } from '@tiptap/pm/model';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { BREAK, type Mark, type Place } from './change-places.ts';

/** By this the elements of a place are found; its value is the place's number, from 0. */
export const PLACE_ATTRIBUTE = 'data-change';

export interface MarkWords {
  /** Stands before what has no characters. */
  readonly added: string;
}

/** @param current the place that is being looked at. */
export function decorationsOf(
  doc: Node,
  places: readonly Place[],
  current: number | null,
  words: MarkWords,
): DecorationSet {
  const decorations = places.flatMap(({ marks }, i) =>
    marks.flatMap((mark, k) =>
      decorationsFor(mark, { place: String(i), key: `${i}.${k}`, isCurrent: i === current, words }),
    ),
  );
  return DecorationSet.create(doc, decorations);
}

interface Shown {
  readonly place: string;
  /** Of the mark, in this text. */
  readonly key: string;
  readonly isCurrent: boolean;
  readonly words: MarkWords;
}

function decorationsFor(mark: Mark, shown: Shown): Decoration[] {
  const attributes = (name: string) => ({ class: classOf(name, shown), [PLACE_ATTRIBUTE]: shown.place });
  switch (mark.kind) {
    case 'added':
      return [Decoration.inline(mark.from, mark.to, { nodeName: 'ins', ...attributes('change-added') })];
    case 'added-break':
      return [widget(mark.at, shown, () => said('ins', 'change-added', BREAK, shown))];
    case 'added-node': {
      const node = Decoration.node(mark.from, mark.to, attributes(`change-added-${mark.node}`));
      if (mark.node !== 'block') return [node];
      return [widget(mark.from, shown, () => labelOf(shown)), node];
    }
    case 'removed':
      return [widget(mark.at, shown, () => said('del', 'change-removed', mark.text, shown))];
    case 'removed-blocks':
      return [widget(mark.at, shown, () => removedIn(['div', 'change-removed-blocks'], 'p', mark.texts, shown))];
    case 'removed-row':
      return [widget(mark.at, shown, () => removedIn(['tr', 'change-removed-row'], 'td', mark.texts, shown))];
    case 'restyled':
      return mark.isBlock
        ? [Decoration.node(mark.from, mark.to, attributes('change-restyled-block'))]
        : [Decoration.inline(mark.from, mark.to, attributes('change-restyled'))];
    default:
      return mark satisfies never;
  }
}

function classOf(name: string, { isCurrent }: Shown): string {
  return isCurrent ? `${name} change-current` : name;
}

/** Before what begins there, and with no marks of what stands beside it. */
function widget(at: number, { key, isCurrent }: Shown, draw: () => HTMLElement): Decoration {
  return Decoration.widget(at, draw, { side: -1, marks: [], ignoreSelection: true, key: `${key} ${isCurrent}` });
}

function said(name: 'ins' | 'del', className: string, text: string, shown: Shown): HTMLElement {
  const element = document.createElement(name);
  element.className = classOf(className, shown);
  element.setAttribute(PLACE_ATTRIBUTE, shown.place);
  element.textContent = text;
  return element;
}

function labelOf(shown: Shown): HTMLElement {
  const label = document.createElement('div');
  label.className = 'change-label';
  label.append(said('ins', 'change-added', shown.words.added, shown));
  return label;
}

/** A piece of its own for each text, in one box. */
function removedIn(
  box: readonly [name: 'div' | 'tr', className: string],
  piece: 'p' | 'td',
  texts: readonly string[],
  shown: Shown,
): HTMLElement {
  const [name, className] = box;
  const all = document.createElement(name);
  all.className = className;
  for (const text of texts) {
    const one = document.createElement(piece);
    one.dir = 'auto';
    one.append(said('del', 'change-removed', text, shown));
    all.append(one);
  }
  return all;
}
