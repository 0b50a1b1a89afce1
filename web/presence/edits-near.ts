/** Notices that somebody else edits the block the caret is in, and who: whoever has a caret there, too. */

import type { Editor, EditorEvents } from '@tiptap/core';
import type { Awareness } from 'y-protocols/awareness';
import { caretOf } from '../binding/collaboration.ts';
import type { Environment } from '../lib/environment.ts';
import { type Person, personOf } from './people.ts';

/** A caret arrives a moment after the letters. */
const CARET_COMES_MS = 500;

/** Calls `noticed` for each edit, at most once in a moment; the answer ends it. */
export function watchEditsNear(
  editor: Editor,
  awareness: Awareness,
  environment: Environment,
  noticed: (person: Person) => void,
): () => void {
  let cancel: (() => void) | null = null;
  const look = ({ transaction }: EditorEvents['transaction']) => {
    if (cancel !== null || !isFromOthers(transaction) || !changesMyBlock(transaction)) return;
    cancel = environment.after(CARET_COMES_MS, () => {
      cancel = null;
      for (const person of peopleInMyBlock(editor, awareness)) noticed(person);
    });
  };
  editor.on('transaction', look);
  return () => {
    cancel?.();
    editor.off('transaction', look);
  };
}

type Transaction = EditorEvents['transaction']['transaction'];

function isFromOthers(transaction: Transaction): boolean {
  return transaction.docChanged && transaction.getMeta('addToHistory') === false;
}

function changesMyBlock({ before, doc, mapping, selection }: Transaction): boolean {
  const block = selection.$head.parent;
  const wasAt = mapping.invert().map(selection.head);
  return block.isTextblock && !before.resolve(Math.min(wasAt, before.content.size)).parent.eq(block) && doc !== before;
}

function peopleInMyBlock(editor: Editor, awareness: Awareness): readonly Person[] {
  if (editor.isDestroyed) return [];
  const { $head } = editor.state.selection;
  const here: Person[] = [];
  for (const [clientId, state] of awareness.getStates()) {
    const position = clientId === awareness.clientID ? undefined : caretOf(editor, state);
    if (position !== undefined && position >= $head.start() && position <= $head.end()) {
      here.push(personOf(state, clientId, awareness.clientID));
    }
  }
  return here;
}
