/** A button of the formatting bar that opens a list of commands. */

import { Popover } from '@base-ui/react/popover';
import { Toolbar } from '@base-ui/react/toolbar';
import type { Editor } from '@tiptap/core';
import { Check, ChevronDown, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import type { EditorCommand } from './commands.ts';

export interface MenuCommand {
  readonly label: string;
  readonly command: EditorCommand;
}

export interface CommandMenuProps {
  readonly editor: Editor;
  readonly label: string;
  readonly Icon: LucideIcon;
  readonly items: readonly MenuCommand[];
}

export function CommandMenu({ editor, label, Icon, items }: CommandMenuProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Toolbar.Button className="toolbar-button toolbar-menu" aria-label={label} render={<Popover.Trigger />}>
        <Icon aria-hidden="true" size={18} strokeWidth={1.9} />
        <ChevronDown aria-hidden="true" size={14} />
      </Toolbar.Button>
      <Popover.Portal>
        <Popover.Positioner className="popover-place" sideOffset={6} align="start" collisionPadding={12}>
          <Popover.Popup
            className="popover menu"
            aria-label={label}
            finalFocus={() => editor.view.dom}
            onKeyDown={moveWithArrows}
          >
            {open && <MenuItems editor={editor} items={items} onDone={() => setOpen(false)} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
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
  return items.map(({ label, command }) => (
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
    </button>
  ));
}

/** Up and Down walk through what can be chosen, round its ends; the bar, whose arrows mean something else, hears nothing. */
function moveWithArrows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === 'Escape' || event.key === 'Tab') return;
  event.stopPropagation();
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('button:enabled')];
  const place = items.indexOf(event.target as HTMLElement);
  items.at((place + step) % items.length)?.focus();
}
