/** A document: the bar, the text, and what is said when the server refuses it. */

import type { Editor } from '@tiptap/core';
import { startTransition, useCallback, useEffect, useState } from 'react';
import { CLOSE, type CloseReason, closeReasonOf } from '../../server/contract/close-codes.ts';
import { hasText } from '../binding/collaboration.ts';
import { useDocumentSession, usePeople, useSessionView } from '../collab/hooks.ts';
import type { DocumentSession, SessionView } from '../collab/session.ts';
import { isEditable } from '../collab/status.ts';
import { titleOf } from '../collab/title.ts';
import type { Desk, PanelName } from '../editor/acts.ts';
import { DocumentEditor } from '../editor/document-editor.tsx';
import { whenIdleInTurn } from '../lib/idle.ts';
import { Faces } from '../presence/faces.tsx';
import { type Following, useFollowing } from '../presence/follow.ts';
import type { Person } from '../presence/people.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { late } from '../ui/late.tsx';
import { Notice, useNotice } from '../ui/notice.tsx';
import { PopupPanel } from '../ui/popup.tsx';
import { text } from '../ui/text.ts';
import { TipLayer } from '../ui/tip.tsx';
import { useArrival } from './arrival.ts';
import { useBlockArrival } from './block-arrival.ts';
import { CommentsButton } from './comments-button.tsx';
import { useFreshPanels } from './fresh-panels.ts';
import { HistoryButton } from './history-button.tsx';
import { library } from './library.ts';
import { useInLibrary } from './library-hooks.ts';
import { useIsTextMissing } from './missing-text.ts';
import { HomeLink, OpeningText } from './opening.tsx';
import { Panels } from './panels.tsx';
import { SaveSheet, SaveWordButton } from './save-word.tsx';
import { servedText } from './served-text.ts';
import { TitleField } from './title-field.tsx';
import { useTitle } from './title-hooks.ts';
import './document.css';

/** Rarely needed. */
const ReadOnlyText = late(() => import('./read-only-text.tsx'));
const RefusedPage = late(() => import('./refused-page.tsx'));
const RefusalBanner = late(() => import('./refusal-banner.tsx'));
const MadeByAnother = late(() => import('../accounts/made-by-another.tsx'));

const FollowingBanner = late(() => import('../presence/following-banner.tsx'));

/** They must open also when the server has gone. */
const SHEETS = [PopupPanel, SaveSheet, ReadOnlyText, FollowingBanner];

/** Nothing that waits to be seen. */
const Presences = late(() => import('../presence/presences.tsx'));

/** Shows nothing where there are no accounts. */
const ShareButton = late(() => import('../sharing/share-button.tsx'));

/** Rarely has something to show. */
const RecoveredTray = late(() => import('./recovered-tray.tsx'));

export default function DocumentPage({ id }: { readonly id: string }) {
  const [isOfAnother] = useState(() => library.isOfAnother(id));
  return isOfAnother ? <MadeByAnother /> : <AdmittedPage id={id} />;
}

function AdmittedPage({ id }: { readonly id: string }) {
  const session = useDocumentSession(id, library.isWaiting(id));
  const view = useSessionView(session);
  const refusal = refusalOf(view);
  if (refusal !== null && isEmpty(session)) return <RefusedPage refusal={refusal} documentId={id} />;
  return <OpenDocument key={session.key} session={session} view={view} refusal={refusal} />;
}

interface OpenDocumentProps {
  readonly session: DocumentSession;
  readonly view: SessionView;
  readonly refusal: CloseReason | null;
}

function OpenDocument({ session, view, refusal }: OpenDocumentProps) {
  const [desk, takeDesk] = useDesk();
  const editor = desk?.editor ?? null;
  const [panel, setPanel] = useState<PanelName | null>(null);
  const closePanel = useCallback(() => setPanel(null), []);
  const fresh = useFreshPanels();
  const [isLookingBack, setLookingBack] = useState(false);
  const [openThreads, setOpenThreads] = useState(0);
  const [notice, say] = useNotice();
  const [people, following, followed] = useCompany(session, editor, isLookingBack, say);
  const title = useTitle(session.doc);
  const isTextMissing = useIsTextMissing(session, view);
  // The beginning that came with the page is better than an empty page to write on.
  const isOnlyServed = isTextMissing && servedText.of(session.id) !== null;
  const editable = isEditable(view.status) && !isOnlyServed;
  const isLive = view.status.link.phase === 'live';
  useInLibrary(session, title, isLive, view.status.unsaved === null);
  useArrival(editor, session.doc);
  useBlockArrival(desk, () => isLive);
  useEffect(() => {
    if (editor !== null) servedText.forget();
  }, [editor]);
  useEffect(() => whenIdleInTurn(SHEETS.map(({ prefetch }) => prefetch)), []);
  return (
    <div className="document">
      <a className="skip" href={isLookingBack ? '#version' : '#text'}>
        {text.skipToText}
      </a>
      <header className="bar">
        <h1 className="visually-hidden">{title === '' ? text.untitled : title}</h1>
        <HomeLink />
        <TitleField doc={session.doc} editable={editable} onLeave={() => editor?.commands.focus('start')} />
        <div className="bar-state">
          <SaveWordButton
            session={session}
            open={panel === 'save'}
            onOpenChange={(open) => setPanel(open ? 'save' : null)}
          />
          <Faces people={people} following={following} />
        </div>
        <CommentsButton count={openThreads} />
        <HistoryButton />
        <ShareButton documentId={session.id} />
      </header>
      {isTextMissing && (
        <p className="banner" role="status">
          {isOnlyServed ? text.save.textServed : text.save.textMissing}
        </p>
      )}
      {refusal !== null && <RefusalBanner refusal={refusal} session={session} />}
      {followed && (
        <FollowingBanner person={followed} editor={editor} awareness={session.awareness} onStop={following.stop} />
      )}
      <ErrorBoundary instead={<ReadOnlyText doc={session.doc} />}>
        <DocumentEditor
          session={session}
          ready={view.ready && !isOnlyServed}
          opening={<OpeningText id={session.id} arriving={view.arriving} editable={editable} />}
          editable={editable}
          onDesk={takeDesk}
          onOpen={setPanel}
          onSay={say}
        />
        {desk !== null && (
          <Panels
            {...{ desk, session, panel, fresh, isLookingBack }}
            onLookBack={setLookingBack}
            onComments={setOpenThreads}
            onClose={closePanel}
          />
        )}
      </ErrorBoundary>
      {editor !== null && editable && !isLookingBack && <RecoveredTray session={session} editor={editor} />}
      <Presences session={session} editor={editor} />
      <Notice notice={notice} />
      <TipLayer />
    </div>
  );
}

/** Null until the editor stands. What is around the text comes after it. */
function useDesk(): readonly [Desk | null, (desk: Desk | null) => void] {
  const [desk, setDesk] = useState<Desk | null>(null);
  const take = useCallback((present: Desk | null) => {
    if (present === null) setDesk(null);
    else startTransition(() => setDesk(present));
  }, []);
  return [desk, take];
}

/** Who is here, and who is followed; nobody is while an earlier version stands in the place of the text. */
function useCompany(
  session: DocumentSession,
  editor: Editor | null,
  isLookingBack: boolean,
  say: (sentence: string) => void,
): readonly [readonly Person[], Following, followed: Person | undefined] {
  const people = usePeople(session);
  const following = useFollowing(editor, session.awareness, say);
  const { stop } = following;
  useEffect(() => {
    if (isLookingBack) stop();
  }, [isLookingBack, stop]);
  return [people, following, people.find(({ key }) => key === following.key)];
}

/** Why the server will not have us back; null while it may. */
function refusalOf({ status: { link } }: SessionView): CloseReason | null {
  return link.phase === 'stopped' ? (closeReasonOf(link.code) ?? CLOSE.malformed) : null;
}

function isEmpty({ doc }: DocumentSession): boolean {
  return !hasText(doc) && titleOf(doc).length === 0;
}
