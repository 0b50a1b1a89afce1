/** What keys and menus open over an open document. Each part is loaded when it is first opened. */

import { useEditorState } from '@tiptap/react';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { DocumentSession } from '../collab/session.ts';
import type { Desk, PanelName } from '../editor/acts.ts';
import { bubbleRange } from '../editor/bubble-range.ts';
import { LinkEditor } from '../editor/link-editor.tsx';
import { pageView, toggleOutline } from '../editor/page-view.ts';
import { searchIn } from '../editor/suggest.ts';
import type { Mentionable } from '../editor/suggestions.tsx';
import { whenIdle } from '../lib/idle.ts';
import { peopleIn } from '../presence/people.ts';
import { late } from '../ui/late.tsx';
import { library } from './library.ts';

const Suggestions = late(() => import('../editor/suggestions.tsx'));
const ShortcutsDialog = late(() => import('../editor/shortcuts-dialog.tsx'));
const SelectionBubble = late(() => import('../editor/selection-bubble.tsx'));
const BlockHandle = late(() => import('../editor/block-handle.tsx'));
const BlockMenu = late(() => import('../editor/block-menu.tsx'));
const Outline = late(() => import('../editor/outline.tsx'));
const WordCountDialog = late(() => import('../editor/word-count-dialog.tsx'));
const FindPanel = late(() => import('../editor/find-panel.tsx'));
const FinderDialog = late(() => import('./finder-dialog.tsx'));

export interface PanelsProps {
  readonly desk: Desk;
  readonly session: DocumentSession;
  readonly panel: PanelName | null;
  onClose(): void;
}

export function Panels({ desk, session, panel, onClose }: PanelsProps) {
  const { hasOutline, font } = usePageView();
  useEffect(() => {
    document.documentElement.dataset.pageFont = font;
  }, [font]);
  // What is typed right after its key must find it there.
  useEffect(() => whenIdle(prefetchWhatIsTypedInto), []);
  return (
    <>
      {hasOutline && <Outline editor={desk.editor} onClose={toggleOutline} />}
      {panel === 'words' && <WordCountDialog editor={desk.editor} onClose={onClose} />}
      <LinkEditor editor={desk.editor} open={panel === 'link'} onOpenChange={(open) => !open && onClose()} />
      {panel === 'find' && <FindPanel editor={desk.editor} onClose={onClose} />}
      {panel === 'shortcuts' && <ShortcutsDialog onClose={onClose} />}
      {panel === 'finder' && <FinderDialog desk={desk} documentId={session.id} onClose={onClose} />}
      {panel === 'block' && <BlockMenu desk={desk} onClose={onClose} />}
      {hasMouse() && <BlockHandle desk={desk} />}
      <BubbleOnceSelected desk={desk} />
      <SuggestionsOnceAsked desk={desk} session={session} />
    </>
  );
}

function prefetchWhatIsTypedInto(): void {
  for (const part of [FinderDialog, FindPanel, Suggestions]) part.prefetch();
}

function usePageView() {
  return useSyncExternalStore(
    (listener) => pageView.subscribe(listener),
    () => pageView.value,
  );
}

/** Loaded with the first selection, and kept. */
function BubbleOnceSelected({ desk }: Pick<PanelsProps, 'desk'>) {
  const { editor } = desk;
  const wasSelected = useRef(false);
  const isSelected = useEditorState({ editor, selector: () => bubbleRange(editor) !== null });
  wasSelected.current ||= isSelected;
  return wasSelected.current ? <SelectionBubble desk={desk} /> : null;
}

/** Loaded with the first search, and kept. */
function SuggestionsOnceAsked({ desk, session }: Pick<PanelsProps, 'desk' | 'session'>) {
  const { editor } = desk;
  const wasAsked = useRef(false);
  const isAsked = useEditorState({ editor, selector: () => searchIn(editor.state) !== null });
  wasAsked.current ||= isAsked;
  const mentionables = useCallback(() => mentionablesOf(session), [session]);
  return wasAsked.current ? <Suggestions desk={desk} mentionables={mentionables} /> : null;
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
