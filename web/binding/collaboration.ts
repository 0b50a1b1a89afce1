/**
 * The one door between the shared document and the editor: which extensions make a Tiptap editor write into a
 * `Y.Doc`, show what others write, undo only one's own edits (commands `undo` and `redo`), and show where others are.
 * Nothing else in the browser knows how the text lies in the Y.Doc.
 */

import { type Editor, Extension, type Extensions } from '@tiptap/core';
import type { Awareness } from 'y-protocols/awareness';
import type { Doc } from 'yjs';
import { BODY } from '../../server/contract/document/names.ts';
import type { Binding } from './binding.ts';
import { blockAddressAt, positionOfAddress } from './block-links.ts';
import { caretIn, cursorsPlugin } from './cursors.ts';
import { notesPlugin } from './notes.ts';
import { bindingPlugins } from './plugin.ts';
import { UndoHistory } from './undo.ts';

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    collaboration: {
      /** Takes back what was last done here, and nothing of what others did. */
      undo: () => ReturnType;
      redo: () => ReturnType;
      /** What is done from now on is undone by itself. */
      newUndoStep: () => ReturnType;
      /** Takes text out of a cell that has no place any more, see recovered.ts. */
      dismissRecovered: (cell: string) => ReturnType;
    };
  }
}

export interface Collaborative {
  readonly doc: Doc;
  readonly awareness: Awareness;
}

/** Everything an editor needs to share `doc`. The schema's extensions come beside it, without a history of their own. */
export function collaborationExtensions({ doc, awareness }: Collaborative): Extensions {
  const history = historyOf(doc);
  let open: Binding | undefined;
  const travel =
    (move: 'undo' | 'redo') =>
    () =>
    ({ tr, dispatch }: CommandInput) => {
      // The step comes from the shared text, not from this transaction.
      tr.setMeta('preventDispatch', true);
      if (move === 'undo' ? !history.canUndo : !history.canRedo) return false;
      return dispatch === undefined || history[move]();
    };
  return [
    Extension.create({
      name: 'collaboration',
      priority: 1000,
      addStorage: () => ({ binding: () => open }),
      addCommands: () => ({
        undo: travel('undo'),
        redo: travel('redo'),
        newUndoStep:
          () =>
          ({ tr }) => {
            tr.setMeta('preventDispatch', true);
            history.separate();
            return true;
          },
        dismissRecovered:
          (cell) =>
          ({ tr, dispatch }) => {
            tr.setMeta('preventDispatch', true);
            if (dispatch !== undefined) open?.emptyCell(cell);
            return open !== undefined;
          },
      }),
      addKeyboardShortcuts() {
        return {
          'Mod-z': () => this.editor.commands.undo(),
          'Mod-y': () => this.editor.commands.redo(),
          'Shift-Mod-z': () => this.editor.commands.redo(),
        };
      },
      addProseMirrorPlugins: () => [
        ...bindingPlugins(doc, history, {
          onOpen: (binding) => {
            open = binding;
          },
          onClose: () => {
            open = undefined;
          },
        }),
        cursorsPlugin(awareness, () => open),
        notesPlugin(),
      ],
    }),
  ];
}

/** The binding of an editor while its view stands. */
export function bindingOf(editor: Editor): Binding | undefined {
  const { collaboration } = editor.storage as { readonly collaboration?: { binding(): Binding | undefined } };
  return collaboration?.binding();
}

/** A name of the block at a position that holds while others write; null while it has none. */
export function blockAddress(editor: Editor, position: number): string | null {
  const binding = bindingOf(editor);
  return binding ? blockAddressAt(binding, position) : null;
}

/** Where the block of that name stands now; undefined when it is not here. */
export function blockPosition(editor: Editor, address: string): number | undefined {
  const binding = bindingOf(editor);
  return binding && positionOfAddress(binding, address);
}

/** Where somebody's caret is, by their presence; undefined when it is nowhere in this text. */
export function caretOf(editor: Editor, presence: unknown): number | undefined {
  const binding = bindingOf(editor);
  return binding && caretIn(binding, presence);
}

interface CommandInput {
  readonly tr: { setMeta(key: string, value: unknown): unknown };
  readonly dispatch: unknown;
}

/** One history for a document, whichever editor shows it, so that it outlives a remount. */
const histories = new WeakMap<Doc, UndoHistory>();

function historyOf(doc: Doc): UndoHistory {
  const known = histories.get(doc);
  if (known) return known;
  const history = new UndoHistory(doc);
  histories.set(doc, history);
  doc.on('destroy', () => history.close());
  return history;
}

/** Whether anything was ever written into the body of `doc`; its first, empty block comes from the server. */
export function hasText(doc: Doc): boolean {
  const body = doc.getText(BODY);
  return body.length > 1 || body.toString() !== '';
}
