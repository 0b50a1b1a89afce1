/** One comment in a thread: who, when, what, and what has become of it on its way. */

import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { agoText, momentText } from '../lib/time.ts';
import { initialsOf } from '../presence/people.ts';
import { Tip } from '../ui/tip.tsx';
import type { ShownComment, ShownThread } from './changes.ts';
import { CommentText } from './comment-text.tsx';
import { authorText, commentColour } from './comment-words.ts';
import { Compose } from './compose.tsx';
import { DeliveryNote } from './delivery-note.tsx';
import { ownName } from './own-name.ts';
import type { Talk } from './talk.ts';
import { words } from './words.ts';

export interface CommentPartProps {
  readonly thread: ShownThread;
  readonly comment: ShownComment;
  readonly talk: Talk;
  /** Whether its thread is the one that is looked at. */
  readonly isActive: boolean;
}

export function CommentPart({ thread, comment, talk, isActive }: CommentPartProps) {
  const [isEditing, setEditing] = useState(false);
  const { id, text, at, editedAt, delivery, isMine } = comment;
  const name = authorText(comment);
  const about = { anchor: thread.anchor, quote: thread.quote };
  const change = { thread: thread.id, about, comment: id };
  const mayChange = isActive && isMine && talk.mayComment && delivery.kind === 'sent' && !isEditing;
  return (
    <li className="comment">
      <span className="face comment-face" data-person={commentColour(comment)} aria-hidden="true">
        {initialsOf(isMine ? ownName() : name)}
      </span>
      <p className="comment-who">
        <bdi className="comment-author">{name}</bdi>{' '}
        <time dateTime={new Date(at).toISOString()} title={momentText(at, talk.nowMs)}>
          {agoText(at, talk.nowMs)}
        </time>
        {editedAt !== null && <span className="comment-edited"> · {words.edited}</span>}
      </p>
      {mayChange && (
        <div className="comment-acts">
          <Tip label={words.edit}>
            <button type="button" className="icon-button" aria-label={words.edit} onClick={() => setEditing(true)}>
              <Pencil aria-hidden="true" size={15} />
            </button>
          </Tip>
          <Tip label={words.remove}>
            <button
              type="button"
              className="icon-button"
              aria-label={words.remove}
              onClick={() => talk.doUndoably({ kind: 'take-back', ...change }, words.removed)}
            >
              <Trash2 aria-hidden="true" size={15} />
            </button>
          </Tip>
        </div>
      )}
      {isEditing ? (
        <Compose
          documentId={talk.documentId}
          place={`edit/${id}`}
          initial={text}
          label={words.editLabel}
          submit={words.save}
          focusTurn={1}
          onSend={(said) => {
            setEditing(false);
            if (said !== text) talk.do({ kind: 'say', ...change, text: said, name: ownName() });
          }}
          onLeave={() => setEditing(false)}
          onThrowAway={() => setEditing(false)}
        />
      ) : (
        <CommentText text={text} />
      )}
      <DeliveryNote delivery={delivery} text={text} talk={talk} />
    </li>
  );
}
