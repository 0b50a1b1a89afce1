/** The editor of one document: the formatting bar and the page, bound to a session. */

import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import {
  type MouseEvent as ReactMouseEvent,
  type ReactNode,
  type RefObject,
  startTransition,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { collaborationExtensions } from '../binding/collaboration.ts';
import type { DocumentSession } from '../collab/session.ts';
import { caretMargin } from '../ui/bar-edges.ts';
import { text } from '../ui/text.ts';
import type { Desk, PanelName } from './acts.ts';
import { FormattingToolbar } from './bars/toolbar.tsx';
import { useEditorInSteps } from './editor-in-steps.ts';
import { FindMarks } from './find/find-marks.ts';
import { textKeys, watchPageKeys } from './keys.ts';
import { LateMarks } from './late-marks.ts';
import { mentionTarget } from './links/link-target.ts';
import { openTarget } from './links/open-link.ts';
import { mediaExtensions } from './nodes/media-extensions.ts';
import { showBar, usePageView } from './panels/page-view.ts';
import { ProblemNote } from './panels/problem-note.tsx';
import { schemaExtensions } from './schema.ts';
import { Suggest } from './suggest/suggest.ts';
import { CurrentBlock } from './writing/current-block.ts';
import { DocumentEnds, writeBelow } from './writing/document-ends.ts';
import { editorGuard } from './writing/editor-guard.ts';
import { FreshSelection } from './writing/fresh-selection.ts';
import { SignSteps } from './writing/sign-steps.ts';
import { WideMarks } from './writing/wide-marks.ts';
import './editor.css';
import './nodes/media.css';
import './nodes/nodes.css';
import './panels/page-view.css';
import './bars/toolbar.css';

export interface DocumentEditorProps {
  readonly session: Pick<DocumentSession, 'id' | 'doc' | 'awareness'>;
  /** Whether there is a text to show; `opening` stands in its place until then. Must not go back. */
  readonly ready: boolean;
  readonly opening: ReactNode;
  readonly editable: boolean;
  /** Called with the editor and what is around it when they stand, and with null when they are gone. */
  onDesk(desk: Desk | null): void;
  /** A key or a button asks for a panel; must not change. */
  onOpen(panel: PanelName): void;
  /** Must not change. */
  onSay(sentence: string, undo?: () => void): void;
}

export function DocumentEditor({ opening, ...props }: DocumentEditorProps) {
  const { session, ready, editable } = props;
  const present = useRef<Desk | null>(null);
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
  // To the boundary around, which shows the text to read.
  if (failure !== null) throw failure.error;
  const editor = useEditorInSteps(
    () => ({
      extensions: [
        ...schemaExtensions(),
        ...collaborationExtensions(session),
        ...mediaExtensions(session.id),
        WideMarks,
        Suggest,
        FindMarks,
        LateMarks,
        DocumentEnds,
        CurrentBlock,
        FreshSelection,
        SignSteps,
        editorGuard((error) => setFailure({ error })),
        textKeys(() => present.current),
      ],
      editable,
      injectCSS: false,
      enableCoreExtensions: { delete: false },
      editorProps: {
        scrollThreshold: caretMargin,
        scrollMargin: caretMargin,
        attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': text.document.body, dir: 'auto' },
        handleClick: (_view, _position, event) => openWithModifier(event),
        handleClickOn: (_view, _position, node, position, event) => openMention(node, position, event),
      },
    }),
    ready,
  );
  return editor === null ? opening : <StandingEditor {...props} editor={editor} present={present} />;
}

interface StandingEditorProps extends Omit<DocumentEditorProps, 'session' | 'ready' | 'opening'> {
  readonly editor: Editor;
  /** Where the keys of the text find what they work on. */
  readonly present: RefObject<Desk | null>;
}

function StandingEditor({ editor, present, editable, onDesk, onOpen, onSay }: StandingEditorProps) {
  const toolbar = useRef<HTMLDivElement>(null);
  const { hasBar } = usePageView();
  const [hasButtons, setButtons] = useState(false);
  // The text is drawn first.
  useEffect(() => startTransition(() => setButtons(true)), []);
  useEffect(() => {
    if (editor.isDestroyed) return;
    if (editor.isEditable !== editable) editor.setEditable(editable);
    // For who reads by ear: that nothing can be typed is otherwise seen only when it is tried.
    editor.view.dom.setAttribute('aria-readonly', String(!editable));
  }, [editor, editable]);
  const desk = useMemo<Desk>(() => {
    const focusToolbar = () => {
      // A hidden bar is shown first.
      flushSync(() => {
        showBar(true);
        setButtons(true);
      });
      toolbar.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    };
    return { editor, open: onOpen, focusToolbar, say: onSay };
  }, [editor, onOpen, onSay]);
  useEffect(() => {
    present.current = desk;
    onDesk(desk);
    const endKeys = watchPageKeys(desk);
    return () => {
      endKeys();
      onDesk(null);
    };
  }, [desk, onDesk, present]);

  return (
    <>
      {editable && hasBar && (
        <section
          className={hasButtons ? 'toolbar-row' : 'toolbar-row toolbar-opening'}
          aria-label={text.toolbar.region}
        >
          {hasButtons && <FormattingToolbar ref={toolbar} editor={editor} onOpen={onOpen} />}
        </section>
      )}
      <main className="page" id="text" onMouseDown={(event) => focusBelowText(event, editor)}>
        <TextPlace editor={editor} />
      </main>
      <ProblemNote />
    </>
  );
}

/**
 * Where the text stands. Not Tiptap's own component: it makes every node of the text a second time as it mounts, for
 * views in React that nothing here has; in a long document that is most of the time until one can write.
 */
function TextPlace({ editor }: { readonly editor: Editor }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (editor.isDestroyed) return;
    const { dom } = editor.view;
    place.current?.append(dom);
    return () => dom.remove();
  }, [editor]);
  return <div ref={place} className="page-text" />;
}

/** A link opens with Mod+click; a plain click puts the cursor into it. */
function openWithModifier(event: MouseEvent): boolean {
  if (!event.metaKey && !event.ctrlKey) return false;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.getAttribute('href') === '') return false;
  window.open(link.href, '_blank', 'noopener,noreferrer');
  return true;
}

/** The mention of a document leads there. */
function openMention(node: Node, position: number, { metaKey, ctrlKey }: MouseEvent): boolean {
  const target = mentionTarget(node, position);
  if (target !== null) openTarget(target, metaKey || ctrlKey);
  return target !== null;
}

/** The empty part of the page below the text belongs to it: a press there goes on writing. Beside it, it means nothing. */
function focusBelowText(event: ReactMouseEvent, editor: Editor): void {
  const isBelow = event.clientY > editor.view.dom.getBoundingClientRect().bottom;
  if (event.target !== event.currentTarget || event.button !== 0 || !isBelow || !editor.isEditable) return;
  event.preventDefault();
  writeBelow(editor.state, editor.view.dispatch);
  editor.view.focus();
}
