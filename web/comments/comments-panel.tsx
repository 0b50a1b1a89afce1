/** The comments on a document beside its text, in the order of the text; on a phone a sheet. */

import { MessageSquarePlus, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { numberText } from '../lib/numbers.ts';
import { keysText } from '../ui/keys.ts';
import { nextPlace } from '../ui/walk.ts';
import type { ShownThread } from './changes.ts';
import { failureText, leftText } from './comment-words.ts';
import type { CommentsView } from './comments-store.ts';
import { Compose } from './compose.tsx';
import type { PlacesById } from './mark-keeper.ts';
import type { Begun, PanelState } from './panel-state.ts';
import type { Talk } from './talk.ts';
import { ThreadCard } from './thread-card.tsx';
import { openCount, orderedThreads, type Shown } from './thread-order.ts';
import { words } from './words.ts';
import '../ui/panel.css';
import './comments.css';

/** Threads drawn at once: more than anybody reads before scrolling. */
const PAGE_THREADS = 50;

export interface CommentsPanelProps {
  readonly view: CommentsView;
  readonly places: PlacesById;
  readonly talk: Talk;
  readonly state: PanelState;
  /** Whether somebody asked for it just now: then it takes the focus. */
  readonly takesFocus: boolean;
  onBegin(): void;
  onSend(text: string): void;
  /** The new thread is not to be written now; what was written is kept, or not. */
  onLeave(): void;
  onRetry(): void;
  onClose(): void;
}

export default function CommentsPanel(props: CommentsPanelProps) {
  const { view, places, talk, takesFocus } = props;
  const { active, begun, shown } = props.state;
  const panel = useRef<HTMLElement>(null);
  const { inText, gone } = orderedThreads(view.threads, shown, places);
  useFocusAtFirst(panel, takesFocus && (begun?.turn ?? 0) === 0);
  useActiveInSight(panel, active);
  useFocusKept(panel);
  usePressedCard(panel, talk);
  const isEmpty = inText.length + gone.length === 0 && begun === null;
  return (
    <aside
      ref={panel}
      className="panel comments"
      aria-label={words.label}
      onKeyDown={(event) => walk(event, panel.current)}
    >
      <div className="panel-head">
        <h2>{words.label}</h2>
        {talk.mayComment && (
          <button type="button" className="button comments-add" aria-label={words.add} onClick={props.onBegin}>
            <MessageSquarePlus aria-hidden="true" size={16} />
            {words.addShort}
          </button>
        )}
        <button type="button" className="icon-button" aria-label={words.close} onClick={props.onClose}>
          <X aria-hidden="true" size={18} />
        </button>
      </div>
      <Filter threads={view.threads} state={props.state} />
      <Failure view={view} onRetry={props.onRetry} />
      {begun !== null && <NewThread begun={begun} talk={talk} onSend={props.onSend} onLeave={props.onLeave} />}
      <ThreadPages threads={inText} active={active} talk={talk} />
      {gone.length > 0 && (
        <section className="comments-gone">
          <h3>{words.gone}</h3>
          <p>{words.goneLead}</p>
          <ThreadList threads={gone} active={active} isHere={false} talk={talk} />
        </section>
      )}
      {isEmpty && <Empty view={view} shown={shown} mayComment={talk.mayComment} />}
    </aside>
  );
}

interface FilterProps extends Pick<CommentsPanelProps, 'state'> {
  readonly threads: readonly ShownThread[];
}

function Filter({ threads, state: { shown, show } }: FilterProps) {
  const count = openCount(threads);
  return (
    <fieldset className="comments-filter" aria-label={words.which}>
      <button type="button" aria-pressed={shown === 'open'} onClick={() => show('open')}>
        {words.open(numberText(count))}
      </button>
      <button type="button" aria-pressed={shown === 'resolved'} onClick={() => show('resolved')}>
        {words.resolved(numberText(threads.length - count))}
      </button>
    </fieldset>
  );
}

interface ThreadPagesProps extends Pick<CommentsPanelProps, 'talk'> {
  readonly threads: readonly ShownThread[];
  readonly active: string | null;
}

/** As many as were asked for, and always the one that is looked at. */
function ThreadPages({ threads, active, talk }: ThreadPagesProps) {
  const [most, setMost] = useState(PAGE_THREADS);
  const activePlace = threads.findIndex(({ id }) => id === active);
  const drawn = threads.slice(0, Math.max(most, activePlace + 1));
  return (
    <>
      {drawn.length > 0 && <ThreadList threads={drawn} active={active} isHere={true} talk={talk} />}
      {drawn.length < threads.length && (
        <button type="button" className="button comments-more" onClick={() => setMost(drawn.length + PAGE_THREADS)}>
          {words.more(numberText(Math.min(PAGE_THREADS, threads.length - drawn.length)))}
        </button>
      )}
    </>
  );
}

interface ThreadListProps extends ThreadPagesProps {
  readonly isHere: boolean;
}

function ThreadList({ threads, active, isHere, talk }: ThreadListProps) {
  return (
    <ol className="threads">
      {threads.map((thread) => (
        <ThreadCard key={thread.id} thread={thread} isActive={thread.id === active} isHere={isHere} talk={talk} />
      ))}
    </ol>
  );
}

interface NewThreadProps extends Pick<CommentsPanelProps, 'talk' | 'onSend' | 'onLeave'> {
  readonly begun: Begun;
}

function NewThread({ begun, talk, onSend, onLeave }: NewThreadProps) {
  return (
    <section className="thread thread-new" data-active aria-label={words.newHeading}>
      <q className="thread-quote" dir="auto">
        {begun.about.quote === '' ? words.noQuote : begun.about.quote}
      </q>
      <Compose
        documentId={talk.documentId}
        place="new"
        about={begun.about}
        label={words.newLabel}
        submit={words.send}
        focusTurn={begun.turn}
        onSend={onSend}
        onLeave={onLeave}
        onThrowAway={onLeave}
      />
    </section>
  );
}

function Failure({ view, onRetry }: { readonly view: CommentsView; onRetry(): void }) {
  const { failure, threads, wouldLose, left } = view;
  return (
    <div role="status" className="comments-states">
      {wouldLose && <p className="panel-failure">{words.wouldLose}</p>}
      {left.map((those) => (
        <p key={those.id} className="panel-failure">
          {leftText(those)}
        </p>
      ))}
      {failure !== null && (
        <div className="panel-failure">
          <p>{failureText(failure, threads.length > 0)}</p>
          <button type="button" className="button" onClick={onRetry}>
            {words.retry}
          </button>
        </div>
      )}
    </div>
  );
}

interface EmptyProps {
  readonly view: CommentsView;
  readonly shown: Shown;
  readonly mayComment: boolean;
}

function Empty({ view, shown, mayComment }: EmptyProps) {
  if (!view.isKnown) return view.failure === null ? <p className="panel-empty">{words.loading}</p> : null;
  if (shown === 'resolved') return <p className="panel-empty">{words.emptyResolved}</p>;
  return (
    <div className="panel-empty">
      <p>{words.emptyOpen}</p>
      {mayComment && <p>{words.howTo(keysText('Mod+Alt+M'))}</p>}
    </div>
  );
}

/** Up and Down go from thread to thread, where they do not mean a line of what is written. */
function walk(event: KeyboardEvent, panel: HTMLElement | null): void {
  const { target } = event;
  if (panel === null || !(target instanceof HTMLElement) || target.matches('textarea')) return;
  const heads = [...panel.querySelectorAll<HTMLElement>('button.thread-quote')];
  const card = target.closest('.thread');
  const next = nextPlace(
    event.key,
    heads.findIndex((head) => card?.contains(head)),
    heads.length,
  );
  if (next === undefined) return;
  event.preventDefault();
  heads[next]?.focus();
}

/** Not where it was open from the beginning: then the text has the focus. */
function useFocusAtFirst(panel: React.RefObject<HTMLElement | null>, takesFocus: boolean): void {
  const takes = useRef(takesFocus);
  useEffect(() => {
    if (!takes.current) return;
    takes.current = false;
    const { current } = panel;
    const place = current?.querySelector<HTMLElement>('[aria-current], button.thread-quote');
    (place ?? current?.querySelector('button'))?.focus();
  }, [panel]);
}

/** When the press is over: a card that grows or shrinks under it would take it away from what was meant. */
function usePressedCard(panel: React.RefObject<HTMLElement | null>, { look }: Talk): void {
  useEffect(() => {
    const { current } = panel;
    const press = ({ target }: Event) => {
      const card = target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null;
      if (card?.dataset.card !== undefined) look(card.dataset.card);
    };
    current?.addEventListener('click', press);
    return () => current?.removeEventListener('click', press);
  }, [panel, look]);
}

/** What had the focus may go with what was done to it: then it is at what has taken its place. */
function useFocusKept(panel: React.RefObject<HTMLElement | null>): void {
  const place = useRef<number | null>(null);
  useEffect(() => {
    const note = ({ target }: Event) => {
      const { current } = panel;
      if (!(target instanceof Element) || !current?.contains(target)) place.current = null;
      else place.current = [...current.querySelectorAll('.thread')].findIndex((card) => card.contains(target));
    };
    window.addEventListener('focusin', note);
    window.addEventListener('pointerdown', note);
    return () => {
      window.removeEventListener('focusin', note);
      window.removeEventListener('pointerdown', note);
    };
  }, [panel]);
  useLayoutEffect(() => {
    if (place.current === null || place.current < 0 || document.activeElement !== document.body) return;
    const heads = panel.current?.querySelectorAll<HTMLElement>('button.thread-quote') ?? [];
    const next = heads[Math.min(place.current, heads.length - 1)];
    (next ?? panel.current?.querySelector<HTMLElement>('[aria-pressed="true"]'))?.focus();
  });
}

/** In the panel alone: the text stays where it is. */
function useActiveInSight(panel: React.RefObject<HTMLElement | null>, active: string | null): void {
  useEffect(() => {
    const { current } = panel;
    const card = active === null ? null : current?.querySelector(`[data-card="${active}"]`);
    if (!current || !card) return;
    const [box, frame] = [card.getBoundingClientRect(), current.getBoundingClientRect()];
    if (box.top < frame.top) current.scrollTop += box.top - frame.top - 8;
    else if (box.bottom > frame.bottom)
      current.scrollTop += Math.min(box.bottom - frame.bottom, box.top - frame.top) + 8;
  }, [panel, active]);
}
