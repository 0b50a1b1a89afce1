/**
 * The comments on the open document, whether their panel is open or not: their marks in the text, how many are open, what
 * others say, what is begun here. Loaded once the text stands.
 */

import type { Editor } from '@tiptap/core';
import { useEffect, useRef } from 'react';
import { useSessionView } from '../collab/hooks.ts';
import type { DocumentSession } from '../collab/session.ts';
import { isEditable } from '../collab/status.ts';
import type { Desk, PanelName } from '../editor/acts.ts';
import { randomId } from '../lib/random-id.ts';
import { late } from '../ui/late.tsx';
import { isNarrow } from '../ui/narrow.ts';
import { useEscapeWithin, useUnloadWarning } from '../ui/page-hooks.ts';
import { useBeginning } from './beginning.ts';
import { useComments, useMarkKeeper, useMarks, useWho } from './comments-hooks.ts';
import { CommentDone } from './done-note.tsx';
import { ownName } from './own-name.ts';
import { outbox } from './own-outbox.ts';
import { usePanelState } from './panel-state.ts';
import { useTalk } from './talk.ts';
import { CHOSEN } from './thread-marks.ts';
import { openCount } from './thread-order.ts';
import './marks.css';

const CommentsPanel = late(() => import('./comments-panel.tsx'));
const ReaderBubble = late(() => import('./reader-bubble.tsx'));
const BlockChoice = late(() => import('./block-choice.tsx'));

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

function CommentsOfOne({ desk, session, panel, isOpen, isFresh, onCount, onOpen, onAnswered }: CommentsProps) {
  const { editor } = desk;
  const { mayComment, status } = useSessionView(session);
  const { store, view, news } = useComments(session);
  const state = usePanelState(session.id, isOpen, onOpen);
  const keeper = useMarkKeeper(editor, (pressed) => {
    // There is none where what is only begun was pressed: it stays open.
    const thread = store.view.threads.find(({ id }) => id === pressed);
    if (thread !== undefined) state.openAt(pressed, thread.resolved === null ? 'open' : 'resolved');
  });
  const beginning = useBeginning(desk, mayComment, keeper, state.begin);
  const places = useMarks(keeper, view.threads, state, beginning);
  const [talk, done] = useTalk(desk, session, store, keeper, state.look, isOpen);
  const isReader = mayComment && !isEditable(status);
  const close = () => {
    onOpen(false);
    requestAnimationFrame(() => editor.isDestroyed || !editor.isEditable || editor.view.focus());
  };
  const count = openCount(view.threads);
  useEffect(() => onCount(count), [onCount, count]);
  useUnloadWarning(view.wouldLose);
  usePrefetch(isReader);
  useAsked(panel === 'comment', onAnswered, beginning.begin);
  useEscapeWithin('.comments', close);

  const send = (text: string) => {
    if (state.begun === null) return;
    const thread = randomId(ID_CHARACTERS);
    const ids = { thread, comment: randomId(ID_CHARACTERS) };
    store.do({ kind: 'begin', ...ids, about: state.begun.about, text, name: ownName() });
    state.look(thread);
    returnToText(editor);
  };
  const leave = () => {
    state.leave();
    returnToText(editor);
  };
  const retry = () => {
    outbox.send();
    void store.refresh();
  };
  return (
    <>
      {isOpen && (
        <CommentsPanel
          {...{ view, places, talk, state }}
          takesFocus={isFresh && state.takesFocus}
          onBegin={beginning.begin}
          onSend={send}
          onLeave={leave}
          onRetry={retry}
          onClose={close}
        />
      )}
      {isReader && <ReaderBubble editor={editor} onComment={beginning.begin} />}
      {beginning.isChoosing && (
        <BlockChoice
          editor={editor}
          last={beginning.chosen}
          isGone={places.get(CHOSEN)?.kind === 'gone'}
          rangeNow={() => keeper?.rangeOf(CHOSEN) ?? null}
          onChoose={beginning.choose}
          onBegin={beginning.beginChosen}
          onLeave={beginning.endChoosing}
          onNothing={beginning.giveUpChoosing}
        />
      )}
      <p className="visually-hidden" aria-live="polite">
        {isOpen ? news : ''}
      </p>
      <CommentDone done={done} />
    </>
  );
}

/** The panel comes fast when it is asked for, and so does what a reader needs to begin. */
function usePrefetch(isReader: boolean): void {
  useEffect(() => CommentsPanel.prefetch(), []);
  useEffect(() => {
    if (isReader) BlockChoice.prefetch();
  }, [isReader]);
}

/** Asked by a key, in the text or beside it. */
function useAsked(isAsked: boolean, onAnswered: () => void, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!isAsked) return;
    onAnswered();
    latest.current();
  }, [isAsked, onAnswered]);
}

/** Where somebody writes there; not on a phone, whose keyboard would come up. */
function returnToText(editor: Editor): void {
  const mayFocus = editor.isEditable && !isNarrow();
  if (mayFocus) requestAnimationFrame(() => editor.isDestroyed || editor.view.focus());
}
