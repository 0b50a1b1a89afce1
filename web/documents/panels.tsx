/** What keys and menus open over an open document. Each part is loaded when it is first opened. */

import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DocumentSession } from '../collab/session.ts';
import type { Desk, PanelName } from '../editor/acts.ts';
import { bubbleRange } from '../editor/bars/bubble-range.ts';
import { useCalmEditorState } from '../editor/bars/calm-editor-state.ts';
import { hasLinkAtCaret } from '../editor/links/open-link.ts';
import { MenuItems } from '../editor/panels/command-menu.tsx';
import { hideOutline, showComments, toggleHistory, usePageView } from '../editor/panels/page-view.ts';
import { searchIn } from '../editor/suggest/suggest.ts';
import type { Mentionable } from '../editor/suggest/suggestions.tsx';
import { whenIdleInTurn } from '../lib/idle.ts';
import { peopleIn } from '../presence/people.ts';
import { late } from '../ui/late.tsx';
import type { FreshPanels } from './fresh-panels.ts';
import { library } from './library.ts';

const LinkEditor = late(() => import('../editor/links/link-editor.tsx'));
const Suggestions = late(() => import('../editor/suggest/suggestions.tsx'));
const ShortcutsDialog = late(() => import('../editor/panels/shortcuts-dialog.tsx'));
const SelectionBubble = late(() => import('../editor/bars/selection-bubble.tsx'));
const BlockHandle = late(() => import('../editor/blocks/block-handle.tsx'));
const BlockMenu = late(() => import('../editor/blocks/block-menu.tsx'));
const LinkCard = late(() => import('../editor/links/link-card.tsx'));
const TableGrips = late(() => import('../editor/tables/table-grips.tsx'));
const ReaderCommands = late(() => import('../editor/bars/reader-commands.tsx'));
const Outline = late(() => import('../editor/blocks/outline.tsx'));
const WordCountDialog = late(() => import('../editor/panels/word-count-dialog.tsx'));
const FindPanel = late(() => import('../editor/find/find-panel.tsx'));
const HistoryPanel = late(() => import('../history/history-panel.tsx'));
const Comments = late(() => import('../comments/comments.tsx'));
const Finder = late(() => import('./document-finder.tsx'));

/** What is typed right after its key must find it there. */
const TYPED_INTO = [LinkEditor, Finder, FindPanel, Suggestions, MenuItems];

export interface PanelsProps {
  readonly desk: Desk;
  readonly session: DocumentSession;
  readonly panel: PanelName | null;
  readonly fresh: FreshPanels;
  /** Whether an earlier version stands in the place of the text. */
  readonly isLookingBack: boolean;
  onLookBack(isLookingBack: boolean): void;
  /** How many threads of comments are open; must not change. */
  onComments(count: number): void;
  /** Must not change. */
  onClose(): void;
}

export function Panels({ desk, session, panel, fresh, isLookingBack, onLookBack, onComments, onClose }: PanelsProps) {
  const { hasHistory, hasComments, font } = usePageView();
  useEffect(() => {
    document.documentElement.dataset.pageFont = font;
    // Where it cannot be had the device's own stands in.
    if (font === 'serif') import('../editor/panels/serif.ts').catch(() => {});
  }, [font]);
  useEffect(() => whenIdleInTurn(TYPED_INTO.map(({ prefetch }) => prefetch)), []);
  return (
    <>
      {hasHistory && (
        <HistoryPanel {...{ desk, session, panel, onLookBack }} isFresh={fresh.history} onClose={toggleHistory} />
      )}
      <Comments
        {...{ desk, session, panel }}
        isOpen={hasComments}
        isFresh={fresh.comments}
        onCount={onComments}
        onOpen={showComments}
        onAnswered={onClose}
      />
      {panel === 'shortcuts' && <ShortcutsDialog onClose={onClose} />}
      {!isLookingBack && <OverText {...{ desk, session, panel, onClose }} isOutlineFresh={fresh.outline} />}
    </>
  );
}

interface OverTextProps extends Pick<PanelsProps, 'desk' | 'session' | 'panel' | 'onClose'> {
  readonly isOutlineFresh: boolean;
}

/** What is about the text as it is now. */
function OverText({ desk, session, panel, isOutlineFresh, onClose }: OverTextProps) {
  const { hasOutline } = usePageView();
  const mayWrite = useCalmEditorState(desk.editor, isEditable);
  return (
    <>
      {!mayWrite && <ReaderCommands desk={desk} />}
      {hasOutline && <Outline editor={desk.editor} isFresh={isOutlineFresh} onClose={hideOutline} />}
      {panel === 'words' && <WordCountDialog editor={desk.editor} onClose={onClose} />}
      {panel === 'link' && <LinkEditor editor={desk.editor} onClose={onClose} />}
      {panel === 'find' && <FindPanel editor={desk.editor} onClose={onClose} />}
      {panel === 'finder' && <Finder desk={desk} documentId={session.id} onClose={onClose} />}
      {panel === 'block' && <BlockMenu desk={desk} onClose={onClose} />}
      {hasMouse() && <BlockHandle desk={desk} />}
      <GripsOnceInTable desk={desk} />
      <BubbleOnceSelected desk={desk} />
      <LinkCardOnceMet desk={desk} />
      <SuggestionsOnceAsked desk={desk} session={session} />
    </>
  );
}

function isEditable(editor: Editor): boolean {
  return editor.isEditable;
}

/** Loaded with the first table that the caret or the pointer comes into, and kept. */
function GripsOnceInTable({ desk }: Pick<PanelsProps, 'desk'>) {
  const wasMet = useMet(desk, 'td, th', (editor) => editor.isActive('table'));
  return wasMet ? <TableGrips desk={desk} /> : null;
}

/** Loaded with the first link that the caret or the pointer comes to, and kept. */
function LinkCardOnceMet({ desk }: Pick<PanelsProps, 'desk'>) {
  const wasMet = useMet(desk, 'a, .mention', hasLinkAtCaret);
  return wasMet ? <LinkCard desk={desk} titleOf={titleOf} /> : null;
}

function titleOf(documentId: string): string | undefined {
  return library.view.documents.find(({ id, title }) => id === documentId && title !== '')?.title;
}

/** Whether the caret or the pointer has been at something of this kind. */
function useMet({ editor }: Desk, selector: string, isAt: (editor: Editor) => boolean): boolean {
  const [wasPointedAt, setPointedAt] = useState(false);
  const wasAt = useOnce(editor, isAt);
  useEffect(() => {
    // One that is gone has no place on the page; the next one brings its own desk.
    if (editor.isDestroyed || wasPointedAt) return;
    const { dom } = editor.view;
    const over = ({ target }: Event) => target instanceof Element && target.closest(selector) && setPointedAt(true);
    dom.addEventListener('pointerover', over);
    return () => dom.removeEventListener('pointerover', over);
  }, [editor, selector, wasPointedAt]);
  return wasAt || wasPointedAt;
}

/** Loaded with the first selection, and kept. */
function BubbleOnceSelected({ desk }: Pick<PanelsProps, 'desk'>) {
  const wasSelected = useOnce(desk.editor, (editor) => bubbleRange(editor) !== null);
  return wasSelected ? <SelectionBubble desk={desk} /> : null;
}

/** Loaded with the first search, and kept. */
function SuggestionsOnceAsked({ desk, session }: Pick<PanelsProps, 'desk' | 'session'>) {
  const wasAsked = useOnce(desk.editor, ({ state }) => searchIn(state) !== null);
  const mentionables = useCallback(() => mentionablesOf(session), [session]);
  return wasAsked ? <Suggestions desk={desk} mentionables={mentionables} /> : null;
}

/** Whether something has been so of this editor. */
function useOnce(editor: Editor, isSo: (editor: Editor) => boolean): boolean {
  const was = useRef(false);
  const isNow = useEditorState({ editor, selector: () => isSo(editor) });
  was.current ||= isNow;
  return was.current;
}

/** Who is here, then the documents this device knows. */
function mentionablesOf({ id: openId, awareness }: DocumentSession): readonly Mentionable[] {
  const people = peopleIn(awareness).map(({ key, name }) => ({ id: key, label: name, kind: 'person' as const }));
  const documents = library.view.documents
    .filter(({ id, title }) => id !== openId && title !== '')
    .map(({ id, title }) => ({ id: `document:${id}`, label: title, kind: 'document' as const }));
  return [...people, ...documents];
}

/** Where nothing hovers there is no handle: the menu is in the command menu, too. */
function hasMouse(): boolean {
  return matchMedia('(hover: hover)').matches;
}
