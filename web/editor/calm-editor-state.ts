/**
 * What a bar of buttons shows of the editor, a moment after it changed. Asking a dozen commands whether they apply is
 * dearer than a key: nobody looks at the bar within the frame in which a letter appears.
 */

import type { Editor } from '@tiptap/core';
import { useEffect, useState } from 'react';
import { browserEnvironment } from '../lib/environment.ts';

/** Shorter than anybody notices, longer than the frame of a key. */
const CALM_MS = 40;

/** @param select gives plain values; must not change. */
export function useCalmEditorState<Value>(editor: Editor, select: (editor: Editor) => Value): Value {
  const [value, setValue] = useState(() => select(editor));
  useEffect(() => {
    let cancel: (() => void) | null = null;
    const read = () => {
      cancel = null;
      if (editor.isDestroyed) return;
      const now = select(editor);
      setValue((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : now));
    };
    const soon = () => {
      cancel ??= browserEnvironment.after(CALM_MS, read);
    };
    read();
    editor.on('transaction', soon);
    editor.on('update', soon);
    return () => {
      cancel?.();
      editor.off('transaction', soon);
      editor.off('update', soon);
    };
  }, [editor, select]);
  return value;
}
