/**
 * Notices that the editor broke: a change that it could not show, or could not be shown. An editor in that state takes
 * keys and loses them, or stands still while others write; whoever is told replaces it by the text to read.
 *
 * What always holds: what had reached the state of the editor by then is written into the document first.
 */

import { type Editor, Extension } from '@tiptap/core';
import { type EditorState, Plugin } from '@tiptap/pm/state';
import type { Binding } from '../../binding/binding.ts';
import { takeTransactions } from '../../binding/plugin.ts';

/** What others wrote is shown within a frame, or within 250 ms in a hidden tab. */
const BEHIND_MS_MAX = 1_000;

export function editorGuard(onBroken: (error: unknown) => void): Extension {
  let shown: EditorState | null = null;
  return Extension.create({
    name: 'guard',
    // Its plugin is the last to hear of a new state.
    priority: 0,
    dispatchTransaction({ transaction, next }) {
      const before = this.editor.state;
      try {
        next(transaction);
      } catch (error) {
        const { state } = this.editor;
        const isWhole = state !== before && state === shown;
        if (!isWhole) {
          writeAll(this.editor);
          onBroken(error);
        }
        throw error;
      }
    },
    addProseMirrorPlugins() {
      return [
        new Plugin({
          view: (view) => {
            const endWatch = watchErrors((error) => {
              if (bindingOf(this.editor)?.isBehind && !view.composing) onBroken(error);
            });
            return {
              update: ({ state }) => {
                shown = state;
              },
              destroy: endWatch,
            };
          },
        }),
      ];
    },
  });
}

/** Calls back some time after an error that nothing caught; errors of others (an extension of the browser) are among them. */
function watchErrors(onError: (error: unknown) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = ({ error }: ErrorEvent) => {
    clearTimeout(timer);
    timer = setTimeout(() => onError(error), BEHIND_MS_MAX);
  };
  window.addEventListener('error', listen);
  return () => {
    clearTimeout(timer);
    window.removeEventListener('error', listen);
  };
}

function writeAll(editor: Editor): void {
  try {
    bindingOf(editor)?.write(takeTransactions(editor.state));
  } catch {
    // It was this that failed; the document has what it had.
  }
}

function bindingOf(editor: Editor): Binding | undefined {
  const { collaboration } = editor.storage as { readonly collaboration?: { binding(): Binding | undefined } };
  return collaboration?.binding();
}
