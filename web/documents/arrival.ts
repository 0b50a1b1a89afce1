/** Coming to a document that was created a moment ago: the cursor is in it, or the sample is. */

import type { Editor } from '@tiptap/core';
import { useEffect } from 'react';
import { language } from '../ui/text.ts';
import { isArrival } from './arrival-state.ts';
import { takeTyping } from './typed-ahead.ts';

/** Does once what home asked for; the sample is written like any other edit, into an empty document only. */
export function useArrival(editor: Editor | null): void {
  useEffect(() => {
    const { state } = window.history;
    if (editor === null || !isArrival(state)) return;
    window.history.replaceState(null, '');
    takeTyping(editor);
    if (state.arrival === 'sample') void writeSample(editor);
  }, [editor]);
}

async function writeSample(editor: Editor): Promise<void> {
  const { sample } = await (language === 'de' ? import('./samples/german.ts') : import('./samples/english.ts'));
  if (editor.isDestroyed || !editor.isEmpty) return;
  editor.commands.setContent(sample);
  editor.commands.focus('start');
}
