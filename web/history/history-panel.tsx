/**
 * The history of the document: its versions beside the text, and the one that was chosen in the place of the text. The
 * live editor stands behind it, connected; nothing that is written meanwhile waits.
 */

import type { Editor } from '@tiptap/core';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Version } from '../../server/contract/api.ts';
import { useSessionView } from '../collab/hooks.ts';
import type { DocumentSession } from '../collab/session.ts';
import type { Desk, PanelName } from '../editor/acts.ts';
import { ask } from '../lib/api.ts';
import { browserEnvironment } from '../lib/environment.ts';
import { isNarrow } from '../ui/narrow.ts';
import { useEscapeWithin } from '../ui/page-hooks.ts';
import { VersionList } from './version-list.ts';
import { VersionListPart } from './version-list-part.tsx';
import { VersionPage } from './version-page.tsx';
import '../ui/panel.css';
import './history.css';

/** Versions asked for at once: some screens full. */
const PAGE_VERSIONS = 40;

const OF_NO_TEXT: ReadonlySet<PanelName> = new Set(['save', 'shortcuts']);

export interface HistoryPanelProps {
  readonly desk: Desk;
  readonly session: DocumentSession;
  /** What else is open over the document. */
  readonly panel: PanelName | null;
  /** Whether somebody asked for it just now: then it takes the focus. */
  readonly isFresh: boolean;
  /** Whether an earlier version stands in the place of the text; must not change. */
  onLookBack(isLookingBack: boolean): void;
  onClose(): void;
}

export default function HistoryPanel({ desk, session, panel, isFresh, onLookBack, onClose }: HistoryPanelProps) {
  const list = useVersionList(session);
  const view = useSyncExternalStore(list.subscribe, () => list.view);
  const [chosen, choose] = useChosenVersion(panel, onLookBack);
  const isLookingBack = chosen !== null;
  // On a phone the list covers the text: it makes room for what was chosen.
  const [isListHidden, setListHidden] = useState(false);
  // One that was left open on a wide screen does not stand before the text on a phone.
  useLayoutEffect(() => {
    if (!isFresh && isNarrow()) onClose();
  }, [isFresh, onClose]);

  const comeBack = () => {
    choose(null);
    // It would stand before the text.
    if (isListHidden) onClose();
    focusSoon(desk.editor);
  };
  const close = () => {
    onClose();
    focusSoon(desk.editor);
  };
  useEscapeWithin('.history, .version-bar, .version-page', isLookingBack ? comeBack : close);

  return (
    <>
      {chosen !== null && (
        <VersionPage
          key={chosen.through}
          desk={desk}
          documentId={session.id}
          doc={session.doc}
          version={chosen}
          onList={isListHidden ? () => setListHidden(false) : null}
          onBack={comeBack}
          onRestored={() => {
            comeBack();
            list.changed();
          }}
        />
      )}
      {!isListHidden && (
        <VersionListPart
          view={view}
          chosen={chosen}
          takesFocus={isFresh || isLookingBack}
          onChoose={(version) => {
            choose(version);
            setListHidden(isNarrow());
          }}
          onNow={() => isLookingBack && comeBack()}
          onMore={() => void list.more()}
          onRetry={() => void list.refresh()}
          onClose={close}
        />
      )}
    </>
  );
}

/** Once the text stands in its place again. */
function focusSoon(editor: Editor): void {
  requestAnimationFrame(() => editor.isDestroyed || editor.view.focus());
}

/** The version in the place of the text; null while the text stands there, which is found again where it was left. */
function useChosenVersion(
  panel: PanelName | null,
  onLookBack: (isLookingBack: boolean) => void,
): readonly [Version | null, (version: Version | null) => void] {
  const [chosen, setChosen] = useState<Version | null>(null);
  const scrolledTo = useRef(0);
  // What else is opened is about the text as it is now.
  useEffect(() => {
    if (panel !== null && !OF_NO_TEXT.has(panel)) setChosen(null);
  }, [panel]);
  const isLookingBack = chosen !== null;
  useEffect(() => {
    if (!isLookingBack) return;
    onLookBack(true);
    // What it is stands above it.
    window.scrollTo(0, 0);
    return () => {
      onLookBack(false);
      window.scrollTo(0, scrolledTo.current);
    };
  }, [isLookingBack, onLookBack]);
  const choose = (version: Version | null) => {
    if (!isLookingBack) scrolledTo.current = window.scrollY;
    setChosen(version);
  };
  return [chosen, choose];
}

/** Asked for at once, again when something was written, and when the server is back. */
function useVersionList(session: DocumentSession): VersionList {
  const { id, doc } = session;
  const isLive = useSessionView(session).status.link.phase === 'live';
  const list = useMemo(
    () =>
      new VersionList(
        (cursor) =>
          ask('GET /api/documents/:id/versions', {
            id,
            query: { limit: PAGE_VERSIONS, ...(cursor !== undefined && { cursor }) },
          }),
        browserEnvironment,
      ),
    [id],
  );
  useEffect(() => {
    const changed = () => list.changed();
    doc.on('update', changed);
    return () => doc.off('update', changed);
  }, [doc, list]);
  useEffect(() => {
    if (isLive || !list.view.isKnown) void list.refresh();
  }, [list, isLive]);
  useEffect(() => () => list.rest(), [list]);
  return list;
}
