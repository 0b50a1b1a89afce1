/**
 * What a person can do to the text, as plain functions: the toolbar, the keys and the tests call the same ones.
 * Each can be asked whether it would apply, and whether it holds where the selection is. None moves the focus.
 */

import type { ChainedCommands, Editor } from '@tiptap/core';
import { canRedo, canUndo } from '../binding/collaboration.ts';
import { isAllowedAddress } from './addresses.ts';

export interface EditorCommand {
  run(editor: Editor): boolean;
  /** Whether `run` would change anything now. */
  applies(editor: Editor): boolean;
  /** Whether it holds at the selection (bold is on, this is a quote). */
  holds(editor: Editor): boolean;
}

export const undo: EditorCommand = {
  run: (editor) => editor.commands.undo(),
  applies: canUndo,
  holds: () => false,
};

export const redo: EditorCommand = {
  run: (editor) => editor.commands.redo(),
  applies: canRedo,
  holds: () => false,
};

export const bold = command((chain) => chain.toggleBold(), 'bold');
export const italic = command((chain) => chain.toggleItalic(), 'italic');
export const underline = command((chain) => chain.toggleUnderline(), 'underline');
export const strike = command((chain) => chain.toggleStrike(), 'strike');
export const code = command((chain) => chain.toggleCode(), 'code');

export const paragraph = command((chain) => chain.setParagraph(), 'paragraph');
export const heading1 = heading(1);
export const heading2 = heading(2);
export const heading3 = heading(3);
export const heading4 = heading(4);

export const bulletList = command((chain) => chain.toggleBulletList(), 'bulletList');
export const orderedList = command((chain) => chain.toggleOrderedList(), 'orderedList');
export const taskList = command((chain) => chain.toggleTaskList(), 'taskList');
export const blockquote = command((chain) => chain.toggleBlockquote(), 'blockquote');
export const codeBlock = command((chain) => chain.toggleCodeBlock(), 'codeBlock');

/** The address of the link at the selection; empty where there is none. */
export function linkAt(editor: Editor): string {
  const address: unknown = editor.getAttributes('link').href;
  return isAllowedAddress(address) ? address : '';
}

/** Whether there is something to link: selected text, or a link to change. */
export function canLink(editor: Editor): boolean {
  const { selection } = editor.state;
  return editor.isEditable && (!selection.empty || editor.isActive('link')) && !editor.isActive('codeBlock');
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

function command(change: (chain: ChainedCommands) => ChainedCommands, name: string): EditorCommand {
  return {
    run: (editor) => change(editor.chain()).run(),
    applies: (editor) => editor.isEditable && change(editor.can().chain()).run(),
    holds: (editor) => editor.isActive(name),
  };
}

function heading(level: 1 | 2 | 3 | 4): EditorCommand {
  return {
    run: (editor) => editor.commands.toggleHeading({ level }),
    applies: (editor) => editor.isEditable && editor.can().toggleHeading({ level }),
    holds: (editor) => editor.isActive('heading', { level }),
  };
}
