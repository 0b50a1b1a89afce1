/** The headings beside the text; one press leads there. On a phone a sheet, which makes room for what was chosen. */

import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { X } from 'lucide-react';
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isNarrow } from '../../ui/narrow.ts';
import { Popup } from '../../ui/popup.tsx';
import { text } from '../../ui/text.ts';
import { revealIn } from '../nodes/toggles.ts';
import { headingsOf, type OutlineHeading } from './headings.ts';
import { watchPresentHeading } from './present-heading.ts';
import '../../ui/panel.css';
import './outline.css';

const words = text.outline;

/** Where it would stand if the window grew under the sheet: in the corner. */
const CORNER = { getBoundingClientRect: () => new DOMRect() };

export interface OutlineProps {
  readonly editor: Editor;
  /** Whether somebody asked for it just now. */
  readonly isFresh: boolean;
  onClose(): void;
}

export default function Outline({ editor, isFresh, onClose }: OutlineProps) {
  const [isSheet] = useState(isNarrow);
  // One that was left open on a wide screen does not stand before the text on a phone.
  useLayoutEffect(() => {
    if (isSheet && !isFresh) onClose();
  }, [isSheet, isFresh, onClose]);
  if (!isSheet) {
    return (
      <nav className="panel outline" aria-label={words.label}>
        <div className="panel-head">
          <h2>{words.label}</h2>
          <button type="button" className="icon-button" aria-label={words.close} onClick={onClose}>
            <X aria-hidden="true" size={18} />
          </button>
        </div>
        <Headings editor={editor} onGo={(heading) => goTo(editor, heading)} />
      </nav>
    );
  }
  return (
    <Popup
      open={isFresh}
      onOpenChange={onClose}
      anchor={CORNER}
      className="menu"
      label={words.label}
      finalFocus={() => editor.view.dom}
    >
      <nav className="outline" aria-label={words.label}>
        <Headings
          editor={editor}
          onGo={(heading) => {
            goTo(editor, heading);
            onClose();
          }}
        />
      </nav>
    </Popup>
  );
}

interface HeadingsProps {
  readonly editor: Editor;
  onGo(heading: OutlineHeading): void;
}

function Headings({ editor, onGo }: HeadingsProps) {
  const headings = useEditorState({ editor, selector: () => headingsOf(editor.state.doc) });
  const [present, setPresent] = useState(-1);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => watchPresentHeading(editor, setPresent), [editor]);
  useEffect(() => {
    const item = list.current?.children[present];
    if (item) bringIntoSight(item);
  }, [present]);
  const top = Math.min(...headings.map(({ level }) => level));
  return (
    <>
      {headings.length === 0 && <p className="panel-empty">{words.empty}</p>}
      <ol ref={list}>
        {headings.map((heading, index) => (
          <Item
            key={heading.position}
            heading={heading}
            depth={heading.level - top}
            isPresent={index === present}
            onGo={onGo}
          />
        ))}
      </ol>
    </>
  );
}

interface ItemProps extends Pick<HeadingsProps, 'onGo'> {
  readonly heading: OutlineHeading;
  readonly depth: number;
  /** Whether the reader is under it. */
  readonly isPresent: boolean;
}

/** While somebody scrolls, two of them are drawn again, however many there are. */
const Item = memo(function Item({ heading, depth, isPresent, onGo }: ItemProps) {
  return (
    <li data-depth={depth}>
      <button type="button" dir="auto" aria-current={isPresent ? 'location' : undefined} onClick={() => onGo(heading)}>
        {heading.title}
      </button>
    </li>
  );
});

/** Scrolls the outline alone; the page stays where its reader is. */
function bringIntoSight(item: Element): void {
  const panel = item.closest('.outline');
  if (panel === null) return;
  const [{ top, bottom }, box] = [item.getBoundingClientRect(), panel.getBoundingClientRect()];
  if (top < box.top) panel.scrollTop += top - box.top;
  else if (bottom > box.bottom) panel.scrollTop += bottom - box.bottom;
}

function goTo(editor: Editor, { position }: OutlineHeading): void {
  const dom = editor.view.nodeDOM(position);
  revealIn(dom);
  editor
    .chain()
    .setTextSelection(position + 1)
    .focus(undefined, { scrollIntoView: false })
    .run();
  if (dom instanceof Element) dom.scrollIntoView({ block: 'start' });
}
