/** The two lists at the end of the bar: what can be put into the text, and, within a table, what can be done to it. */

import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { Plus, Table2 } from 'lucide-react';
import { text } from '../../ui/text.ts';
import { CommandMenu } from '../panels/command-menu.tsx';

const words = text.blocks;

export function InsertMenu({ editor }: { readonly editor: Editor }) {
  const inTable = useEditorState({ editor, selector: () => editor.isEditable && editor.isActive('table') });
  return (
    <>
      <CommandMenu editor={editor} label={words.insert} Icon={Plus} list="inserts" />
      <span className="toolbar-in-table">
        {inTable && <CommandMenu editor={editor} label={words.inTable} Icon={Table2} list="table" />}
      </span>
    </>
  );
}
