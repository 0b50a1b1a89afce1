/** In the bar of a document: shows and hides its comments, and says how many threads are open. */

import { MessageSquareText } from 'lucide-react';
import { toggleComments, usePageView } from '../editor/panels/page-view.ts';
import { text } from '../ui/text.ts';
import { Tip } from '../ui/tip.tsx';

export function CommentsButton({ count }: { readonly count: number }) {
  const { hasComments } = usePageView();
  const label = text.commands.comments;
  return (
    <Tip label={label}>
      <button
        type="button"
        className="icon-button comments-button"
        aria-expanded={hasComments}
        onClick={toggleComments}
      >
        <MessageSquareText aria-hidden="true" size={20} strokeWidth={1.9} />
        <span className="visually-hidden">{count === 0 ? label : `${label} (${count})`}</span>
        {count > 0 && (
          <span aria-hidden="true" className="comments-count">
            {count > 99 ? '99+' : count}
          </span>
        )}
      </button>
    </Tip>
  );
}
