/** Which link or mention the caret is at, and where it leads. */

import { createNodeFromContent, type JSONContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { EditorState, NodeSelection, TextSelection } from '@tiptap/pm/state';
import { describe, expect, it } from 'vitest';
import { mentionTarget, targetAtSelection } from '../../../web/editor/links/link-target.ts';
import { editorSchema } from '../../support/editor-schema.ts';

const linked = (text: string, href: string): JSONContent => ({
  type: 'text',
  text,
  marks: [{ type: 'link', attrs: { href } }],
});
const mention = (id: string): JSONContent => ({ type: 'mention', attrs: { id, label: 'Plan' } });

function stateOf(...content: JSONContent[]): EditorState {
  const json = { type: 'doc', content: [{ type: 'paragraph', content }] };
  return EditorState.create({ doc: createNodeFromContent(json, editorSchema) as Node });
}

const at = (state: EditorState, anchor: number, head = anchor) =>
  targetAtSelection(state.apply(state.tr.setSelection(TextSelection.create(state.doc, anchor, head))));

describe('the link at the caret', () => {
  const state = stateOf({ type: 'text', text: 'see ' }, linked('this', 'https://yjs.dev/x'), {
    type: 'text',
    text: '!',
  });

  it('is the whole of it, wherever in it the caret stands', () => {
    expect(at(state, 7)).toEqual({ kind: 'link', address: 'https://yjs.dev/x', documentId: null, from: 5, to: 9 });
  });

  it('is none beside it, and none where text is selected', () => {
    expect(at(state, 2)).toBeNull();
    expect(at(state, 6, 8)).toBeNull();
  });
});

describe('the mention at the caret', () => {
  const state = stateOf({ type: 'text', text: 'a' }, mention('document:plan'), { type: 'text', text: 'b' });
  const target = { kind: 'mention', address: '/d/plan', documentId: 'plan', from: 2, to: 3 };

  it('is found from either side, and where it is selected', () => {
    expect([at(state, 2), at(state, 3)]).toEqual([target, target]);
    const selected = state.apply(state.tr.setSelection(NodeSelection.create(state.doc, 2)));
    expect(targetAtSelection(selected)).toEqual(target);
    expect(at(state, 1)).toBeNull();
  });

  it.each([['guest:ann'], ['document:'], ['document:../api'], ['document:a/b'], ['javascript:x']])(
    'leads nowhere for %s',
    (id) => {
      const node = stateOf(mention(id)).doc.firstChild?.firstChild as Node;
      expect(mentionTarget(node, 1)).toBeNull();
    },
  );
});
