/**
 * What is typed between "New document" and the moment at which its editor stands. A field that nobody sees takes it -
 * a real one, so that dead keys, input methods, a paste and a phone's keyboard work - and the editor takes it over as
 * if it had been typed there.
 */

import type { Editor } from '@tiptap/core';
import { text } from '../ui/text.ts';

let field: HTMLTextAreaElement | null = null;
let isComposing = false;

/** To be called as somebody asks for a new document: a phone brings up its keyboard only then. */
export function catchTyping(): void {
  field?.remove();
  field = document.createElement('textarea');
  field.className = 'visually-hidden';
  field.setAttribute('aria-label', text.loading);
  field.addEventListener('compositionstart', () => {
    isComposing = true;
  });
  field.addEventListener('compositionend', () => {
    isComposing = false;
  });
  isComposing = false;
  // Whoever goes back does not write here; coming again finds what was typed.
  window.addEventListener('popstate', () => field?.blur(), { once: true });
  document.body.append(field);
  field.focus({ preventScroll: true });
}

/** Puts the cursor to the start of the text, and what was typed before it; once a composition under way has ended. */
export function takeTyping(editor: Editor): void {
  const from = field;
  if (from !== null && isComposing) {
    // After the field's own listeners, and after the letters have come into it.
    from.addEventListener('compositionend', () => queueMicrotask(() => takeTyping(editor)), { once: true });
    return;
  }
  const wasLeft = from !== null && document.activeElement !== from;
  const typed = from?.value ?? '';
  if (editor.isDestroyed) return;
  editor.commands.setTextSelection(0);
  // At once, and not in the next frame as the command does: a key may come before that.
  if (!wasLeft) editor.view.focus();
  field = null;
  from?.remove();
  for (const letter of typed) type(editor, letter);
}

/** As from the keyboard: with what Markdown signs and Enter mean there. */
function type(editor: Editor, letter: string): void {
  if (letter === '\n') {
    editor.commands.enter();
    return;
  }
  const { view } = editor;
  const { from, to } = view.state.selection;
  const insert = () => view.state.tr.insertText(letter, from, to);
  if (!view.someProp('handleTextInput', (handle) => handle(view, from, to, letter, insert))) view.dispatch(insert());
}
