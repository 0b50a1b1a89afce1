/** The editor as the product shows it: every extension, the formatting bar, and what else stands beside a text that is typed. */

import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Collaborative } from '../../../web/binding/collaboration.ts';
import type { Desk } from '../../../web/editor/acts.ts';
import SelectionBubble from '../../../web/editor/bars/selection-bubble.tsx';
import BlockHandle from '../../../web/editor/blocks/block-handle.tsx';
import Outline from '../../../web/editor/blocks/outline.tsx';
import { DocumentEditor } from '../../../web/editor/document-editor.tsx';

const nothing = () => undefined;

export function openWholePage(element: HTMLElement, { doc, awareness }: Collaborative): Editor {
  let editor: Editor | undefined;
  const onDesk = (desk: Desk | null) => {
    editor = desk?.editor;
  };
  flushSync(() => createRoot(element).render(<WholePage shared={{ doc, awareness }} onDesk={onDesk} />));
  if (!editor) throw new Error('the page opened without an editor');
  return editor;
}

interface WholePageProps {
  readonly shared: Collaborative;
  readonly onDesk: (desk: Desk | null) => void;
}

function WholePage({ shared, onDesk }: WholePageProps) {
  const [desk, setDesk] = useState<Desk | null>(null);
  const [session] = useState({ ...shared, id: 'sample' });
  const [tell] = useState(() => (now: Desk | null) => {
    onDesk(now);
    setDesk(now);
  });
  return (
    <>
      <DocumentEditor session={session} ready opening={null} editable onDesk={tell} onOpen={nothing} onSay={nothing} />
      {desk && (
        <>
          <SelectionBubble desk={desk} />
          <BlockHandle desk={desk} />
          <Outline editor={desk.editor} isFresh onClose={nothing} />
        </>
      )}
    </>
  );
}
