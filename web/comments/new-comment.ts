/** What somebody who asks for a comment means: what they have selected, or the paragraph that the cursor is in. */

import type { Editor } from '@tiptap/core';
import { bindingOf } from '../binding/collaboration.ts';
import { anchorOf, commentableIn, quoteOf, type TextRange } from './anchors.ts';
import type { About } from './changes.ts';

/** `choose`: a reader has no cursor, so there is no paragraph to mean before they say which. */
export type Meant = { readonly about: About } | 'nothing' | 'choose';

export function meantBy(editor: Editor): Meant {
  const { $from, from, to, empty } = editor.state.selection;
  const selected = editor.isEditable ? null : selectedByReader(editor);
  if (selected === null && empty && !editor.isEditable) return 'choose';
  const about = aboutOf(editor, selected ?? (empty ? { from: $from.start(), to: $from.end() } : { from, to }));
  return about === null ? 'nothing' : { about };
}

/** Null where nothing can be said about a range, or not yet. */
export function aboutOf(editor: Editor, { from, to }: TextRange): About | null {
  const { doc } = editor.state;
  const range = commentableIn(doc, from, to);
  const binding = bindingOf(editor);
  const anchor = range && binding ? anchorOf(binding, doc, range) : null;
  return range === null || anchor === null ? null : { anchor, quote: quoteOf(doc, range) };
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
