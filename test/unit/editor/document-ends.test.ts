/** Below the text one writes on: at its end, or in a paragraph of its own. */

import { createNodeFromContent, type JSONContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { EditorState } from '@tiptap/pm/state';
import { describe, expect, it } from 'vitest';
import { writeBelow } from '../../../web/editor/writing/document-ends.ts';
import { editorSchema } from '../../support/editor-schema.ts';

const p: JSONContent = { type: 'paragraph', content: [{ type: 'text', text: 'words' }] };
const cell: JSONContent = { type: 'tableCell', content: [p] };

/** What stands where the caret is once somebody has pressed below the text and typed. */
function typedBelow(last: JSONContent): { readonly block: string; readonly text: string; readonly isNew: boolean } {
  const doc = createNodeFromContent({ type: 'doc', content: [p, last] }, editorSchema) as Node;
  let state = EditorState.create({ doc });
  writeBelow(state, (tr) => (state = state.apply(tr)));
  state = state.apply(state.tr.insertText('!'));
  state.doc.check();
  const { parent, depth } = state.selection.$from;
  return { block: parent.type.name, text: parent.textContent, isNew: depth === 1 && state.doc.childCount === 3 };
}

describe('a press below the text', () => {
  it.each<[string, JSONContent, string]>([
    ['a paragraph', p, 'paragraph'],
    ['a heading', { type: 'heading', attrs: { level: 2 }, content: p.content as JSONContent[] }, 'heading'],
    ['a list', { type: 'bulletList', content: [{ type: 'listItem', content: [p] }] }, 'paragraph'],
    ['a quote', { type: 'blockquote', content: [p] }, 'paragraph'],
  ])('goes on with %s', (_what, last, block) => {
    expect(typedBelow(last)).toEqual({ block, text: 'words!', isNew: false });
  });

  it.each<[string, JSONContent]>([
    ['a table', { type: 'table', content: [{ type: 'tableRow', content: [cell] }] }],
    ['code', { type: 'codeBlock', content: p.content as JSONContent[] }],
    ['a callout', { type: 'callout', content: [p] }],
    ['a divider', { type: 'horizontalRule' }],
    ['an image', { type: 'image' }],
  ])('begins a paragraph below %s', (_what, last) => {
    expect(typedBelow(last)).toEqual({ block: 'paragraph', text: '!', isNew: true });
  });
});
