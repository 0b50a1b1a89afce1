/** The formatting bar: one stop for Tab, arrows inside, Alt+F10 into it and Escape back to the text. */

import type { Editor } from '@tiptap/core';
import {
  Bold,
  Code,
  Ellipsis,
  Italic,
  List,
  ListChecks,
  ListOrdered,
  Palette,
  PanelLeft,
  Quote,
  Redo2,
  Smile,
  SquareCode,
  Strikethrough,
  Underline,
  Undo2,
} from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
import { keysText } from '../../ui/keys.ts';
import { RovingToolbar, ToolbarButton } from '../../ui/roving-toolbar.tsx';
import { text } from '../../ui/text.ts';
import { Tip } from '../../ui/tip.tsx';
import type { PanelName } from '../acts.ts';
import { startEmoji } from '../blocks/block-commands.ts';
import * as commands from '../commands.ts';
import { CommandMenu } from '../panels/command-menu.tsx';
import { toggleOutline, usePageView } from '../panels/page-view.ts';
import { useCalmEditorState } from './calm-editor-state.ts';
import { InsertMenu } from './insert-menu.tsx';
import { StyleMenu } from './style-menu.tsx';
import { type ButtonSpec, type ButtonState, CommandButton, LinkButton } from './toolbar-buttons.tsx';

const words = text.commands;

const HISTORY: readonly ButtonSpec[] = [
  { command: commands.undo, label: words.undo, keys: 'Mod+Z', Icon: Undo2, toggles: false },
  { command: commands.redo, label: words.redo, keys: 'Mod+Shift+Z', Icon: Redo2, toggles: false },
];

const MARKS: readonly ButtonSpec[] = [
  { command: commands.bold, label: words.bold, keys: 'Mod+B', Icon: Bold, toggles: true },
  { command: commands.italic, label: words.italic, keys: 'Mod+I', Icon: Italic, toggles: true },
  { command: commands.underline, label: words.underline, keys: 'Mod+U', Icon: Underline, toggles: true },
  { command: commands.strike, label: words.strike, keys: 'Mod+Shift+S', Icon: Strikethrough, toggles: true },
  { command: commands.code, label: words.code, keys: 'Mod+E', Icon: Code, toggles: true },
];

const LISTS: readonly ButtonSpec[] = [
  { command: commands.bulletList, label: words.bulletList, keys: 'Mod+Shift+8', Icon: List, toggles: true },
  { command: commands.orderedList, label: words.orderedList, keys: 'Mod+Shift+7', Icon: ListOrdered, toggles: true },
  { command: commands.taskList, label: words.taskList, keys: 'Mod+Shift+9', Icon: ListChecks, toggles: true },
];

const BLOCKS: readonly ButtonSpec[] = [
  { command: startEmoji, label: words.emoji, keys: ':', Icon: Smile, toggles: false },
  { command: commands.blockquote, label: words.blockquote, keys: 'Mod+Shift+B', Icon: Quote, toggles: true },
  { command: commands.codeBlock, label: words.codeBlock, keys: 'Mod+Alt+C', Icon: SquareCode, toggles: true },
];

export interface FormattingToolbarProps {
  readonly editor: Editor;
  readonly ref: Ref<HTMLDivElement>;
  onOpen(panel: PanelName): void;
}

const SPECS = [...HISTORY, ...MARKS, ...LISTS, ...BLOCKS];

/** As they are in a document that somebody has just opened. */
const FIRST_STATES: Readonly<Record<string, ButtonState>> = Object.fromEntries(
  SPECS.map((spec) => [spec.label, { applies: !HISTORY.includes(spec), holds: false }]),
);

export function FormattingToolbar({ editor, ref, onOpen }: FormattingToolbarProps) {
  const states = useCalmEditorState(editor, statesOf, FIRST_STATES);
  const backToText = (event: KeyboardEvent) => {
    if (event.key === 'Escape') editor.commands.focus();
  };
  const group = (label: string, specs: readonly ButtonSpec[]) => (
    <ButtonGroup editor={editor} label={label} specs={specs} states={states} />
  );
  return (
    <RovingToolbar ref={ref} className="toolbar" label={text.toolbar.label} onKeyDownCapture={backToText}>
      <OutlineButton />
      <span className="toolbar-line" />
      {group(text.toolbar.history, HISTORY)}
      <span className="toolbar-line" />
      <StyleMenu editor={editor} />
      <span className="toolbar-line" />
      {group(text.toolbar.marks, MARKS)}
      <LinkButton editor={editor} onLink={() => onOpen('link')} />
      <CommandMenu editor={editor} label={words.colour} Icon={Palette} list="colours" />
      <span className="toolbar-line" />
      {group(text.toolbar.lists, LISTS)}
      <span className="toolbar-line" />
      {group(text.toolbar.blocks, BLOCKS)}
      <span className="toolbar-line" />
      <InsertMenu editor={editor} />
      <CommandsButton onOpen={onOpen} />
    </RovingToolbar>
  );
}

/** The way to everything that has no button of its own, where there is no keyboard to ask by. */
function CommandsButton({ onOpen }: Pick<FormattingToolbarProps, 'onOpen'>) {
  return (
    <Tip label={words.commands} keys={keysText('Mod+K')}>
      <ToolbarButton className="toolbar-button" aria-label={words.commands} onClick={() => onOpen('finder')}>
        <Ellipsis aria-hidden="true" size={18} strokeWidth={1.9} />
      </ToolbarButton>
    </Tip>
  );
}

function OutlineButton() {
  const { hasOutline } = usePageView();
  return (
    <Tip label={words.outline} keys={keysText('Mod+Alt+O')}>
      <ToolbarButton
        className="toolbar-button"
        aria-label={words.outline}
        aria-pressed={hasOutline}
        onClick={toggleOutline}
      >
        <PanelLeft aria-hidden="true" size={18} strokeWidth={1.9} />
      </ToolbarButton>
    </Tip>
  );
}

/** What every button shows, by its label: asked together, because asking is dear and happens at every key. */
function statesOf(editor: Editor): Readonly<Record<string, ButtonState>> {
  const can = editor.can();
  return Object.fromEntries(
    SPECS.map(({ label, command }) => [label, { applies: command.applies(editor, can), holds: command.holds(editor) }]),
  );
}

interface ButtonGroupProps {
  readonly editor: Editor;
  readonly label: string;
  readonly specs: readonly ButtonSpec[];
  readonly states: Readonly<Record<string, ButtonState>>;
}

function ButtonGroup({ editor, label, specs, states }: ButtonGroupProps) {
  return (
    <fieldset className="toolbar-group" aria-label={label}>
      {specs.map((spec) => {
        const { applies, holds } = states[spec.label] ?? { applies: false, holds: false };
        return <CommandButton key={spec.label} editor={editor} spec={spec} applies={applies} holds={holds} />;
      })}
    </fieldset>
  );
}
