/**
 * Notes beside blocks that cannot be shown as they are stored: of a type that a newer version brought, or a table that
 * stands elsewhere already. Nothing is lost by it, and the page says so. They come with what is shown and move with it.
 */

import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { Note } from '../../server/contract/document/rendered.ts';
import { text } from '../ui/text.ts';
import { blockAtIndex } from './tree-blocks.ts';

/** Meta of a transaction that shows the shared text: the notes by the index of their block. */
export const NOTES = 'scriptorium-notes';

const key = new PluginKey<DecorationSet>('scriptorium-notes');

export function notesPlugin(): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: { init: () => DecorationSet.empty, apply: (transaction, shown) => notesAfter(transaction, shown) },
    props: { decorations: (state: EditorState) => key.getState(state) },
  });
}

function notesAfter(transaction: Transaction, shown: DecorationSet): DecorationSet {
  const notes = transaction.getMeta(NOTES) as ReadonlyMap<number, readonly Note[]> | undefined;
  if (!notes) return shown === DecorationSet.empty ? shown : shown.map(transaction.mapping, transaction.doc);
  if (notes.size === 0) return DecorationSet.empty;
  return DecorationSet.create(
    transaction.doc,
    [...notes].flatMap(([index, ofBlock]) => decorationOf(transaction.doc, index, ofBlock)),
  );
}

function decorationOf(doc: Node, index: number, notes: readonly Note[]): Decoration[] {
  const block = blockAtIndex(doc, index);
  if (!block) return [];
  const sentence = notes.map(sentenceOf).join(' ');
  const end = block.position + block.node.nodeSize;
  return [Decoration.node(block.position, end, { class: 'noted', 'data-note': sentence, title: sentence })];
}

function sentenceOf(note: Note): string {
  switch (note.kind) {
    case 'unknown-block':
    case 'unknown-container':
      return text.notes.unknown(note.type);
    case 'table-not-shown':
      return text.notes.table;
    default:
      return note satisfies never;
  }
}
