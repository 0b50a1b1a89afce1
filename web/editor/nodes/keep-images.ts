/**
 * An image is a block whose characters are its caption. What makes another kind of block of the blocks of a selection
 * would make one of an image, too: only the caption would be left. Here it passes the images by.
 */

import { commands, type Editor, Extension } from '@tiptap/core';
import type { Node, NodeType, ResolvedPos, Schema } from '@tiptap/pm/model';
import { type EditorState, NodeSelection, type Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import { typedSigns } from '../writing/typed-signs.ts';

const IMAGE = 'image';
const SUMMARY = 'detailsSummary';
const TITLES: ReadonlySet<string> = new Set([IMAGE, SUMMARY]);

export const KeepImages = Extension.create({
  name: 'keepImages',
  addCommands: () => ({
    setNode: (typeOrName, attributes) => (props) => {
      const { state, tr, dispatch } = props;
      if (!hasImage(state)) return commands.setNode(typeOrName, attributes)(props);
      const type = nodeType(state.schema, typeOrName);
      const wanted = type.create(attributes);
      const others = blocksBeside(state).filter((block) => mayBecome(state, block, wanted));
      // From the last, so that the positions of the others stay right.
      for (const { node, position } of dispatch ? others.toReversed() : []) {
        tr.setBlockType(position + 1, position + node.nodeSize - 1, type, attributes);
      }
      return others.length > 0;
    },
    // Lists are made of what this leaves.
    clearNodes: () => (props) => !hasImage(props.state) && commands.clearNodes()(props),
  }),
  /** Signs that would make a block of a caption or of a summary are characters of it. */
  dispatchTransaction({ transaction, next }) {
    const { state } = this.editor;
    const { $from } = state.selection;
    const signs = TITLES.has($from.parent.type.name) ? typedSigns(transaction, state) : null;
    if (signs === null || !reachesOut(transaction, $from)) next(transaction);
    else if (signs.text !== '\n') next(state.tr.insertText(signs.text, signs.from, signs.to));
  },
});

/** A line behind the image or the toggle whose title the caret is in, or behind a selected block: for what is put in. */
export function leaveBlock({ state, view }: Editor): void {
  const { selection, schema, tr } = state;
  const isBlock = selection instanceof NodeSelection && selection.node.isBlock;
  const behind = isBlock ? selection.to : behindTitle(selection);
  const line = schema.nodes.paragraph?.create();
  if (behind === null || !line) return;
  const $behind = state.doc.resolve(behind);
  if (!$behind.parent.canReplaceWith($behind.index(), $behind.index(), line.type)) return;
  tr.insert(behind, line);
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, behind + 1)));
}

function behindTitle({ $from }: Selection): number | null {
  if ($from.parent.type.name === SUMMARY) return $from.after(-1);
  return $from.parent.type.name === IMAGE ? $from.after() : null;
}

/** Whether anything is changed but the characters around a place. */
function reachesOut({ mapping }: Transaction, $place: ResolvedPos): boolean {
  let end = $place.end();
  return mapping.maps.some((map) => {
    let isOut = false;
    map.forEach((from, to) => {
      isOut ||= from < $place.start() || to > end;
    });
    end = map.map(end, 1);
    return isOut;
  });
}

interface PlacedBlock {
  readonly node: Node;
  readonly position: number;
}

function textblocks({ doc, selection: { ranges } }: EditorState): readonly PlacedBlock[] {
  const found: PlacedBlock[] = [];
  for (const { $from, $to } of ranges) {
    doc.nodesBetween($from.pos, $to.pos, (node, position) => {
      if (node.isTextblock) found.push({ node, position });
      return !node.isTextblock;
    });
  }
  return found;
}

function hasImage(state: EditorState): boolean {
  return textblocks(state).some(({ node }) => node.type.name === IMAGE);
}

function blocksBeside(state: EditorState): readonly PlacedBlock[] {
  return textblocks(state).filter(({ node }) => node.type.name !== IMAGE);
}

function mayBecome({ doc }: EditorState, { node, position }: PlacedBlock, wanted: Node): boolean {
  const { type } = wanted;
  const $block = doc.resolve(position);
  return !node.sameMarkup(wanted) && $block.parent.canReplaceWith($block.index(), $block.index() + 1, type);
}

function nodeType({ nodes }: Schema, typeOrName: string | NodeType): NodeType {
  const type = typeof typeOrName === 'string' ? nodes[typeOrName] : typeOrName;
  if (type === undefined) throw new Error(`There is no node type "${String(typeOrName)}" in the schema.`);
  return type;
}
