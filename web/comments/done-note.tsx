/** What was just done, said politely, with the way back for as long as there is one. */

import { useCallback, useEffect, useState } from 'react';
import { browserEnvironment } from '../lib/environment.ts';
import { UNDO_MS } from './comments-store.ts';
import { words } from './words.ts';

export interface Done {
  readonly sentence: string;
  undo(): void;
}

/** The present one, and how to tell the next. */
export function useDone(): readonly [Done | null, (sentence: string, undo: () => void) => void] {
  const [done, setDone] = useState<Done | null>(null);
  useEffect(() => {
    if (done === null) return;
    return browserEnvironment.after(UNDO_MS, () => setDone(null));
  }, [done]);
  const tell = useCallback((sentence: string, undo: () => void) => {
    const undoAndEnd = () => {
      setDone(null);
      undo();
    };
    setDone({ sentence, undo: undoAndEnd });
  }, []);
  return [done, tell];
}

export function CommentDone({ done }: { readonly done: Done | null }) {
  return (
    <div role="status" className={done === null ? 'visually-hidden' : 'notice'}>
      {done?.sentence}
      {done !== null && (
        <button type="button" className="text-action" onClick={done.undo}>
          {words.undo}
        </button>
      )}
    </div>
  );
}
