/** What kind of line this is: paragraph or one of four headings. */

import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { Check, ChevronDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { keysText } from '../../ui/keys.ts';
import { Popup, usePopupButton } from '../../ui/popup.tsx';
import { ToolbarButton } from '../../ui/roving-toolbar.tsx';
import { text } from '../../ui/text.ts';
import { walkWithKeys } from '../../ui/walk.ts';
import * as commands from '../commands.ts';

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
  const button = usePopupButton(open, setOpen);
  return (
    <>
      <ToolbarButton
        className="toolbar-button toolbar-style"
        disabled={!editable}
        aria-label={text.toolbar.style(present.label)}
        {...button}
      >
        <span>{present.label}</span>
        <ChevronDown aria-hidden="true" size={16} />
      </ToolbarButton>
      <Popup
        open={open}
        onOpenChange={setOpen}
        anchor={button.ref}
        className="menu"
        label={text.toolbar.styles}
        initialFocus={chosen}
        finalFocus={() => editor.view.dom}
        onKeyDown={walkWithKeys}
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
      </Popup>
    </>
  );
}

function styleAt(editor: Editor): (typeof STYLES)[number] {
  return STYLES.findLast(({ command }) => command.holds(editor)) ?? STYLES[0];
}
