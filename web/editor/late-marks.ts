/**
 * A place in the editor for marks of a part of the page that is loaded later: an editor that stands takes no new
 * plugin without giving up all it has. Nothing is here until that part shows something.
 */

import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import type { DecorationSet, EditorView } from '@tiptap/pm/view';

/** Marks in the text, and what becomes of them when it changes. */
export interface Marks {
  readonly decorations: DecorationSet;
  moved(transaction: Transaction): Marks;
}

const key = new PluginKey<Marks | null>('late-marks');

export const LateMarks = Extension.create({
  name: 'lateMarks',
  addProseMirrorPlugins: () => [
    new Plugin<Marks | null>({
      key,
      state: {
        init: () => null,
        apply: (tr, marks) => tr.getMeta(key) ?? marks?.moved(tr) ?? null,
      },
      props: { decorations: (state) => key.getState(state)?.decorations },
    }),
  ],
});

export function lateMarksOf(state: EditorState): Marks | null {
  return key.getState(state) ?? null;
}

export function showLateMarks({ state, dispatch }: EditorView, marks: Marks): void {
  dispatch(state.tr.setMeta(key, marks));
}
