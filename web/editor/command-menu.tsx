/** A button of a toolbar that opens a list of commands. */

import type { Editor } from '@tiptap/core';
import { Check, ChevronDown, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { Popup, usePopupButton } from '../ui/popup.tsx';
import { ToolbarButton } from '../ui/roving-toolbar.tsx';
import { walkWithKeys } from '../ui/walk.ts';
import type { EditorCommand } from './commands.ts';

export interface MenuCommand {
  readonly label: string;
  readonly command: EditorCommand;
  /** The token of a colour that is shown beside it. */
  readonly colour?: string;
}

export interface CommandMenuProps {
  readonly editor: Editor;
  readonly label: string;
  readonly Icon: LucideIcon;
  readonly items: readonly MenuCommand[];
}

export function CommandMenu({ editor, label, Icon, items }: CommandMenuProps) {
  const [open, setOpen] = useState(false);
  const button = usePopupButton(open, setOpen);
  return (
    <>
      <ToolbarButton className="toolbar-button toolbar-menu" aria-label={label} {...button}>
        <Icon aria-hidden="true" size={18} strokeWidth={1.9} />
        <ChevronDown aria-hidden="true" size={14} />
      </ToolbarButton>
      <Popup
        open={open}
        onOpenChange={setOpen}
        anchor={button.ref}
        className="menu"
        label={label}
        finalFocus={() => editor.view.dom}
        onKeyDown={walkWithKeys}
      >
        {open && <MenuItems editor={editor} items={items} onDone={() => setOpen(false)} />}
      </Popup>
    </>
  );
}

interface MenuItemsProps {
  readonly editor: Editor;
  readonly items: readonly MenuCommand[];
  onDone(): void;
}

/** Asked anew whenever the list opens: what applies depends on where the cursor is. */
function MenuItems({ editor, items, onDone }: MenuItemsProps) {
  const can = editor.can();
  return items.map(({ label, command, colour }) => (
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
