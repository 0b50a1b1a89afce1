/** What a person can put into the text, and do to a table: as plain functions, like the others in commands.ts. */

import type { Editor, SingleCommands } from '@tiptap/core';
// The types of their commands.
import type {} from '@tiptap/extension-details';
import type {} from '@tiptap/extension-horizontal-rule';
import type {} from '@tiptap/extension-table';
import type { CALLOUT_KINDS } from '../../../server/contract/document/node-types.ts';
import { text } from '../../ui/text.ts';
import type { EditorCommand } from '../commands.ts';
import type {} from '../nodes/block-nodes.ts';
import { leaveBlock } from '../nodes/keep-images.ts';
import { turnToggleAtCaret } from '../nodes/toggles.ts';
import { announceProblem } from '../panels/editor-problems.ts';
import type {} from '../suggest/suggest.ts';
import { type Line, moveLine } from '../tables/table-moves.ts';
import type {} from '../writing/paste.ts';

export const insertTable = beside(
  once((commands) => commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), 'table'),
);
export const details: EditorCommand = {
  run: (editor) => {
    if (editor.isActive('details')) return editor.commands.unsetDetails();
    // What was written is in it now: it stays in sight.
    return editor.commands.setDetails() && turnToggleAtCaret(editor);
  },
  applies: (editor, can = editor.can()) => editor.isEditable && (editor.isActive('details') || can.setDetails()),
  holds: (editor) => editor.isActive('details'),
};
export const callout: EditorCommand = {
  ...calloutOf('note'),
  // Out of one of any kind.
  run: (editor) => editor.commands.toggleCallout(String(editor.getAttributes('callout').kind ?? 'note')),
  holds: (editor) => editor.isActive('callout'),
};
export const image = once((commands) => commands.chooseImages(), 'codeBlock');
export const formula = beside(once((commands) => commands.insertFormula(), 'codeBlock'));
/** A signal begins a word: what is typed behind it is looked up (suggest.ts). */
export const startEmoji = once((commands) => commands.insertSignal(':'), 'codeBlock');
export const startMention = once((commands) => commands.insertSignal('@'), 'codeBlock');
export const clearMarks = once((commands) => commands.unsetAllMarks());
export const rule = beside(once((commands) => commands.setHorizontalRule()));

export const addRowAbove = once((commands) => commands.addRowBefore());
export const addRowBelow = once((commands) => commands.addRowAfter());
export const addColumnLeft = once((commands) => commands.addColumnBefore());
export const addColumnRight = once((commands) => commands.addColumnAfter());
export const deleteRow = once((commands) => commands.deleteRow());
export const deleteColumn = once((commands) => commands.deleteColumn());
export const deleteTable = once((commands) => commands.deleteTable());
export const headerRow = once((commands) => commands.toggleHeaderRow());
export const headerColumn = once((commands) => commands.toggleHeaderColumn());
export const moveRowUp = moving('row', -1);
export const moveRowDown = moving('row', 1);
export const moveColumnLeft = moving('column', -1);
export const moveColumnRight = moving('column', 1);
export const widenColumn = ofColumns(({ resizeColumns }, editor) => resizeColumns(editor, 1));
export const narrowColumn = ofColumns(({ resizeColumns }, editor) => resizeColumns(editor, -1));
export const equalColumns = ofColumns(({ evenColumns }, editor) => evenColumns(editor));

/** Around the blocks of the selection, or what the callout around them becomes. */
export function calloutOf(kind: (typeof CALLOUT_KINDS)[number]): EditorCommand {
  return {
    run: (editor) => editor.commands.toggleCallout(kind),
    applies: (editor, can = editor.can()) => editor.isEditable && can.toggleCallout(kind),
    holds: (editor) => editor.isActive('callout', { kind }),
  };
}

type Widths = typeof import('../tables/table-widths.ts');

/** Loaded when it is first asked for. */
function ofColumns(act: (widths: Widths, editor: Editor) => boolean): EditorCommand {
  return {
    run: (editor) => {
      if (!isInTable(editor)) return false;
      import('../tables/table-widths.ts').then(
        (widths) => act(widths, editor),
        () => announceProblem(text.couldNotLoad),
      );
      return true;
    },
    applies: isInTable,
    holds: () => false,
  };
}

function isInTable(editor: Editor): boolean {
  return editor.isEditable && editor.isActive('table');
}

function moving(line: Line, by: -1 | 1): EditorCommand {
  const command = moveLine(line, by);
  return {
    run: ({ state, view, isEditable }) => isEditable && command(state, view.dispatch),
    applies: ({ state, isEditable }) => isEditable && command(state),
    holds: () => false,
  };
}

/** Never in the place of an image or another block that is selected. */
function beside(command: EditorCommand): EditorCommand {
  return {
    ...command,
    run: (editor) => {
      if (command.applies(editor)) leaveBlock(editor);
      return command.run(editor);
    },
  };
}

/** An act, not a state; not offered inside a node named `notInside`. */
function once(run: (commands: SingleCommands) => boolean, notInside?: string): EditorCommand {
  return {
    run: (editor) => run(editor.commands),
    applies: (editor, can = editor.can()) =>
      editor.isEditable && !(notInside !== undefined && editor.isActive(notInside)) && run(can),
    holds: () => false,
  };
}
