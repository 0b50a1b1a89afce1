// @vitest-environment happy-dom
/** Where images go that somebody pastes, drops or chooses: beside what is there, never in its place. */

import { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { afterEach, describe, expect, it } from 'vitest';
import { placeImages } from '../../../web/editor/nodes/insert-images.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

const image = (name: string) => ({ src: `/images/${name}.png`, alt: name, width: null });
const [roses, tulips] = [image('roses'), image('tulips')];

function editorWith(html: string): Editor {
  const editor = new Editor({ extensions: schemaExtensions(), content: html, injectCSS: false });
  editors.push(editor);
  return editor;
}

/** The blocks in their order; an image by its description, and behind a colon its caption. */
function blocksOf({ state: { doc } }: Editor): string[] {
  const blocks: string[] = [];
  doc.check();
  doc.descendants((node: Node) => {
    if (node.type.name === 'image') blocks.push(`[${node.attrs.alt}:${node.textContent}]`);
    else if (node.isTextblock) blocks.push(node.textContent);
    return !node.isTextblock;
  });
  return blocks;
}

/** The place behind the first character of these words, or in the first block without any. */
function placeIn({ state: { doc } }: Editor, words: string): number {
  let place = 0;
  doc.descendants((node, position) => {
    if (place === 0 && node.isTextblock && node.textContent === words) place = position + 1 + Math.min(1, words.length);
  });
  return place;
}

const FIGURE = '<figure><img src="/images/lilies.png" alt="lilies"><figcaption>CAPTION</figcaption></figure>';

describe('images that are put in', () => {
  it('all stay, one below the other', () => {
    const editor = editorWith('<p></p>');
    placeImages(editor, [roses, tulips]);
    expect(blocksOf(editor)).toEqual(['[roses:]', '[tulips:]']);
  });

  it.each([
    ['an image without a caption', FIGURE.replace('CAPTION', ''), '', ['[lilies:]', '[roses:]', '[tulips:]']],
    ['a caption', FIGURE.replace('CAPTION', 'white'), 'white', ['[lilies:white]', '[roses:]', '[tulips:]']],
    ['code', '<pre><code>x = 1</code></pre>', 'x = 1', ['x = 1', '[roses:]', '[tulips:]']],
    ['a paragraph', '<p>words</p>', 'words', ['w', '[roses:]', '[tulips:]', 'ords']],
  ])('leave %s whole where the caret is in it, and part a paragraph', (_what, html, words, expected) => {
    const editor = editorWith(html);
    editor.commands.setTextSelection(placeIn(editor, words));
    placeImages(editor, [roses, tulips]);
    expect(blocksOf(editor)).toEqual(expected);
  });

  it('go beside the words they are dropped on, and beside an image', () => {
    const editor = editorWith(`<p>words</p>${FIGURE.replace('CAPTION', '')}`);
    placeImages(editor, [roses, tulips], placeIn(editor, 'words'));
    expect(blocksOf(editor)).toEqual(['[roses:]', '[tulips:]', 'words', '[lilies:]']);
    placeImages(editor, [image('asters')], editor.state.doc.content.size - 1);
    expect(blocksOf(editor)).toHaveLength(5);
  });
});
