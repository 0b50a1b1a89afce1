/** How the comments of a page and their marks in the text are watched and kept up to date. */

import type { Editor } from '@tiptap/core';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { knownAccount } from '../accounts/known-account.ts';
import { useSessionView } from '../collab/hooks.ts';
import type { DocumentSession } from '../collab/session.ts';
import { ask } from '../lib/api.ts';
import { browserEnvironment } from '../lib/environment.ts';
import { useNotice } from '../ui/notice.tsx';
import type { Beginning } from './beginning.ts';
import type { ShownThread } from './changes.ts';
import { newsText } from './comment-words.ts';
import { CommentsStore, type CommentsView } from './comments-store.ts';
import { forgetThreads, keepThreads, keptThreads } from './device.ts';
import { type Marked, MarkKeeper, type PlacesById } from './mark-keeper.ts';
import { outbox } from './own-outbox.ts';
import type { PanelState } from './panel-state.ts';
import { CHOSEN } from './thread-marks.ts';

const MINUTE_MS = 60_000;

/** What is begun is marked like a thread. */
const BEGUN = 'begun';

export interface DocumentComments {
  readonly store: CommentsStore;
  readonly view: CommentsView;
  /** Who said something just now, in a sentence; empty again soon, so that the same sentence is heard the next time. */
  readonly news: string;
}

/** Asked for when the line stands, and whenever the server says that there is something new. */
export function useComments(session: DocumentSession): DocumentComments {
  const { id } = session;
  const { status, commentsRevision } = useSessionView(session);
  const isLive = status.link.phase === 'live';
  const isSaved = isLive && status.unsaved === null;
  const [news, say] = useNotice();
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
        news: (authors) => authors.length > 0 && say(newsText(authors)),
      }),
    [id, say],
  );
  const view = useSyncExternalStore(store.subscribe, () => store.view);
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
  return { store, view, news: news.sentence };
}

/** Null until the editor stands. `onPress`: somebody pressed on the mark of this thread. */
export function useMarkKeeper(editor: Editor, onPress: (thread: string) => void): MarkKeeper | null {
  const [keeper, setKeeper] = useState<MarkKeeper | null>(null);
  const latest = useRef(onPress);
  latest.current = onPress;
  useEffect(() => {
    if (editor.isDestroyed) return;
    const opened = new MarkKeeper(editor, browserEnvironment);
    const { dom } = editor.view;
    const press = (event: MouseEvent) => {
      const thread = pressedIn(editor, opened, event);
      if (thread !== null) latest.current(thread);
    };
    dom.addEventListener('click', press);
    setKeeper(opened);
    return () => {
      dom.removeEventListener('click', press);
      opened.close();
      setKeeper(null);
    };
  }, [editor]);
  return keeper;
}

/**
 * Marks in the text the threads that are open, a resolved one that is looked at, and what is begun or chosen.
 * @returns where all threads are.
 */
export function useMarks(
  keeper: MarkKeeper | null,
  threads: readonly ShownThread[],
  { active, begun, shown }: PanelState,
  { isChoosing, chosen }: Beginning,
): PlacesById {
  const isMarked = useCallback(
    (id: string) =>
      id === BEGUN ||
      id === CHOSEN ||
      (id === active && shown === 'resolved') ||
      threads.some((one) => one.id === id && one.resolved === null),
    [active, shown, threads],
  );
  const all = useMemo<readonly Marked[]>(() => {
    const about = isChoosing ? chosen : begun?.about;
    return about ? [...threads, { id: isChoosing ? CHOSEN : BEGUN, ...about }] : threads;
  }, [threads, begun, isChoosing, chosen]);
  const inFront = isChoosing ? CHOSEN : begun === null ? active : BEGUN;
  useEffect(() => keeper?.show(all, isMarked, inFront), [keeper, all, isMarked, inFront]);
  return useSyncExternalStore(keeper?.subscribe ?? neverChanges, () => keeper?.places ?? NOWHERE);
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
