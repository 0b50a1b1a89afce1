/**
 * Marks over many blocks at once. Tiptap's own commands make a step for each block, and each step makes a document: in
 * 100,000 words that is more than a second for one press of Mod+B. Here the range is replaced once, by a step that says
 * that nothing moved. What comes out is the same; inside one block Tiptap's commands do it themselves.
 */

import { commands, Extension } from '@tiptap/core';
import { Fragment, type Mark, type MarkType, type Node, type Schema, Slice } from '@tiptap/pm/model';
import type { Selection, Transaction } from '@tiptap/pm/state';
import { StepMap } from '@tiptap/pm/transform';
import { MappedReplaceStep } from '../../binding/mapped-step.ts';

export const WideMarks = Extension.create({
  name: 'wideMarks',
  addCommands: () => ({
    setMark: (typeOrName, attributes) => (props) => {
      const { tr, dispatch, state } = props;
      if (!dispatch || !isWide(tr.selection)) return commands.setMark(typeOrName, attributes)(props);
      const type = markType(state.schema, typeOrName);
      const canSet = commands.setMark(typeOrName, attributes)({ ...props, dispatch: undefined });
      // Only what a mark says anew changes: the others of its attributes stay.
      replaceMarks(tr, (node, parent) =>
        parent.type.allowsMarkType(type)
          ? type.create({ ...type.isInSet(node.marks)?.attrs, ...attributes }).addToSet(node.marks)
          : node.marks,
      );
      return canSet;
    },
    unsetMark: (typeOrName, options) => (props) => {
      const { tr, dispatch, state } = props;
      if (!dispatch || !isWide(tr.selection)) return commands.unsetMark(typeOrName, options)(props);
      const type = markType(state.schema, typeOrName);
      replaceMarks(tr, ({ marks }) => type.removeFromSet(marks));
      tr.removeStoredMark(type);
      return true;
    },
  }),
});

/** One range, over more than one block. */
function isWide({ ranges: [range], ranges }: Selection): boolean {
  if (range === undefined || ranges.length > 1) return false;
  return !range.$from.sameParent(range.$to) || !range.$from.parent.isTextblock;
}

function markType({ marks }: Schema, typeOrName: string | MarkType): MarkType {
  const type = typeof typeOrName === 'string' ? marks[typeOrName] : typeOrName;
  if (type === undefined) throw new Error(`There is no mark type "${String(typeOrName)}" in the schema.`);
  return type;
}

type NewMarks = (node: Node, parent: Node) => readonly Mark[];

function replaceMarks(tr: Transaction, newMarks: NewMarks): void {
  const { $from, from, to } = tr.selection;
  const { content, openStart, openEnd } = tr.doc.slice(from, to);
  const replaced = mapInline(content, $from.node($from.sharedDepth(to)), newMarks);
  if (replaced !== content) {
    tr.step(new MappedReplaceStep(from, to, new Slice(replaced, openStart, openEnd), StepMap.empty));
  }
}

/** The same fragment where no mark changes. */
function mapInline(content: Fragment, parent: Node, newMarks: NewMarks): Fragment {
  let mapped: Node[] | undefined;
  for (let i = 0; i < content.childCount; i++) {
    const node = content.child(i);
    const now = node.isInline ? withMarks(node, newMarks(node, parent)) : withContent(node, newMarks);
    if (now === node) continue;
    mapped ??= [...content.content];
    mapped[i] = now;
  }
  // Texts that have the same marks now become one.
  return mapped ? Fragment.fromArray(mapped) : content;
}

function withMarks(node: Node, marks: readonly Mark[]): Node {
  return sameMarks(node.marks, marks) ? node : node.mark(marks);
}

function sameMarks(a: readonly Mark[], b: readonly Mark[]): boolean {
  return a === b || (a.length === b.length && a.every((mark, i) => mark.eq(b[i] as Mark)));
}

function withContent(node: Node, newMarks: NewMarks): Node {
  const content = mapInline(node.content, node, newMarks);
  return content === node.content ? node : node.copy(content);
}
