/** What kind of line this is: paragraph or one of four headings. */

import { Popover } from '@base-ui/react/popover';
import { Toolbar } from '@base-ui/react/toolbar';
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { Check, ChevronDown } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { keysText } from '../ui/keys.ts';
import { text } from '../ui/text.ts';
import * as commands from './commands.ts';

const words = text.commands;

const STYLES = [
  { name: 'paragraph', command: commands.paragraph, label: words.paragraph, keys: 'Mod+Alt+0' },
  { name: 'heading1', command: commands.heading1, label: words.heading1, keys: 'Mod+Alt+1' },
  { name: 'heading2', command: commands.heading2, label: words.heading2, keys: 'Mod+Alt+2' },
  { name: 'heading3', command: commands.heading3, label: words.heading3, keys: 'Mod+Alt+3' },
  { name: 'heading4', command: commands.heading4, label: words.heading4, keys: 'Mod+Alt+4' },
] as const;

export function StyleMenu({ editor }: { readonly editor: Editor }) {
  const [open, setOpen] = useState(false);
  const chosen = useRef<HTMLButtonElement>(null);
  const { present, editable } = useEditorState({
    editor,
    selector: () => ({ present: styleAt(editor), editable: editor.isEditable }),
  });
  const choose = (style: (typeof STYLES)[number]) => {
    if (!style.command.holds(editor)) style.command.run(editor);
    setOpen(false);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Toolbar.Button
        className="toolbar-button toolbar-style"
        disabled={!editable}
        aria-label={text.toolbar.style(present.label)}
        render={<Popover.Trigger />}
      >
        <span>{present.label}</span>
        <ChevronDown aria-hidden="true" size={16} />
      </Toolbar.Button>
      <Popover.Portal>
        <Popover.Positioner className="popover-place" sideOffset={6} align="start" collisionPadding={12}>
          <Popover.Popup
            className="popover menu"
            aria-label={text.toolbar.styles}
            initialFocus={chosen}
            finalFocus={() => editor.view.dom}
            onKeyDown={moveWithArrows}
          >
            {STYLES.map((style) => (
              <button
                key={style.name}
                ref={style === present ? chosen : null}
                type="button"
                className="menu-item"
                aria-pressed={style === present}
                onClick={() => choose(style)}
              >
                <Check aria-hidden="true" size={16} className="menu-check" />
                <span className={`menu-style-${style.name}`}>{style.label}</span>
                <kbd>{keysText(style.keys)}</kbd>
              </button>
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function styleAt(editor: Editor): (typeof STYLES)[number] {
  return STYLES.findLast(({ command }) => command.holds(editor)) ?? STYLES[0];
}

/** Up and Down walk through the list, round its ends. The toolbar, whose arrows mean something else, hears nothing. */
function moveWithArrows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === 'Escape' || event.key === 'Tab') return;
  event.stopPropagation();
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const place = items.indexOf(event.target as HTMLElement);
  items.at((place + step) % items.length)?.focus();
}
