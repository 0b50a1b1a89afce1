/**
 * Editors that nobody uses any more, for the next ones: to make one takes longer than most of what is done with it. All
 * that was written with it is its state, which is that of a new one again; and it gets another name from the dice, as a
 * new one would, so that a world is the same with it and without.
 */

import type { Editor } from '@tiptap/core';
import type { EditorState } from '@tiptap/pm/state';
import { newEditor } from '../../support/people.ts';

const UNUSED_MAX = 20;

const unused: Editor[] = [];
const newStates = new WeakMap<Editor, EditorState>();

export function takeEditor(): Editor {
  const editor = unused.pop();
  if (editor !== undefined) {
    editor.instanceId = Math.random().toString(36).slice(2, 9);
    return editor;
  }
  const made = newEditor();
  newStates.set(made, made.state);
  return made;
}

/** Whoever had it listens to it no more. */
export function giveBackEditor(editor: Editor): void {
  const state = newStates.get(editor);
  if (state === undefined || unused.length === UNUSED_MAX) {
    editor.destroy();
    return;
  }
  editor.view.updateState(state);
  unused.push(editor);
}
