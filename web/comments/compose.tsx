/** A field for a comment. What stands in it is kept on this device from the first letter on. */

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { COMMENT_CHARACTERS_MAX } from '../../server/contract/comment-limits.ts';
import { numberText } from '../lib/numbers.ts';
import type { About } from './changes.ts';
import { draftOf, forgetDraft, keepDraft } from './drafts.ts';
import { words } from './words.ts';

export interface ComposeProps {
  readonly documentId: string;
  /** Of what it belongs to, for what is kept; must not change. */
  readonly place: string;
  /** What a new thread is to be about. */
  readonly about?: About;
  /** What stands in it where nothing was kept. */
  readonly initial?: string;
  readonly label: string;
  readonly submit: string;
  /** It takes the focus whenever this becomes another number, but for 0. */
  readonly focusTurn: number;
  onSend(text: string): void;
  /** Escape, or a press beside it. What was written is kept. */
  onLeave?: () => void;
  /** It is not wanted any more. */
  onThrowAway?: () => void;
}

export function Compose(props: ComposeProps) {
  const { initial = '', label, submit, focusTurn } = props;
  const { text, isDraft, write, beginAnew } = useDraft(props);
  const field = useRef<HTMLTextAreaElement>(null);
  const noteId = useId();
  const isTooLong = text.length > COMMENT_CHARACTERS_MAX;
  const isEmpty = text.trim() === '';
  useFocusAtEnd(field, focusTurn);
  const send = () => {
    if (isEmpty || isTooLong) return;
    beginAnew('');
    props.onSend(text.trim());
  };
  const throwAway = () => {
    beginAnew(initial);
    props.onThrowAway?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
    else if (event.key === 'Escape' && props.onLeave) props.onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <div className="compose">
      <textarea
        ref={field}
        className="input"
        rows={2}
        dir="auto"
        aria-label={label}
        aria-describedby={noteId}
        aria-invalid={isTooLong || undefined}
        placeholder={words.placeholder}
        value={text}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <p id={noteId} role="status" className={isTooLong ? 'comment-problem' : 'visually-hidden'}>
        {isTooLong ? words.tooLong(numberText(text.length), numberText(COMMENT_CHARACTERS_MAX)) : ''}
      </p>
      {(isDraft || props.onThrowAway !== undefined) && (
        <div className="compose-acts">
          <button type="button" className="button" onClick={throwAway}>
            {isDraft ? words.throwAway : words.cancel}
          </button>
          <button type="button" className="button button-primary" aria-disabled={isEmpty || isTooLong} onClick={send}>
            {submit}
          </button>
        </div>
      )}
    </div>
  );
}

interface OwnDraft {
  readonly text: string;
  /** Whether something of their own stands in it. */
  readonly isDraft: boolean;
  write(text: string): void;
  /** With another text, and nothing kept. */
  beginAnew(text: string): void;
}

function useDraft(props: ComposeProps): OwnDraft {
  const { documentId, place, about = null, initial = '' } = props;
  const [text, write] = useState(() => draftOf(documentId, place)?.text ?? initial);
  const isDraft = text.trim() !== '' && text !== initial;
  // What it is about may have changed since: the text goes with it.
  useEffect(() => {
    if (isDraft) keepDraft(documentId, place, { text, about });
    else forgetDraft(documentId, place);
  }, [documentId, place, text, about, isDraft]);
  const beginAnew = (next: string) => {
    forgetDraft(documentId, place);
    write(next);
  };
  return { text, isDraft, write, beginAnew };
}

function useFocusAtEnd(field: React.RefObject<HTMLTextAreaElement | null>, focusTurn: number): void {
  useEffect(() => {
    if (focusTurn === 0 || field.current === null) return;
    const { length } = field.current.value;
    field.current.focus();
    field.current.setSelectionRange(length, length);
  }, [field, focusTurn]);
}
