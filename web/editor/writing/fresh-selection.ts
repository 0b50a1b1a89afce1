/**
 * A key acts where the caret is on the screen. A browser moves the caret with a key at once and tells of it some moments
 * later (`selectionchange`); a key that comes before that would act at the caret of before: Home and Enter, quickly, made
 * the new line behind the words. So the selection is read from the page before each key.
 */

import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/** What a key is called that an input method took. */
const INPUT_METHOD_KEY = 229;

/** Not in its types; what its own listener of `selectionchange` calls. */
interface ObservedView extends EditorView {
  readonly domObserver: { flush(): void };
}

export const FreshSelection = Extension.create({
  name: 'freshSelection',
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        handleDOMEvents: {
          keydown(view, { keyCode }) {
            // An input method owns the selection while it composes, and on telephones always.
            if (!view.composing && keyCode !== INPUT_METHOD_KEY) (view as ObservedView).domObserver.flush();
            return false;
          },
        },
      },
    }),
  ],
});
