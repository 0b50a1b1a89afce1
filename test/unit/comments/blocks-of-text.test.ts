// @vitest-environment happy-dom
/** The parts of a text that a comment can be about, one by one, for whoever has no cursor in it. */

import { createNodeFromContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { describe, expect, it } from 'vitest';
import { placesOf, stretchOf, textBlocks } from '../../../web/comments/blocks-of-text.ts';
import { editorSchema } from '../../support/editor-schema.ts';

function docOf(html: string): Node {
  return createNodeFromContent(html, editorSchema, { slice: false }) as Node;
}

const saidIn = (doc: Node, isOpen = (_node: Node) => true) =>
  textBlocks(doc, isOpen).map(({ from, to }) => doc.textBetween(from, to, '|', '*'));

describe('the blocks of a text', () => {
  it('are all that says something, wherever it stands, and what has no words', () => {
    const doc = docOf(
      '<h1>Plan</h1><p></p><ul><li><p>Milk</p><ul><li><p>of goats</p></li></ul></li></ul><hr>' +
        '<table><tr><td><p>left</p><p>below</p></td><td><p>right</p></td></tr></table><pre><code>1 + 1</code></pre>',
    );
    expect(saidIn(doc)).toEqual(['Plan', 'Milk', 'of goats', '*', 'left', 'below', 'right', '1 + 1']);
  });

  it('are not what is folded away', () => {
    const doc = docOf(
      '<details><summary>More</summary><div data-type="detailsContent"><p>folded</p></div></details><p>on</p>',
    );
    expect(saidIn(doc)).toEqual(['More', 'folded', 'on']);
    expect(saidIn(doc, ({ type }) => type.name !== 'detailsContent')).toEqual(['More', 'on']);
  });

  it('are found by any part of them; behind what is gone, the next one, or the last', () => {
    const doc = docOf('<p>alpha</p><p></p><hr><p>beta</p><p></p>');
    const blocks = textBlocks(doc, () => true);
    const [alpha, line, beta] = blocks as [(typeof blocks)[0], (typeof blocks)[0], (typeof blocks)[0]];
    expect(placesOf(blocks, { from: 2, to: 3 })).toEqual([0, 0]);
    expect(placesOf(blocks, line)).toEqual([1, 1]);
    expect(placesOf(blocks, { from: alpha.to, to: alpha.to })).toEqual([0, 0]);
    expect(placesOf(blocks, { from: alpha.from, to: beta.to })).toEqual([0, 2]);
    expect(placesOf(blocks, { from: alpha.to + 2, to: alpha.to + 2 })).toEqual([1, 1]);
    expect(placesOf(blocks, { from: 999, to: 999 })).toEqual([2, 2]);
    const lines = textBlocks(docOf('<hr><hr>'), () => true);
    expect(lines.map((one) => placesOf(lines, one))).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(stretchOf(blocks, 0, 2)).toEqual({ from: alpha.from, to: beta.to });
    expect(stretchOf([], 0, 0)).toBeNull();
  });
});
