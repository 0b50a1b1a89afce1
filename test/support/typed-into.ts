/** Keys for an editor that stands in no page: what ProseMirror makes of them in a browser. */

import type { Editor } from '@tiptap/core';

/** Characters, one by one, as its input rules get them. */
export function typesInto(editor: Editor, characters: string): void {
  for (const character of characters) {
    const { view } = editor;
    const { from, to } = view.state.selection;
    const insert = () => view.state.tr.insertText(character, from, to);
    const isTaken = view.someProp('handleTextInput', (handle) => handle(view, from, to, character, insert));
    if (isTaken !== true) view.dispatch(insert());
  }
}

/** @returns whether anything had a use for the key. */
export function pressesKey(editor: Editor, key: string, held: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, ...held });
  return editor.view.someProp('handleKeyDown', (handle) => handle(editor.view, event)) === true;
}
