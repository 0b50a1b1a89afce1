/** A sentence with Undo about an edit, for as long as undo means that edit: until something else is done here. */

import type { Doc, Transaction } from 'yjs';
// The type of its command.
import type {} from '../binding/collaboration.ts';
import type { Desk } from '../editor/acts.ts';
import { browserEnvironment } from '../lib/environment.ts';
import { UNDO_SHOWN_MS } from '../ui/notice.tsx';

/** To be said right after the edit, which is the last undo step. What others do meanwhile does not end it. */
export function sayWithWayBack({ editor, say }: Desk, doc: Doc, sentence: string): void {
  const onUpdate = (_update: Uint8Array, _origin: unknown, _doc: Doc, { local }: Transaction) => {
    if (!local) return;
    end();
    say('');
  };
  const end = () => {
    cancel();
    doc.off('update', onUpdate);
  };
  const cancel = browserEnvironment.after(UNDO_SHOWN_MS, end);
  doc.on('update', onUpdate);
  say(sentence, () => {
    editor.commands.undo();
    editor.view.focus();
  });
}
