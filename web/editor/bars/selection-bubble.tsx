/**
 * A small bar beside selected text. It shows for a selection made with the pointer, once it is let go, or with keys;
 * Escape hides it until something else is selected. On touch the formatting bar above the keyboard does its work.
 */

import { type Editor, posToDOMRect } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import {
  Bold,
  Code,
  Highlighter,
  Italic,
  MessageSquarePlus,
  Palette,
  Strikethrough,
  Type,
  Underline,
} from 'lucide-react';
import { useState } from 'react';
import { Floating } from '../../ui/floating.tsx';
import { keysText } from '../../ui/keys.ts';
import { RovingToolbar, ToolbarButton } from '../../ui/roving-toolbar.tsx';
import { text } from '../../ui/text.ts';
import { Tip } from '../../ui/tip.tsx';
import type { Desk } from '../acts.ts';
import * as commands from '../commands.ts';
import { CommandMenu } from '../panels/command-menu.tsx';
import { bubbleRange } from './bubble-range.ts';
import { useCalmEditorState } from './calm-editor-state.ts';
import { useEscape, useFocus, usePressed } from './focus-hooks.ts';
import { type ButtonSpec, CommandButton, LinkButton } from './toolbar-buttons.tsx';
import '../panels/panels.css';

const words = text.commands;

const MARKS: readonly ButtonSpec[] = [
  { command: commands.bold, label: words.bold, keys: 'Mod+B', Icon: Bold, toggles: true },
  { command: commands.italic, label: words.italic, keys: 'Mod+I', Icon: Italic, toggles: true },
  { command: commands.underline, label: words.underline, keys: 'Mod+U', Icon: Underline, toggles: true },
  { command: commands.strike, label: words.strike, keys: 'Mod+Shift+S', Icon: Strikethrough, toggles: true },
  { command: commands.code, label: words.code, keys: 'Mod+E', Icon: Code, toggles: true },
  { command: commands.highlight, label: words.highlight, keys: 'Mod+Shift+H', Icon: Highlighter, toggles: true },
];

export default function SelectionBubble({ desk }: { readonly desk: Desk }) {
  const { editor } = desk;
  const range = useEditorState({ editor, selector: () => bubbleRange(editor) });
  const isPressed = usePressed(editor);
  const [isFocused, focusProps] = useFocus(editor);
  const [hidden, setHidden] = useState<string | null>(null);
  const version = range === null ? null : `${range.from}-${range.to}`;
  const isShown = version !== null && version !== hidden && !isPressed && isFocused;
  useEscape(editor, isShown, () => setHidden(version));
  if (!isShown || range === null) return null;
  return (
    <Floating
      className="popover bubble"
      placement="top"
      context={editor.view.dom}
      rectOf={() => posToDOMRect(editor.view, range.from, range.to)}
      version={version}
      {...focusProps}
    >
      <BubbleBar desk={desk} />
    </Floating>
  );
}

function marksOf(editor: Editor) {
  const can = editor.can();
  return MARKS.map(({ command }) => ({ applies: command.applies(editor, can), holds: command.holds(editor) }));
}

function BubbleBar({ desk }: { readonly desk: Desk }) {
  const { editor } = desk;
  const states = useCalmEditorState(editor, marksOf);
  return (
    <RovingToolbar className="bubble-bar" label={text.toolbar.selection}>
      <CommandMenu editor={editor} label={words.turnInto} Icon={Type} list="turnInto" />
      {MARKS.map((spec, i) => (
        <CommandButton
          key={spec.label}
          editor={editor}
          spec={spec}
          {...(states[i] ?? { applies: false, holds: false })}
        />
      ))}
      <LinkButton editor={editor} onLink={() => desk.open('link')} />
      <CommandMenu editor={editor} label={words.colour} Icon={Palette} list="colours" />
      <CommentButton desk={desk} />
    </RovingToolbar>
  );
}

function CommentButton({ desk }: { readonly desk: Desk }) {
  return (
    <Tip label={words.comment} keys={keysText('Mod+Alt+M')}>
      <ToolbarButton
        className="toolbar-button"
        aria-label={words.comment}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => desk.open('comment')}
      >
        <MessageSquarePlus aria-hidden="true" size={18} strokeWidth={1.9} />
      </ToolbarButton>
    </Tip>
  );
}
