/** How the comments of a page are watched and kept up to date. */

import type { Editor } from '@tiptap/core';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { knownAccount } from '../accounts/known-account.ts';
import { useSessionView } from '../collab/hooks.ts';
import type { DocumentSession } from '../collab/session.ts';
import { ask } from '../lib/api.ts';
import { browserEnvironment } from '../lib/environment.ts';
import { CommentsStore } from './comments-store.ts';
import { forgetThreads, keepThreads, keptThreads } from './device.ts';
import { type Marked, MarkKeeper, type PlacesById } from './mark-keeper.ts';
import { outbox } from './own-outbox.ts';

const MINUTE_MS = 60_000;

/** Asked for when the line stands, and whenever the server says that there is something new. */
export function useComments(session: DocumentSession, onNews: (authors: readonly string[]) => void): CommentsStore {
  const { id } = session;
  const { status, commentsRevision } = useSessionView(session);
  const isLive = status.link.phase === 'live';
  const isSaved = isLive && status.unsaved === null;
  const news = useRef(onNews);
  news.current = onNews;
  const store = useMemo(
    () =>
      new CommentsStore({
        documentId: id,
        outbox,
        ask: (after) =>
          ask('GET /api/documents/:id/comments', { id, query: { ...(after !== undefined && { after }) } }),
        kept: () => keptThreads(id),
        keep: (threads) => void keepThreads(id, threads, Date.now()).catch(() => undefined),
        forget: () => void forgetThreads(id).catch(() => undefined),
        news: (authors) => news.current(authors),
      }),
    [id],
  );
  useEffect(() => store.open(), [store]);
  useEffect(() => {
    void store.refresh();
    if (isLive) outbox.send();
  }, [store, isLive]);
  useEffect(() => {
    if (commentsRevision > 0) void store.refresh(commentsRevision);
  }, [store, commentsRevision]);
  useEffect(() => {
    if (isSaved) outbox.tryMissing(id);
  }, [id, isSaved]);
  return store;
}

export interface MarksWanted {
  readonly threads: readonly Marked[];
  readonly isMarked: (id: string) => boolean;
  readonly active: string | null;
  /** Somebody pressed on a mark. */
  onPress(thread: string): void;
}

/** Null until the editor stands. */
export function useMarks(editor: Editor, wanted: MarksWanted): readonly [MarkKeeper | null, PlacesById] {
  const [keeper, setKeeper] = useState<MarkKeeper | null>(null);
  const latest = useRef(wanted);
  latest.current = wanted;
  useEffect(() => {
    if (editor.isDestroyed) return;
    const opened = new MarkKeeper(editor, browserEnvironment);
    const { dom } = editor.view;
    const press = (event: MouseEvent) => {
      const thread = pressedIn(editor, opened, event);
      if (thread !== null) latest.current.onPress(thread);
    };
    dom.addEventListener('click', press);
    setKeeper(opened);
    return () => {
      dom.removeEventListener('click', press);
      opened.close();
      setKeeper(null);
    };
  }, [editor]);
  const { threads, isMarked, active } = wanted;
  useEffect(() => keeper?.show(threads, isMarked, active), [keeper, threads, isMarked, active]);
  const places = useSyncExternalStore(keeper?.subscribe ?? neverChanges, () => keeper?.places ?? NOWHERE);
  return [keeper, places];
}

/** The account that this browser is known by; "" for none. */
export function useWho(): string {
  return useSyncExternalStore(knownAccount.subscribe, () => knownAccount.present?.id ?? '');
}

/** Now, anew each minute while somebody looks. */
export function useNow(isWatched: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (isWatched) setNowMs(Date.now());
  }, [isWatched]);
  useEffect(() => {
    if (!isWatched) return;
    return browserEnvironment.after(MINUTE_MS, () => setNowMs(Math.max(Date.now(), nowMs + 1)));
  }, [isWatched, nowMs]);
  return nowMs;
}

const NOWHERE: PlacesById = new Map();

function neverChanges(): () => void {
  return () => undefined;
}

/** Not where text is being selected, or a link opened. */
function pressedIn(editor: Editor, keeper: MarkKeeper, event: MouseEvent): string | null {
  const { target, button, ctrlKey, metaKey, clientX, clientY } = event;
  const mark = target instanceof Element ? target.closest<HTMLElement>('.commented') : null;
  if (mark === null || button !== 0 || ctrlKey || metaKey || !editor.state.selection.empty) return null;
  const at = editor.view.posAtCoords({ left: clientX, top: clientY });
  return (at && keeper.at(at.pos)) ?? mark.dataset.thread ?? null;
}
