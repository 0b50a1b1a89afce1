/** What is compared and rendered in parts, against comparing and rendering everything. */

import type { Node } from '@tiptap/pm/model';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { insertTokens, type Token } from '../../../server/contract/document/tokens.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import {
  readSegments,
  refreshSegments,
  type Touched,
  touchedMarkers,
} from '../../../server/contract/document/writing/segments.ts';
import { innerChange } from '../../../web/binding/inner-change.ts';
import { type Mirror, renderAll, renderChange } from '../../../web/binding/mirror.ts';
import { blockCount, flatBlocksOf } from '../../../web/binding/tree-blocks.ts';
import { editorSchema } from '../../support/editor-schema.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';

/** What stands in one long container, and what a merge may bring into it. */
const PATHS: ReadonlyArray<readonly string[]> = [
  ['bulletList/listItem', 'bulletList/listItem!', 'bulletList/listItem!/blockquote', 'bulletList!/listItem', ''],
  ['blockquote', 'blockquote/bulletList/listItem', 'blockquote/bulletList/listItem', 'blockquote!', 'callout'],
  ['orderedList/listItem', 'orderedList/listItem!/details/detailsContent', 'bulletList/listItem', 'unheard/of'],
  [
    'details/detailsContent/details/detailsContent',
    'details/detailsContent/details',
    'details/detailsContent',
    'details',
  ],
  ['callout', 'callout/details', 'callout/details/detailsContent', 'callout/taskList/taskItem', 'callout!'],
];

class Texts {
  readonly random: SeededRandom;
  readonly #paths: readonly string[];

  constructor(random: SeededRandom) {
    this.random = random;
    this.#paths = random.pick(PATHS);
  }

  path(): string {
    return this.random.chance(0.5) ? (this.#paths[0] ?? '') : this.random.pick(this.#paths);
  }

  marker(): Token {
    const path = this.path();
    const types = path.endsWith('details') ? ['detailsSummary'] : ['heading', 'codeBlock', 'detailsSummary', 'unheard'];
    const type = path.endsWith('details') || this.random.chance(0.1) ? { type: this.random.pick(types) } : {};
    const start = this.random.chance(0.1) ? { 'c1:start': 3 } : {};
    return { kind: 'marker', keys: { ...type, ...(path === '' ? {} : { in: path }), ...start } };
  }

  tokens(blocks: number): Token[] {
    const text = (): Token => ({ kind: 'text', text: this.random.pick(['a', 'bc', 'def']), marks: {} });
    return Array.from({ length: blocks }, () => [this.marker(), text()]).flat();
  }
}

/** Types, deletes, inserts a block, or changes where one stands. */
function edit(text: Y.Text, texts: Texts): void {
  const { random } = texts;
  const at = random.below(text.length + 1);
  const kind = random.below(6);
  if (kind < 2) text.insert(at, random.pick(['x', 'yz']), {});
  else if (kind === 2 && at < text.length) text.delete(at, Math.min(random.below(4) + 1, text.length - at));
  else if (kind === 3) insertTokens(text, at, texts.tokens(1));
  else {
    const markers = readSegments(text).flatMap(({ marker }) => marker ?? []);
    if (markers.length > 0) random.pick(markers).set('in', texts.path());
  }
}

test('a text that is rendered in parts shows what it shows rendered as a whole, for 400 random texts', () => {
  for (let seed = 1; seed <= 400; seed++) {
    const random = seededRandom(seed);
    const texts = new Texts(random);
    const doc = new Y.Doc();
    const text = doc.getText('body');
    insertTokens(text, 0, texts.tokens(5 + random.below(20)));
    let segments = readSegments(text);
    let mirror = renderAll(segments, editorSchema);
    let touched: Touched = new Set();
    doc.on('afterTransaction', (transaction) => touchedMarkers(text, transaction, touched));
    for (let round = 0; round < 12; round++) {
      for (let edits = random.below(3); edits >= 0; edits--) edit(text, texts);
      const change = refreshSegments(text, segments, touched);
      touched = new Set();
      segments = [...change.segments];
      mirror = renderChange(mirror, change, editorSchema);
      const whole = renderAll(readSegments(text), editorSchema);
      // The long messages only where something differs.
      const isSame =
        mirror.nodes.length === whole.nodes.length &&
        mirror.nodes.every((node, i) => node.eq(whole.nodes[i] as Node)) &&
        mirror.markers.length === whole.markers.length &&
        mirror.markers.every((marker, i) => marker === whole.markers[i]);
      if (!isSame) expect(mirror.nodes.join('\n'), `seed ${seed} round ${round}`).toBe(whole.nodes.join('\n'));
      expect(isSame, `seed ${seed} round ${round}`).toBe(true);
      expect(notesOf(mirror), `seed ${seed} round ${round}`).toBe(notesOf(whole));
    }
  }
});

function notesOf({ chunks }: Mirror): string {
  return JSON.stringify(chunks.map(({ notes }) => [...notes]));
}

const item = (...content: readonly TreeNode[]): TreeNode => ({ type: 'listItem', content });
const list = (items: readonly TreeNode[], attrs = {}): TreeNode => ({ type: 'orderedList', attrs, content: items });
const words = (text: string): TreeNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });

function randomItem(random: SeededRandom, depth: number): TreeNode {
  const rest = Array.from({ length: random.below(2) }, (): TreeNode => {
    const kind = depth > 2 ? 0 : random.below(3);
    if (kind === 0) return words(random.pick(['more', 'and more']));
    if (kind === 1) return { type: 'blockquote', content: [words('quoted')] };
    return list(randomItems(random, depth + 1), { start: random.pick([1, 1, 7]) });
  });
  return item(words(random.pick(['one', 'two', 'three'])), ...rest);
}

function randomItems(random: SeededRandom, depth: number): TreeNode[] {
  return Array.from({ length: 1 + random.below(5) }, () => randomItem(random, depth));
}

/** The same container with something else somewhere in it; what is not touched stays the same object. */
function changedNode(node: Node, random: SeededRandom): Node {
  const at = random.below(node.childCount);
  const child = node.child(at);
  if (child.isTextblock || (child.type.name === 'listItem' && random.chance(0.4))) {
    const fresh = child.isTextblock
      ? editorSchema.nodeFromJSON(words('changed'))
      : editorSchema.nodeFromJSON(randomItem(random, 2));
    const kind = child.isTextblock ? 0 : random.below(3);
    const children = [...node.content.content];
    if (kind === 2 && children.length > 1) children.splice(at, 1);
    else children.splice(at + (kind === 1 ? 1 : 0), kind === 1 ? 0 : 1, fresh);
    return node.type.create(node.attrs, children);
  }
  return node.copy(node.content.replaceChild(at, changedNode(child, random)));
}

describe('a change inside a container', () => {
  test('says the same of its blocks as the whole container, and nothing else differs, for 4000 random lists', () => {
    let parts = 0;
    for (let seed = 1; seed <= 4_000; seed++) {
      const random = seededRandom(seed);
      const old = editorSchema.nodeFromJSON(list(randomItems(random, 0), { start: random.pick([1, 4]) }));
      const next = changedNode(old, random);
      const inner = innerChange(old, next);
      if (!inner) continue;
      parts++;
      const previous = random.chance(0.5) ? editorSchema.nodeFromJSON(list([item(words('before'))])) : undefined;
      const blocksOf = (node: Node) => flatBlocksOf([node], previous).map(({ keys, text }) => ({ keys, text }));
      const [wholeOld, wholeNext] = [blocksOf(old), blocksOf(next)];
      const partOld = blocksOf(inner.old).slice(inner.lead);
      const partNext = blocksOf(inner.next).slice(inner.lead);
      const { skipped } = inner;
      const about = `seed ${seed}`;
      expect(blockCount(next) - blockCount(old), about).toBe(partNext.length - partOld.length);
      expect(wholeOld.slice(skipped, skipped + partOld.length), about).toEqual(partOld);
      expect(wholeNext.slice(skipped, skipped + partNext.length), about).toEqual(partNext);
      expect(wholeNext.slice(0, skipped), about).toEqual(wholeOld.slice(0, skipped));
      expect(wholeNext.slice(skipped + partNext.length), about).toEqual(wholeOld.slice(skipped + partOld.length));
    }
    expect(parts).toBeGreaterThan(3_500);
  });

  test('one item of many is compared alone, behind the one before it', () => {
    const old = editorSchema.nodeFromJSON(list(Array.from({ length: 500 }, (_, i) => item(words(`item ${i}`)))));
    const next = old.copy(old.content.replaceChild(250, editorSchema.nodeFromJSON(item(words('changed')))));
    const inner = innerChange(old, next);
    expect(inner?.old.childCount).toBe(2);
    expect(inner?.skipped).toBe(250);
  });
});
