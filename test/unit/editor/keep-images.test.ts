// @vitest-environment happy-dom
/** What is done to the blocks around an image, or from its caption, leaves the image. */

import { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import * as blocks from '../../../web/editor/blocks/block-commands.ts';
import * as commands from '../../../web/editor/commands.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { typesInto } from '../../support/typed-into.ts';

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

function editorWith(html: string): Editor {
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: schemaExtensions(),
    content: html,
    injectCSS: false,
    enableCoreExtensions: { delete: false },
  });
  editors.push(editor);
  return editor;
}

const figure = (caption: string) =>
  `<figure><img src="/api/images/a.png" alt="roses"><figcaption>${caption}</figcaption></figure>`;

/** The kinds of the blocks of the document; an image with its caption. */
function kinds({ state: { doc } }: Editor): string[] {
  doc.check();
  return Array.from({ length: doc.childCount }, (_, i) => {
    const { type, textContent } = doc.child(i);
    return type.name === 'image' ? `image: ${textContent}` : type.name;
  });
}

const { heading2, paragraph, codeBlock, bulletList, orderedList, taskList } = commands;

describe('from a caption', () => {
  it.each(Object.entries({ heading2, paragraph, codeBlock, bulletList, orderedList, taskList }))(
    '%s is not offered, and does nothing',
    (_name, command) => {
      const editor = editorWith(figure('red'));
      editor.commands.setTextSelection(2);
      expect(command.applies(editor)).toBe(false);
      command.run(editor);
      expect(kinds(editor)).toEqual(['image: red']);
    },
  );

  it.each([
    ['a table', blocks.insertTable, 'table'],
    ['a formula', blocks.formula, 'blockMath'],
    ['a divider', blocks.rule, 'horizontalRule'],
  ] as const)(
    '%s goes behind the image, also where there is no caption, and behind one that is selected',
    (_what, command, kind) => {
      for (const caption of ['', 'red']) {
        const editor = editorWith(figure(caption));
        editor.commands.setTextSelection(1 + Math.min(1, caption.length));
        command.run(editor);
        expect(kinds(editor).slice(0, 2)).toEqual([`image: ${caption}`, kind]);
      }
      const editor = editorWith(figure('red'));
      editor.commands.setNodeSelection(0);
      command.run(editor);
      expect(kinds(editor).slice(0, 2)).toEqual(['image: red', kind]);
    },
  );

  it.each(['# red', '> red', '``` red', '- red', '1. red', '---', '$$ red'])('%j is what was typed', (signs) => {
    const editor = editorWith(figure(''));
    editor.commands.setTextSelection(1);
    typesInto(editor, signs);
    expect(kinds(editor)).toEqual([`image: ${signs}`]);
  });
});

describe('from the summary of a toggle', () => {
  const toggle = '<details><summary></summary><div data-type="detailsContent"><p>hidden</p></div></details>';

  it('a divider goes behind the toggle', () => {
    const editor = editorWith(toggle);
    editor.commands.setTextSelection(2);
    blocks.rule.run(editor);
    expect(kinds(editor).slice(0, 2)).toEqual(['details', 'horizontalRule']);
  });

  it.each(['---', '$$ x', '# x'])('%j is what was typed; words between stars are bold', (signs) => {
    const editor = editorWith(toggle);
    editor.commands.setTextSelection(2);
    typesInto(editor, signs);
    typesInto(editor, ' **bold**');
    expect(kinds(editor)).toEqual(['details']);
    expect(editor.state.doc.firstChild?.firstChild?.textContent).toBe(`${signs} bold`);
  });
});

describe('over an image and others', () => {
  const page = `<p>one</p>${figure('red')}<p>two</p>`;

  it('a heading is made of the others', () => {
    const editor = editorWith(page);
    editor.commands.selectAll();
    expect([heading2.applies(editor), heading2.run(editor)]).toEqual([true, true]);
    expect(kinds(editor)).toEqual(['heading', 'image: red', 'heading']);
    paragraph.run(editor);
    expect(kinds(editor)).toEqual(['paragraph', 'image: red', 'paragraph']);
  });

  it('a list takes it along', () => {
    const editor = editorWith(page);
    editor.commands.selectAll();
    bulletList.run(editor);
    expect(kinds(editor)).toEqual(['bulletList']);
    expect(editor.view.dom.querySelectorAll('li img')).toHaveLength(1);
  });
});
