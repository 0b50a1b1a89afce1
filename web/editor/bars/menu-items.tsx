/** The commands in a menu of one of the bars. */

import type { Editor } from '@tiptap/core';
import { Check } from 'lucide-react';
import type { CommandList } from '../panels/command-menu.tsx';
import { COMMAND_LISTS } from './choices-of-commands.ts';
import './menu-items.css';

export interface MenuItemsProps {
  readonly editor: Editor;
  readonly list: CommandList;
  onDone(): void;
}

/** Asked anew whenever the list opens: what applies depends on where the cursor is. */
export default function MenuItems({ editor, list, onDone }: MenuItemsProps) {
  const can = editor.can();
  return COMMAND_LISTS[list].map(({ label, command, colour }) => (
    <button
      key={label}
      type="button"
      className="menu-item"
      aria-pressed={command.holds(editor)}
      disabled={!command.applies(editor, can)}
      onClick={() => {
        command.run(editor);
        onDone();
      }}
    >
      <Check aria-hidden="true" size={16} className="menu-check" />
      <span>{label}</span>
      {colour !== undefined && <span className="menu-colour" data-colour={colour} aria-hidden="true" />}
    </button>
  ));
}
