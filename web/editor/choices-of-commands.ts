/** What a block can become, and which colours words can have. */

import type { Editor } from '@tiptap/core';
import type {} from '@tiptap/extension-text-style';
import { text } from '../ui/text.ts';
import { callout } from './block-commands.ts';
import type { MenuCommand } from './command-menu.tsx';
import * as commands from './commands.ts';

const { commands: words, colours } = text;

export const TURN_INTO: readonly MenuCommand[] = [
  { label: words.paragraph, command: commands.paragraph },
  { label: words.heading1, command: commands.heading1 },
  { label: words.heading2, command: commands.heading2 },
  { label: words.heading3, command: commands.heading3 },
  { label: words.heading4, command: commands.heading4 },
  { label: words.bulletList, command: commands.bulletList },
  { label: words.orderedList, command: commands.orderedList },
  { label: words.taskList, command: commands.taskList },
  { label: words.blockquote, command: commands.blockquote },
  { label: words.codeBlock, command: commands.codeBlock },
  { label: text.blocks.callout, command: callout },
];

/** Tokens of the page (tokens.css), so that each theme keeps its contrast. */
const TEXT_COLOURS = ['red', 'orange', 'green', 'blue', 'violet'] as const;
const MARK_COLOURS = ['yellow', 'green', 'blue', 'pink'] as const;

export const COLOURS: readonly MenuCommand[] = [
  { label: colours.plain, command: plainColour() },
  ...TEXT_COLOURS.map((name) => ({
    label: colours.text[name],
    command: textColour(`var(--text-${name})`),
    colour: `text-${name}`,
  })),
  ...MARK_COLOURS.map((name) => ({
    label: colours.mark[name],
    command: markColour(`var(--mark-${name})`),
    colour: `mark-${name}`,
  })),
];

function textColour(color: string): commands.EditorCommand {
  return {
    run: (editor) => editor.commands.setColor(color),
    applies: isEditable,
    holds: (editor) => editor.isActive('textStyle', { color }),
  };
}

function markColour(color: string): commands.EditorCommand {
  return {
    run: (editor) => editor.commands.toggleHighlight({ color }),
    applies: isEditable,
    holds: (editor) => editor.isActive('highlight', { color }),
  };
}

function plainColour(): commands.EditorCommand {
  return {
    run: (editor) => editor.chain().unsetColor().unsetHighlight().run(),
    applies: isEditable,
    holds: (editor) => !editor.isActive('textStyle') && !editor.isActive('highlight'),
  };
}

function isEditable(editor: Editor): boolean {
  return editor.isEditable;
}
