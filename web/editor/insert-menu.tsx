/** The two lists at the end of the bar: what can be put into the text, and, within a table, what can be done to it. */

import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { Plus, Table2 } from 'lucide-react';
import { text } from '../ui/text.ts';
import * as blocks from './block-commands.ts';
import { CommandMenu, type MenuCommand } from './command-menu.tsx';

const words = text.blocks;

const INSERTS: readonly MenuCommand[] = [
  { label: text.images.insert, command: blocks.image },
  { label: words.table, command: blocks.insertTable },
  { label: text.formula.insert, command: blocks.formula },
  { label: words.details, command: blocks.details },
  { label: words.callout, command: blocks.callout },
  { label: words.rule, command: blocks.rule },
];

const TABLE: readonly MenuCommand[] = [
  { label: words.addRowAbove, command: blocks.addRowAbove },
  { label: words.addRowBelow, command: blocks.addRowBelow },
  { label: words.addColumnLeft, command: blocks.addColumnLeft },
  { label: words.addColumnRight, command: blocks.addColumnRight },
  { label: words.headerRow, command: blocks.headerRow },
  { label: words.headerColumn, command: blocks.headerColumn },
  { label: words.deleteRow, command: blocks.deleteRow },
  { label: words.deleteColumn, command: blocks.deleteColumn },
  { label: words.deleteTable, command: blocks.deleteTable },
];

export function InsertMenu({ editor }: { readonly editor: Editor }) {
  const inTable = useEditorState({ editor, selector: () => editor.isEditable && editor.isActive('table') });
  return (
    <>
      <CommandMenu editor={editor} label={words.insert} Icon={Plus} items={INSERTS} />
      {inTable && <CommandMenu editor={editor} label={words.inTable} Icon={Table2} items={TABLE} />}
    </>
  );
}
