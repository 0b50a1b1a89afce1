/** Buttons of the formatting bar and of the bubble beside a selection. */

import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { Link2, type LucideIcon } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import { keysText } from '../../ui/keys.ts';
import { ToolbarButton } from '../../ui/roving-toolbar.tsx';
import { text } from '../../ui/text.ts';
import { Tip } from '../../ui/tip.tsx';
import * as commands from '../commands.ts';

const words = text.commands;

export interface ButtonSpec {
  readonly command: commands.EditorCommand;
  readonly label: string;
  readonly keys: string;
  readonly Icon: LucideIcon;
  /** Whether it is a state that can be on, not an act. */
  readonly toggles: boolean;
}

export interface ButtonState {
  readonly applies: boolean;
  readonly holds: boolean;
}

interface CommandButtonProps extends ButtonState {
  readonly editor: Editor;
  readonly spec: ButtonSpec;
}

export const CommandButton = memo(function CommandButton({ editor, spec, applies, holds }: CommandButtonProps) {
  const { command, label, keys, Icon, toggles } = spec;
  return (
    <Tip label={label} keys={keysText(keys)}>
      <ToolbarButton
        className="toolbar-button"
        aria-label={label}
        aria-pressed={toggles ? holds : undefined}
        disabled={!applies && !holds}
        onMouseDown={keepFocus}
        onClick={(event) => {
          command.run(editor);
          if (byPointer(event)) editor.commands.focus();
        }}
      >
        <Icon aria-hidden="true" size={18} strokeWidth={1.9} />
      </ToolbarButton>
    </Tip>
  );
});

export function LinkButton({ editor, onLink }: { readonly editor: Editor; onLink(): void }) {
  const { applies, holds } = useEditorState({
    editor,
    selector: () => ({ applies: commands.canLink(editor), holds: editor.isActive('link') }),
  });
  return (
    <Tip label={words.link} keys={keysText('Mod+K')}>
      <ToolbarButton
        className="toolbar-button"
        aria-label={words.link}
        aria-pressed={holds}
        disabled={!applies}
        onMouseDown={keepFocus}
        onClick={onLink}
      >
        <Link2 aria-hidden="true" size={18} strokeWidth={1.9} />
      </ToolbarButton>
    </Tip>
  );
}

/** A press with a pointer leaves the focus, and on a phone the keyboard, with the text. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}

/** A click made by Enter or Space counts no presses; then the focus stays in the bar. */
function byPointer(event: MouseEvent): boolean {
  return event.detail > 0;
}
