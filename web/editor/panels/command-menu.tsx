/** A button of a toolbar that opens a list of commands. */

import type { Editor } from '@tiptap/core';
import { ChevronDown, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { late } from '../../ui/late.tsx';
import { Popup, usePopupButton } from '../../ui/popup.tsx';
import { ToolbarButton } from '../../ui/roving-toolbar.tsx';
import { walkWithKeys } from '../../ui/walk.ts';

/** Which commands, see choices-of-commands.ts. */
export type CommandList = 'turnInto' | 'colours' | 'inserts' | 'table';

/** What a menu holds is loaded with the first that is opened. */
export const MenuItems = late(() => import('../bars/menu-items.tsx'));

export interface CommandMenuProps {
  readonly editor: Editor;
  readonly label: string;
  readonly Icon: LucideIcon;
  readonly list: CommandList;
}

export function CommandMenu({ editor, label, Icon, list }: CommandMenuProps) {
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
        {open && <MenuItems editor={editor} list={list} onDone={() => setOpen(false)} />}
      </Popup>
    </>
  );
}
