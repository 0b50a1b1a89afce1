// @vitest-environment happy-dom
/** The kinds of callouts: each can be chosen, and says its name. */

import { Editor } from '@tiptap/core';
import { afterEach, expect, it } from 'vitest';
import { CALLOUT_KINDS } from '../../../server/contract/document/node-types.ts';
import * as blocks from '../../../web/editor/blocks/block-commands.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { text } from '../../../web/ui/text.ts';

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

function editorWith(html: string): Editor {
  const editor = new Editor({ extensions: schemaExtensions(), content: html, injectCSS: false });
  editors.push(editor);
  editor.commands.setTextSelection(3);
  return editor;
}

it.each(CALLOUT_KINDS)('%s is put around a paragraph, is what another becomes, and goes again', (kind) => {
  const command = blocks.calloutOf(kind);
  const editor = editorWith('<p>words</p>');
  blocks.calloutOf(kind === 'note' ? 'tip' : 'note').run(editor);
  expect([command.applies(editor), command.holds(editor)]).toEqual([true, false]);
  command.run(editor);
  expect([command.holds(editor), editor.view.dom.querySelectorAll('aside').length]).toEqual([true, 1]);
  expect(editor.view.dom.querySelector('aside')?.getAttribute('aria-label')).toBe(text.callouts[kind]);
  command.run(editor);
  expect(editor.getHTML()).toBe('<p>words</p>');
});

it('the button for callouts leads out of one of any kind', () => {
  const editor = editorWith('<aside data-type="callout" data-kind="warning"><p>words</p></aside>');
  blocks.callout.run(editor);
  expect(editor.getHTML()).toBe('<p>words</p>');
});
