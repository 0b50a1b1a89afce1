/** Keys beyond those the schema's extensions bring with them. */

import { Extension } from '@tiptap/core';
import { canLink, toggleTask } from './commands.ts';

export interface PageKeys {
  /** Mod+K on a selection or in a link. */
  openLink(): void;
  /** Alt+F10. */
  focusToolbar(): void;
}

/** Binds the keys of the page around the editor. */
export function pageKeys(keys: PageKeys): Extension {
  return Extension.create({
    name: 'pageKeys',
    // Before the hard break of Mod+Enter.
    priority: 1_000,
    addKeyboardShortcuts() {
      return {
        'Mod-Enter': ({ editor }) => toggleTask(editor),
        'Mod-k': ({ editor }) => {
          if (!canLink(editor)) return false;
          keys.openLink();
          return true;
        },
        'Alt-F10': () => {
          keys.focusToolbar();
          return true;
        },
      };
    },
  });
}
