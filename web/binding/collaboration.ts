/**
 * The one door between the shared document and the editor: which extensions make a Tiptap editor write into a
 * `Y.Doc`, show what others write, undo only one's own edits (commands `undo` and `redo`), and show where others are.
 * Nothing else in the browser knows how the text lies in the Y.Doc.
 */

import { type Editor, Extension, type Extensions } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { yCursorPlugin } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import type { Doc } from 'yjs';
import { caretElement, selectionAttributes, watchCaretMoves } from './carets.ts';

const BODY = 'prosemirror';

export interface Collaborative {
  readonly doc: Doc;
  readonly awareness: Awareness;
}

/** Everything an editor needs to share `doc`. The schema's extensions come beside it, without a history of their own. */
export function collaborationExtensions({ doc, awareness }: Collaborative): Extensions {
  return [Collaboration.configure({ fragment: doc.getXmlFragment(BODY) }), carets(awareness)];
}

/** Whether anything was ever written into the body of `doc`. */
export function hasText(doc: Doc): boolean {
  return doc.getXmlFragment(BODY).length > 0;
}

export function canUndo(editor: Editor): boolean {
  return editor.can().undo();
}

export function canRedo(editor: Editor): boolean {
  return editor.can().redo();
}

function carets(awareness: Awareness): Extension {
  return Extension.create({
    name: 'carets',
    priority: 999,
    addProseMirrorPlugins: () => [
      yCursorPlugin(awareness, {
        cursorBuilder: (_user, clientId) => caretElement(awareness, clientId),
        selectionBuilder: (_user, clientId) => selectionAttributes(awareness, clientId),
      }),
      watchCaretMoves(awareness),
    ],
  });
}
