/** Where a search has found something: shown in the text, and moved along by whatever anybody writes. */

import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import type { Match } from './find-matches.ts';

const key = new PluginKey<DecorationSet>('find-marks');

export const FindMarks = Extension.create({
  name: 'findMarks',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (tr, marks) =>
          tr.getMeta(key) ?? (marks === DecorationSet.empty ? marks : marks.map(tr.mapping, tr.doc)),
      },
      props: { decorations: (state: EditorState) => key.getState(state) },
    }),
  ],
});

/** Shows these matches of the document as it is, one of them as the present one; none for an empty list. */
export function showMatches({ state, dispatch }: EditorView, matches: readonly Match[], present: number): void {
  const marks = matches.map(({ from, to }, i) =>
    Decoration.inline(from, to, { class: i === present ? 'found found-present' : 'found' }),
  );
  dispatch(state.tr.setMeta(key, marks.length === 0 ? DecorationSet.empty : DecorationSet.create(state.doc, marks)));
}
