/** In the bar of a document: shows and hides its history. */

import { History } from 'lucide-react';
import { toggleHistory, usePageView } from '../editor/panels/page-view.ts';
import { text } from '../ui/text.ts';
import { Tip } from '../ui/tip.tsx';

export function HistoryButton() {
  const { hasHistory } = usePageView();
  return (
    <Tip label={text.commands.history}>
      <button
        type="button"
        className="icon-button history-button"
        aria-label={text.commands.history}
        aria-expanded={hasHistory}
        onClick={toggleHistory}
      >
        <History aria-hidden="true" size={20} strokeWidth={1.9} />
      </button>
    </Tip>
  );
}
