/** What a version changed, ready to be shown: loaded when a version is looked at with its changes, and not before. */

import type { Node } from '@tiptap/pm/model';
import type { DecorationSet } from '@tiptap/pm/view';
import { toPlainText } from '../../server/contract/document/plain-text.ts';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { decorationsOf, PLACE_ATTRIBUTE } from './change-marks.ts';
import { changesBetween } from './changes.ts';
import { changesText, changeText } from './version-words.ts';
import { words } from './words.ts';

export interface ShownChanges {
  /** How many there are, in a sentence. */
  readonly summary: string;
  /** What happened at each place that is marked, in a few words. */
  readonly places: readonly string[];
  /** @param doc the version; @param current the place that is being looked at. */
  decorate(doc: Node, current: number | null): DecorationSet;
  /** Finds what is drawn at a place. */
  selectorOf(place: number): string;
}

/** @param old and `next` of one schema. */
export function shownChanges(old: Node, next: Node): ShownChanges {
  const changes = changesBetween(old, next, nameOf);
  const { places } = changes;
  return {
    summary: changesText(changes),
    places: places.map(changeText),
    decorate: (doc, current) => decorationsOf(doc, places, current, { added: words.added }),
    selectorOf: (place) => `[${PLACE_ATTRIBUTE}="${place}"]`,
  };
}

function nameOf(node: Node): string {
  const text = toPlainText(node.toJSON() as TreeNode);
  if (node.type.name === 'horizontalRule') return words.line;
  return node.type.name === 'image' ? words.image(text || String(node.attrs.alt ?? '')) : text;
}
