/**
 * What a bar of buttons shows of the editor, a moment after it changed. Asking a dozen commands whether they apply is
 * dearer than a key: nobody looks at the bar within the frame in which a letter appears.
 */

import type { Editor, EditorEvents } from '@tiptap/core';
import { useEffect, useState } from 'react';
import { SHOWN } from '../../binding/binding.ts';
import { browserEnvironment } from '../../lib/environment.ts';

/** After what one did oneself: shorter than anybody notices, longer than the frame of a key. */
const CALM_MS = 40;

/** After what others did: it hardly ever changes what one's own buttons say, and in company it never ends. */
const OTHERS_CALM_MS = 400;

/**
 * @param select gives plain values; must not change.
 * @param first what to show until it is asked for the first time, in a task of its own; left out, it is asked at once.
 */
export function useCalmEditorState<Value>(editor: Editor, select: (editor: Editor) => Value, first?: Value): Value {
  const [value, setValue] = useState(() => first ?? select(editor));
  useEffect(() => {
    let cancel: (() => void) | null = null;
    let dueMs = Number.POSITIVE_INFINITY;
    const read = () => {
      cancel?.();
      cancel = null;
      dueMs = Number.POSITIVE_INFINITY;
      if (editor.isDestroyed) return;
      const now = select(editor);
      setValue((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : now));
    };
    const readWithin = (ms: number) => {
      const atMs = browserEnvironment.now() + ms;
      if (atMs >= dueMs) return;
      cancel?.();
      dueMs = atMs;
      cancel = browserEnvironment.after(ms, read);
    };
    const onTransaction = ({ transaction }: EditorEvents['transaction']) => {
      readWithin(transaction.getMeta(SHOWN) ? OTHERS_CALM_MS : CALM_MS);
    };
    // Told when it becomes editable or stops to be.
    const onUpdate = ({ transaction }: EditorEvents['update']) => {
      if (!transaction.docChanged) readWithin(CALM_MS);
    };
    readWithin(0);
    editor.on('transaction', onTransaction);
    editor.on('update', onUpdate);
    return () => {
      cancel?.();
      editor.off('transaction', onTransaction);
      editor.off('update', onUpdate);
    };
  }, [editor, select]);
  return value;
}
