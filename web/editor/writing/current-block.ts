/**
 * Marks the blocks of the page that hold an end of the selection. A block that the browser has not come to lay out
 * (`content-visibility` in editor.css) is no place for a caret: in Chromium the first letter typed into a new one would
 * leave the caret before itself. The marked ones are laid out from the moment in which they are there.
 */

import { Extension } from '@tiptap/core';
import { type EditorState, Plugin } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

export const CurrentBlock = Extension.create({
  name: 'currentBlock',
  addProseMirrorPlugins: () => [currentBlockPlugin()],
});

function currentBlockPlugin(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    state: {
      init: (_, state) => marksIn(state, DecorationSet.empty),
      apply: ({ mapping, doc }, marks, _, state) => marksIn(state, marks.map(mapping, doc)),
    },
    props: {
      decorations(state) {
        return this.getState(state);
      },
    },
  });
}

/** The same marks where they are right already, as after nearly every key. */
function marksIn({ doc, selection: { $from, $to } }: EditorState, marks: DecorationSet): DecorationSet {
  const wanted = [...new Set([$from.index(0), $to.index(0)])].flatMap((index) => {
    const from = $from.posAtIndex(index, 0);
    const block = doc.maybeChild(index);
    return block ? [{ from, to: from + block.nodeSize }] : [];
  });
  const found = marks.find();
  const areRight =
    found.length === wanted.length && wanted.every(({ from, to }, i) => found[i]?.from === from && found[i]?.to === to);
  if (areRight) return marks;
  const mark = { class: 'is-current' };
  return DecorationSet.create(
    doc,
    wanted.map(({ from, to }) => Decoration.node(from, to, mark)),
  );
}
