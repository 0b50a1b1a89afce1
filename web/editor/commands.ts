/**
 * What a person can do to the text, as plain functions: the toolbar, the keys and the tests call the same ones.
 * Each can be asked whether it would apply, and whether it holds where the selection is. None moves the focus.
 */

import type { CanCommands, Editor, SingleCommands } from '@tiptap/core';
// The types of their commands.
import type {} from '@tiptap/extension-highlight';
import { NodeSelection } from '@tiptap/pm/state';
import { liftTarget } from '@tiptap/pm/transform';
import { isAllowedAddress } from './links/addresses.ts';

export interface EditorCommand {
  run(editor: Editor): boolean;
  /** Whether `run` would change anything now. Asking for many: make `can` once, it is dear. */
  applies(editor: Editor, can?: CanCommands): boolean;
  /** Whether it holds at the selection (bold is on, this is a quote). */
  holds(editor: Editor): boolean;
}

/** The binding brings these two: they undo one's own edits only. */
export const undo = act((commands) => commands.undo());
export const redo = act((commands) => commands.redo());

export const bold = toggle((commands) => commands.toggleBold(), 'bold');
export const italic = toggle((commands) => commands.toggleItalic(), 'italic');
export const underline = toggle((commands) => commands.toggleUnderline(), 'underline');
export const strike = toggle((commands) => commands.toggleStrike(), 'strike');
export const code = toggle((commands) => commands.toggleCode(), 'code');
export const highlight = toggle((commands) => commands.toggleHighlight(), 'highlight');

export const subscript = shifted('subscript', 'superscript');
export const superscript = shifted('superscript', 'subscript');

export const paragraph = withLeaving(toggle((commands) => commands.setParagraph(), 'paragraph'));
export const heading1 = heading(1);
export const heading2 = heading(2);
export const heading3 = heading(3);
export const heading4 = heading(4);

export const bulletList = toggle((commands) => commands.toggleBulletList(), 'bulletList');
export const orderedList = toggle((commands) => commands.toggleOrderedList(), 'orderedList');
export const taskList = toggle((commands) => commands.toggleTaskList(), 'taskList');
export const blockquote = toggle((commands) => commands.toggleBlockquote(), 'blockquote');
export const codeBlock = toggle((commands) => commands.toggleCodeBlock(), 'codeBlock');

/** The address of the link at the selection; empty where there is none. */
export function linkAt(editor: Editor): string {
  const address: unknown = editor.getAttributes('link').href;
  return isAllowedAddress(address) ? address : '';
}

/** Whether there is something to link: selected text, or a link to change. */
export function canLink(editor: Editor): boolean {
  const { selection } = editor.state;
  const isText = !selection.empty && !(selection instanceof NodeSelection);
  return editor.isEditable && (isText || editor.isActive('link')) && !editor.isActive('codeBlock');
}

/** Links the selection, or changes the link the selection stands in. */
export function setLink(editor: Editor, address: string): boolean {
  return editor.chain().extendMarkRange('link').setLink({ href: address }).run();
}

export function removeLink(editor: Editor): boolean {
  return editor.chain().extendMarkRange('link').unsetLink().run();
}

/** Ticks or unticks the task the selection stands in. */
export function toggleTask(editor: Editor): boolean {
  if (!editor.isEditable || !editor.isActive('taskItem')) return false;
  const checked = editor.getAttributes('taskItem').checked === true;
  return editor.commands.updateAttributes('taskItem', { checked: !checked });
}

function act(change: (commands: SingleCommands) => boolean): EditorCommand {
  return command(change, () => false);
}

function toggle(change: (commands: SingleCommands) => boolean, name: string): EditorCommand {
  return command(change, (editor) => editor.isActive(name));
}

/** One takes the place of the other. */
function shifted(name: string, other: string): EditorCommand {
  return {
    ...toggle((commands) => commands.toggleMark(name), name),
    run: (editor) => editor.chain().unsetMark(other).toggleMark(name).run(),
  };
}

/** A paragraph of a list, a quote or a callout leaves it; Tiptap's command does that, and says that it does nothing. */
function withLeaving({ run, applies, holds }: EditorCommand): EditorCommand {
  return {
    run: (editor) => {
      const leaves = canLeave(editor);
      return run(editor) || leaves;
    },
    applies: (editor, can) => applies(editor, can) || canLeave(editor),
    holds,
  };
}

function canLeave({ state: { selection }, isEditable }: Editor): boolean {
  const range = selection.$from.parent.type.name === 'paragraph' ? selection.$from.blockRange(selection.$to) : null;
  return isEditable && range !== null && liftTarget(range) !== null;
}

function heading(level: 1 | 2 | 3 | 4): EditorCommand {
  return command(
    (commands) => commands.toggleHeading({ level }),
    (editor) => editor.isActive('heading', { level }),
  );
}

function command(change: (commands: SingleCommands) => boolean, holds: (editor: Editor) => boolean): EditorCommand {
  return {
    run: (editor) => change(editor.commands),
    applies: (editor, can = editor.can()) => editor.isEditable && change(can),
    holds,
  };
}
