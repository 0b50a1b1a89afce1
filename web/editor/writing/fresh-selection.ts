/**
 * A key acts where the caret is on the screen. A browser moves the caret with a key at once and tells of it some moments
 * later (`selectionchange`); a key that comes before that would act at the caret of before: Home and Enter, quickly, made
 * the new line behind the words. So the selection is read from the page before each key, and before each press beside
 * the text: what is chosen from a bar acts where the caret is, too.
 *
 * Where the focus has come back by itself (a menu closed, say) the page may have put the caret elsewhere meanwhile: to
 * the start of the text, or, where the menu has put a table in place of its line, behind that. The editor puts it back
 * some moments later, and would take the page's for a person's if it were told of it before that. So it is put back at
 * once, and again for a key that comes soon, because a browser may move it right after the focus. Where the focus has
 * come with a press, the page has put the caret where it was pressed; that is read before the editor, which on a busy
 * page has not been told of it, would put back its own.
 */

import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/** What a key is called that an input method took. */
const INPUT_METHOD_KEY = 229;

/** Longer than ProseMirror takes to put its selection back after a focus: 20 ms. */
const PUT_BACK_MS = 25;

/** Not in its types; what its own listener of `selectionchange` calls. */
interface ObservedView extends EditorView {
  readonly domObserver: { flush(): void };
}

export const FreshSelection = Extension.create({
  name: 'freshSelection',
  addProseMirrorPlugins: () => [new Plugin({ props: { handleDOMEvents: listeners() }, view: readBeforePresses })],
});

function readBeforePresses(view: EditorView) {
  const { ownerDocument } = view.dom;
  const listener = ({ target }: PointerEvent): void => {
    if (view.composing || !view.hasFocus() || view.dom.contains(target as Node)) return;
    readSelection(view);
  };
  ownerDocument.addEventListener('pointerdown', listener, true);
  return { destroy: () => ownerDocument.removeEventListener('pointerdown', listener, true) };
}

function listeners() {
  let isPressed = false;
  let putBack: ReturnType<typeof setTimeout> | undefined;
  return {
    pointerdown() {
      isPressed = true;
      return false;
    },
    focus(view: EditorView) {
      clearTimeout(putBack);
      if (isPressed) {
        // Not here: some browsers move the caret after the focus.
        setTimeout(() => {
          if (!view.isDestroyed && !view.composing) readSelection(view);
        });
        return false;
      }
      view.focus();
      putBack = setTimeout(() => {
        putBack = undefined;
      }, PUT_BACK_MS);
      return false;
    },
    blur() {
      isPressed = false;
      return false;
    },
    keydown(view: EditorView, { keyCode }: KeyboardEvent) {
      isPressed = false;
      // An input method owns the selection while it composes, and on telephones always.
      if (view.composing || keyCode === INPUT_METHOD_KEY) return false;
      if (putBack === undefined) readSelection(view);
      else view.focus();
      clearTimeout(putBack);
      putBack = undefined;
      return false;
    },
  };
}

function readSelection(view: EditorView): void {
  (view as ObservedView).domObserver.flush();
}
