/** The lists of commands behind the menus of the bars: loaded with the first that is opened. */

import type { Editor } from '@tiptap/core';
import type {} from '@tiptap/extension-text-style/color';
import { text } from '../../ui/text.ts';
import * as blocks from '../blocks/block-commands.ts';
import * as commands from '../commands.ts';
import type { CommandList } from '../panels/command-menu.tsx';

const { commands: words, blocks: blockWords, colours } = text;

const TURN_INTO: readonly MenuCommand[] = [
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
  { label: text.blocks.callout, command: blocks.callout },
];

export interface MenuCommand {
  readonly label: string;
  readonly command: commands.EditorCommand;
  /** The token of a colour that is shown beside it. */
  readonly colour?: string;
}

/** Tokens of the page (tokens.css), so that each theme keeps its contrast. */
const TEXT_COLOURS = ['red', 'orange', 'green', 'blue', 'violet'] as const;
const MARK_COLOURS = ['yellow', 'green', 'blue', 'pink'] as const;

const COLOURS: readonly MenuCommand[] = [
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
  { label: words.subscript, command: commands.subscript },
  { label: words.superscript, command: commands.superscript },
  { label: words.clear, command: blocks.clearMarks },
];

const INSERTS: readonly MenuCommand[] = [
  { label: text.images.insert, command: blocks.image },
  { label: blockWords.table, command: blocks.insertTable },
  { label: text.formula.insert, command: blocks.formula },
  { label: blockWords.details, command: blocks.details },
  { label: blockWords.callout, command: blocks.callout },
  { label: blockWords.rule, command: blocks.rule },
];

const TABLE: readonly MenuCommand[] = [
  { label: blockWords.addRowAbove, command: blocks.addRowAbove },
  { label: blockWords.addRowBelow, command: blocks.addRowBelow },
  { label: blockWords.addColumnLeft, command: blocks.addColumnLeft },
  { label: blockWords.addColumnRight, command: blocks.addColumnRight },
  { label: blockWords.moveRowUp, command: blocks.moveRowUp },
  { label: blockWords.moveRowDown, command: blocks.moveRowDown },
  { label: blockWords.moveColumnLeft, command: blocks.moveColumnLeft },
  { label: blockWords.moveColumnRight, command: blocks.moveColumnRight },
  { label: blockWords.widenColumn, command: blocks.widenColumn },
  { label: blockWords.narrowColumn, command: blocks.narrowColumn },
  { label: blockWords.equalColumns, command: blocks.equalColumns },
  { label: blockWords.headerRow, command: blocks.headerRow },
  { label: blockWords.headerColumn, command: blocks.headerColumn },
  { label: blockWords.deleteRow, command: blocks.deleteRow },
  { label: blockWords.deleteColumn, command: blocks.deleteColumn },
  { label: blockWords.deleteTable, command: blocks.deleteTable },
];

export const COMMAND_LISTS: Readonly<Record<CommandList, readonly MenuCommand[]>> = {
  turnInto: TURN_INTO,
  colours: COLOURS,
  inserts: INSERTS,
  table: TABLE,
};

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
