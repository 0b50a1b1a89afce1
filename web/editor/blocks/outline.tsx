/** The headings beside the text; one press leads there. On a narrow page it opens over the text when it is asked for. */

import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { PanelLeftClose } from 'lucide-react';
import { text } from '../../ui/text.ts';
import { headingsOf, type OutlineHeading } from './headings.ts';
import './outline.css';

const words = text.outline;

export interface OutlineProps {
  readonly editor: Editor;
  onClose(): void;
}

export default function Outline({ editor, onClose }: OutlineProps) {
  const headings = useEditorState({ editor, selector: () => headingsOf(editor.state.doc) });
  const top = Math.min(...headings.map(({ level }) => level));
  return (
    <nav className="outline" aria-label={words.label}>
      <div className="outline-head">
        <h2>{words.label}</h2>
        <button type="button" className="icon-button" aria-label={words.close} onClick={onClose}>
          <PanelLeftClose aria-hidden="true" size={17} />
        </button>
      </div>
      {headings.length === 0 && <p className="outline-empty">{words.empty}</p>}
      <ol>
        {headings.map((heading) => (
          <li key={heading.position} data-depth={heading.level - top}>
            <button type="button" dir="auto" onClick={() => goTo(editor, heading)}>
              {heading.title}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function goTo(editor: Editor, { position }: OutlineHeading): void {
  editor
    .chain()
    .setTextSelection(position + 1)
    .focus(undefined, { scrollIntoView: false })
    .run();
  const dom = editor.view.nodeDOM(position);
  if (dom instanceof Element) dom.scrollIntoView({ block: 'start' });
}
