/** What somebody who asks for a comment means: what they have selected, or the paragraph that the cursor is in. */

import type { Editor } from '@tiptap/core';
import type { CommentAnchor } from '../../server/contract/comment-api.ts';
import { bindingOf } from '../binding/collaboration.ts';
import { anchorOf, commentableIn, quoteOf, type TextRange } from './anchors.ts';
import type { About } from './changes.ts';

/** `select-first`: a reader has no cursor, so there is no paragraph to mean. */
export type Meant = { readonly about: About } | 'nothing' | 'select-first';

export function meantBy(editor: Editor): Meant {
  const { doc, selection } = editor.state;
  const { $from, from, to, empty } = selection;
  const selected = editor.isEditable ? null : selectedByReader(editor);
  if (selected === null && empty && !editor.isEditable) return 'select-first';
  const { from: first, to: last } = selected ?? (empty ? { from: $from.start(), to: $from.end() } : { from, to });
  const range = commentableIn(doc, first, last);
  const binding = bindingOf(editor);
  const anchor: CommentAnchor | null = range && binding ? anchorOf(binding, doc, range) : null;
  return range === null || anchor === null ? 'nothing' : { about: { anchor, quote: quoteOf(doc, range) } };
}

/** What is selected at this moment in a text that has no cursor: not every browser tells the editor of that. */
export function selectedByReader({ view }: Editor): TextRange | null {
  const selected = document.getSelection();
  if (selected === null || selected.isCollapsed || selected.rangeCount === 0) return null;
  const { startContainer, startOffset, endContainer, endOffset } = selected.getRangeAt(0);
  if (!view.dom.contains(startContainer) || !view.dom.contains(endContainer)) return null;
  const [from, to] = [view.posAtDOM(startContainer, startOffset), view.posAtDOM(endContainer, endOffset)];
  return from < to ? { from, to } : null;
}
