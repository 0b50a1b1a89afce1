/** For whoever may comment and not write: beside what they select, the one thing they can do with it. */

import { type Editor, posToDOMRect } from '@tiptap/core';
import { MessageSquarePlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { usePressed } from '../editor/bars/focus-hooks.ts';
import { Floating } from '../ui/floating.tsx';
import { keysText } from '../ui/keys.ts';
import { Tip } from '../ui/tip.tsx';
import type { TextRange } from './anchors.ts';
import { selectedByReader } from './new-comment.ts';
import { words } from './words.ts';

export interface ReaderBubbleProps {
  readonly editor: Editor;
  onComment(): void;
}

export default function ReaderBubble({ editor, onComment }: ReaderBubbleProps) {
  const range = useSelected(editor);
  const isPressed = usePressed(editor);
  if (range === null || isPressed) return null;
  const { from, to } = range;
  return (
    <Floating
      className="popover bubble"
      placement="top"
      context={editor.view.dom}
      rectOf={() => posToDOMRect(editor.view, from, to)}
      version={`${from}-${to}`}
    >
      <Tip label={words.addShort} keys={keysText('Mod+Alt+M')}>
        <button
          type="button"
          className="button comments-add"
          onMouseDown={(event) => event.preventDefault()}
          onClick={onComment}
        >
          <MessageSquarePlus aria-hidden="true" size={16} />
          {words.addShort}
        </button>
      </Tip>
    </Floating>
  );
}

/** Not what the editor remembers: it does so also when nothing is selected any more. */
function useSelected(editor: Editor): TextRange | null {
  const [range, setRange] = useState<TextRange | null>(null);
  useEffect(() => {
    const look = () => setRange(editor.isDestroyed ? null : selectedByReader(editor));
    // What was selected before this was loaded.
    look();
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, [editor]);
  return range;
}
