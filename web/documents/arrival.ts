/** Coming to a document that was created a moment ago: the cursor is in it, or the sample is. */

import type { Editor } from '@tiptap/core';
import { useEffect } from 'react';
import type { Doc } from 'yjs';
import { titleOf } from '../collab/title.ts';
import type { Language } from '../ui/language.ts';
import { language } from '../ui/text.ts';
import { isArrival, type TemplateName } from './arrival-state.ts';
import { takeTyping } from './typed-ahead.ts';

/** Does once what home asked for; the sample, or a template, is written like any other edit, into an empty document only. */
export function useArrival(editor: Editor | null, doc: Doc): void {
  useEffect(() => {
    const { state } = window.history;
    if (editor === null || !isArrival(state)) return;
    window.history.replaceState(null, '');
    takeTyping(editor);
    if (state.arrival !== 'blank') void begin(editor, doc, state.arrival);
  }, [editor, doc]);
}

async function begin(editor: Editor, doc: Doc, name: 'sample' | TemplateName): Promise<void> {
  const content = await (name === 'sample' ? sample() : template(name));
  if (editor.isDestroyed || !editor.isEmpty) return;
  editor.commands.setContent(content);
  editor.commands.focus('start');
  if (name === 'sample') nameAsItsHeading(editor, doc);
}

/** What is begun from a template is named by whoever writes it; the sample is found again on home by its own name. */
function nameAsItsHeading({ state }: Editor, doc: Doc): void {
  const title = titleOf(doc);
  const heading = state.doc.firstChild?.textContent ?? '';
  if (title.length === 0) title.insert(0, heading);
}

type Loaded<Part> = Readonly<Record<Language, () => Promise<Part>>>;

const SAMPLES: Loaded<{ readonly sample: string }> = {
  en: () => import('./samples/english.ts'),
  de: () => import('./samples/german.ts'),
};

const TEMPLATES: Loaded<{ readonly templates: Readonly<Record<TemplateName, string>> }> = {
  en: () => import('./samples/templates-english.ts'),
  de: () => import('./samples/templates-german.ts'),
};

async function sample(): Promise<string> {
  return (await SAMPLES[language]()).sample;
}

async function template(name: TemplateName): Promise<string> {
  return (await TEMPLATES[language]()).templates[name];
}
