/** One thread in the panel: the words it is about, what was said, and what can be done with it. */

import { CircleCheck, RotateCcw } from 'lucide-react';
import { memo, useId } from 'react';
import { numberText } from '../lib/numbers.ts';
import { randomId } from '../lib/random-id.ts';
import { Tip } from '../ui/tip.tsx';
import type { ShownThread } from './changes.ts';
import { CommentPart } from './comment-part.tsx';
import { resolvedText } from './comment-words.ts';
import { Compose } from './compose.tsx';
import { DeliveryNote } from './delivery-note.tsx';
import { ownName } from './own-name.ts';
import type { Talk } from './talk.ts';
import { words } from './words.ts';

const ID_CHARACTERS = 22;

export interface ThreadCardProps {
  readonly thread: ShownThread;
  readonly isActive: boolean;
  /** Whether its text can be gone to. */
  readonly isHere: boolean;
  readonly talk: Talk;
}

export const ThreadCard = memo(function ThreadCard({ thread, isActive, isHere, talk }: ThreadCardProps) {
  const heading = useId();
  const { id, quote, comments, delivery, resolved } = thread;
  const shown = isActive ? comments : comments.slice(0, 1);
  const hidden = comments.length - shown.length;
  const said = quote === '' ? words.noQuote : quote;
  return (
    <li
      className="thread"
      data-card={id}
      data-active={isActive || undefined}
      onFocus={({ target }) => target.matches(':focus-visible') && talk.look(id)}
    >
      <article aria-labelledby={heading}>
        <div className="thread-head">
          <h3 id={heading}>
            <button
              type="button"
              className="thread-quote"
              aria-current={isActive || undefined}
              data-tip={isHere ? words.goTo(said) : undefined}
              onClick={() => talk.goTo(id)}
            >
              <q dir="auto">{said}</q>
            </button>
          </h3>
          {talk.mayComment && <ResolveButton thread={thread} talk={talk} />}
        </div>
        <ol className="thread-comments">
          {shown.map((comment) => (
            <CommentPart key={comment.id} {...{ thread, comment, talk, isActive }} />
          ))}
        </ol>
        {hidden > 0 && (
          <button type="button" className="thread-more" onClick={() => talk.goTo(id)}>
            {words.replies(numberText(hidden), hidden === 1)}
          </button>
        )}
        {resolved !== null && <p className="thread-note">{resolvedText(resolved, talk.nowMs)}</p>}
        <DeliveryNote delivery={delivery} text={null} talk={talk} />
        {isActive && talk.mayComment && <ThreadActs thread={thread} talk={talk} />}
      </article>
    </li>
  );
});

interface ThreadProps {
  readonly thread: ShownThread;
  readonly talk: Talk;
}

function ResolveButton({ thread, talk }: ThreadProps) {
  const { id, anchor, quote, resolved } = thread;
  const isResolved = resolved === null;
  const label = isResolved ? words.resolve : words.reopen;
  const change = { kind: 'resolve', thread: id, about: { anchor, quote }, name: ownName() } as const;
  const press = () => {
    if (isResolved) talk.doWithWayBack({ ...change, isResolved }, words.nowResolved, { ...change, isResolved: false });
    else talk.do({ ...change, isResolved });
  };
  return (
    <Tip label={label}>
      <button type="button" className="icon-button" aria-label={label} onClick={press}>
        {isResolved ? <CircleCheck aria-hidden="true" size={18} /> : <RotateCcw aria-hidden="true" size={17} />}
      </button>
    </Tip>
  );
}

function ThreadActs({ thread, talk }: ThreadProps) {
  const { id, anchor, quote, comments } = thread;
  const change = { thread: id, about: { anchor, quote } };
  const first = comments[0];
  // One's own alone goes with its comment; what was not sent is discarded.
  const mayRemove = first?.delivery.kind !== 'refused' && (first?.isMine ? comments.length > 1 : talk.mayWrite);
  return (
    <div className="thread-acts">
      <Compose
        key={id}
        documentId={talk.documentId}
        place={`reply/${id}`}
        label={words.replyLabel}
        submit={words.sendReply}
        focusTurn={0}
        onSend={(text) => talk.do({ kind: 'say', ...change, comment: randomId(ID_CHARACTERS), text, name: ownName() })}
      />
      {mayRemove && (
        <button
          type="button"
          className="thread-remove"
          onClick={() => talk.doUndoably({ kind: 'remove', ...change }, words.threadRemoved)}
        >
          {words.removeThread}
        </button>
      )}
    </div>
  );
}
