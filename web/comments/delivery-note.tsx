/** What has become of something on its way to the server: nothing yet, or a refusal with what can be done about it. */

import { Clock } from 'lucide-react';
import { copyText } from '../lib/clipboard.ts';
import type { Delivery } from './changes.ts';
import { againText, notDoneText, refusalText } from './comment-words.ts';
import type { Talk } from './talk.ts';
import { words } from './words.ts';

export interface DeliveryNoteProps {
  readonly delivery: Delivery;
  /** What was written, to be taken away; null where nothing was. */
  readonly text: string | null;
  readonly talk: Talk;
}

export function DeliveryNote({ delivery, text, talk }: DeliveryNoteProps) {
  if (delivery.kind === 'sent') return null;
  const { key } = delivery;
  if (delivery.kind === 'waiting') {
    return (
      <p className="comment-waiting" title={words.notSentLead}>
        <Clock aria-hidden="true" size={14} />
        {words.notSent}
      </p>
    );
  }
  const copy = () => void copyText(text ?? '').then((isCopied) => isCopied && talk.say(words.copied));
  return (
    <div className="comment-problem" role="alert">
      <p>{text === null ? notDoneText(delivery.refusal) : refusalText(delivery.refusal)}</p>
      <div className="comment-problem-acts">
        {text !== null && (
          <button type="button" className="text-action" onClick={copy}>
            {words.copy}
          </button>
        )}
        <button type="button" className="text-action" onClick={() => talk.tryAgain(key)}>
          {againText(delivery.refusal)}
        </button>
        <button type="button" className="text-action" onClick={() => talk.throwAway(key)}>
          {words.discard}
        </button>
      </div>
    </div>
  );
}
