/**
 * The comments on the open document, whether their panel is open or not: their marks in the text, how many are open, what
 * others say, what is begun here. Loaded once the text stands.
 */

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useSessionView } from '../collab/hooks.ts';
import type { DocumentSession } from '../collab/session.ts';
import { isEditable } from '../collab/status.ts';
import type { Desk, PanelName } from '../editor/acts.ts';
import { randomId } from '../lib/random-id.ts';
import { late } from '../ui/late.tsx';
import { isNarrow } from '../ui/narrow.ts';
import type { About } from './changes.ts';
import { newsText } from './comment-words.ts';
import { useComments, useMarks, useNow, useWho } from './comments-hooks.ts';
import type { Begun } from './comments-panel.tsx';
import { CommentDone, useDone } from './done-note.tsx';
import { draftOf } from './drafts.ts';
import type { Marked } from './mark-keeper.ts';
import { meantBy } from './new-comment.ts';
import { ownName } from './own-name.ts';
import { outbox } from './own-outbox.ts';
import { scrollTo } from './sight.ts';
import type { Talk } from './talk.ts';
import { CHOSEN } from './thread-marks.ts';
import { openCount, type Shown } from './thread-order.ts';
import { words } from './words.ts';
import './marks.css';

const CommentsPanel = late(() => import('./comments-panel.tsx'));
const ReaderBubble = late(() => import('./reader-bubble.tsx'));
const BlockChoice = late(() => import('./block-choice.tsx'));

/** What is begun is marked like a thread. */
const BEGUN = 'begun';
const ID_CHARACTERS = 22;

export interface CommentsProps {
  readonly desk: Desk;
  readonly session: DocumentSession;
  /** What a key or a button asked for; `comment` is answered here. */
  readonly panel: PanelName | null;
  readonly isOpen: boolean;
  /** Whether somebody asked for the panel just now. */
  readonly isFresh: boolean;
  /** How many threads are open; must not change. */
  onCount(count: number): void;
  /** Shows the panel, or not; must not change. */
  onOpen(isOpen: boolean): void;
  /** What was asked for was answered; must not change. */
  onAnswered(): void;
}

/** Begins anew for whoever comes: what is open here of another is theirs. */
export default function Comments(props: CommentsProps) {
  return <CommentsOfOne key={useWho()} {...props} />;
}

function CommentsOfOne(props: CommentsProps) {
  const { desk, session, panel, isOpen, onCount, onOpen, onAnswered } = props;
  const { editor } = desk;
  const { mayComment, status } = useSessionView(session);
  const [news, setNews] = useState('');
  const store = useComments(session, (authors) => authors.length > 0 && setNews(newsText(authors)));
  const view = useSyncExternalStore(store.subscribe, () => store.view);
  const [active, setActive] = useState<string | null>(null);
  const [begun, setBegun] = useState<Begun | null>(null);
  const [isAskedToChoose, setChoosing] = useState(false);
  const isChoosing = isAskedToChoose && mayComment;
  const [chosen, setChosen] = useState<About | null>(null);
  const [shown, setShown] = useState<Shown>('open');
  const [takesFocus, setTakesFocus] = useState(false);
  const [done, tellDone] = useDone();
  const nowMs = useNow(isOpen);
  const isMarked = useCallback(
    (id: string) =>
      id === BEGUN ||
      id === CHOSEN ||
      (id === active && shown === 'resolved') ||
      view.threads.some((one) => one.id === id && one.resolved === null),
    [active, shown, view.threads],
  );
  const marked = useMemo<readonly Marked[]>(() => {
    const about = isChoosing ? chosen : begun?.about;
    return about ? [...view.threads, { id: isChoosing ? CHOSEN : BEGUN, ...about }] : view.threads;
  }, [view.threads, begun, isChoosing, chosen]);
  const look = useCallback((thread: string | null) => {
    setActive(thread);
    if (thread !== null) setBegun(null);
  }, []);
  const [keeper, places] = useMarks(editor, {
    threads: marked,
    isMarked,
    active: isChoosing ? CHOSEN : begun === null ? active : BEGUN,
    onPress: (thread) => {
      const isResolved = store.view.threads.find(({ id }) => id === thread)?.resolved !== null;
      setShown(isResolved ? 'resolved' : 'open');
      setTakesFocus(false);
      look(thread);
      onOpen(true);
    },
  });
  const count = openCount(view.threads);
  useEffect(() => onCount(count), [onCount, count]);
  useUnloadWarning(view.wouldLose);
  useEffect(() => CommentsPanel.prefetch(), []);
  const isReader = mayComment && !isEditable(status);
  useEffect(() => {
    if (isReader) BlockChoice.prefetch();
  }, [isReader]);

  const returnToText = () => {
    const mayFocus = editor.isEditable && !isNarrow();
    if (mayFocus) requestAnimationFrame(() => editor.isDestroyed || editor.view.focus());
  };
  const beginAbout = (about: About, position: number) => {
    setChoosing(false);
    setActive(null);
    setShown('open');
    setBegun((before) => ({ about, turn: (before?.turn ?? 0) + 1 }));
    onOpen(true);
    if (isNarrow()) scrollTo(editor, position);
  };
  const beginChosen = (about: About) => beginAbout(about, keeper?.rangeOf(CHOSEN)?.from ?? 0);
  const begin = () => {
    const meant = meantBy(editor);
    if (!mayComment) desk.say(words.notAllowed);
    else if (meant === 'nothing') desk.say(words.noPlace);
    else if (meant !== 'choose') beginAbout(meant.about, editor.state.selection.from);
    else if (isChoosing && chosen !== null) beginChosen(chosen);
    else setChoosing(true);
  };
  const send = (text: string) => {
    if (begun === null) return;
    const thread = randomId(ID_CHARACTERS);
    const ids = { thread, comment: randomId(ID_CHARACTERS) };
    store.do({ kind: 'begin', ...ids, about: begun.about, text, name: ownName() });
    look(thread);
    returnToText();
  };
  const close = () => {
    onOpen(false);
    requestAnimationFrame(() => editor.isDestroyed || !editor.isEditable || editor.view.focus());
  };
  // What was begun at an earlier visit, and not sent.
  useEffect(() => {
    if (isOpen) setBegun((before) => before ?? leftAt(session.id));
    else {
      setBegun(null);
      setActive(null);
      setTakesFocus(true);
    }
  }, [isOpen, session.id]);
  // Asked by a key, in the text or beside it.
  const beginLatest = useRef(begin);
  beginLatest.current = begin;
  useEffect(() => {
    if (panel !== 'comment') return;
    onAnswered();
    beginLatest.current();
  }, [panel, onAnswered]);
  useEscape(close);

  const talk = useMemo<Talk>(
    () => ({
      documentId: session.id,
      mayComment,
      mayWrite: isEditable(status),
      nowMs,
      do: (change) => store.do(change),
      doUndoably: (change, sentence) => {
        const key = store.do(change, true);
        tellDone(sentence, () => store.throwAway(key));
      },
      doWithWayBack: (change, sentence, back) => {
        store.do(change);
        tellDone(sentence, () => store.do(back));
      },
      throwAway: (key) => store.throwAway(key),
      tryAgain: (key) => store.tryAgain(key),
      say: desk.say,
      look,
      goTo: (thread) => {
        look(thread);
        const range = keeper?.rangeOf(thread);
        if (range) scrollTo(editor, range.from);
      },
    }),
    [session.id, mayComment, status, nowMs, store, tellDone, desk.say, look, keeper, editor],
  );
  return (
    <>
      {isOpen && (
        <CommentsPanel
          {...{ view, places, talk, active, begun, shown }}
          takesFocus={props.isFresh && takesFocus}
          onShow={setShown}
          onBegin={begin}
          onSend={send}
          onLeave={() => {
            setBegun(null);
            returnToText();
          }}
          onRetry={() => {
            outbox.send();
            void store.refresh();
          }}
          onClose={close}
        />
      )}
      {isReader && <ReaderBubble editor={editor} onComment={begin} />}
      {isChoosing && (
        <BlockChoice
          editor={editor}
          last={chosen}
          isGone={places.get(CHOSEN)?.kind === 'gone'}
          rangeNow={() => keeper?.rangeOf(CHOSEN) ?? null}
          onChoose={setChosen}
          onBegin={beginChosen}
          onLeave={() => setChoosing(false)}
          onNothing={() => {
            setChoosing(false);
            desk.say(words.noPlace);
          }}
        />
      )}
      <p className="visually-hidden" aria-live="polite">
        {isOpen ? news : ''}
      </p>
      <CommentDone done={done} />
    </>
  );
}

/** What was begun at an earlier visit. */
function leftAt(documentId: string): Begun | null {
  const about = draftOf(documentId, 'new')?.about ?? null;
  return about === null ? null : { about, turn: 0 };
}

/** Only where what was written would be gone with the page. */
function useUnloadWarning(wouldLose: boolean): void {
  useEffect(() => {
    if (!wouldLose) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [wouldLose]);
}

/** In the panel, and not where the key is of a field in it. */
function useEscape(act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, key, defaultPrevented } = event;
      if (key !== 'Escape' || defaultPrevented || !(target instanceof Element)) return;
      if (target.closest('.comments') === null) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
