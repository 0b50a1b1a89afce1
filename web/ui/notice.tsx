/** A sentence in passing at the lower end of the page, read aloud politely. */

import { useCallback, useEffect, useState } from 'react';
import { browserEnvironment } from '../lib/environment.ts';
import { text } from './text.ts';

/** Long enough to read a sentence. */
const SHOWN_MS = 5_000;

/** Long enough to think better of what it tells of. */
export const UNDO_SHOWN_MS = 8_000;

interface Said {
  /** Empty while nothing is said. */
  readonly sentence: string;
  /** Takes back what was done. */
  readonly undo?: (() => void) | undefined;
}

/** The present sentence, and how to say the next. */
export function useNotice(): readonly [notice: Said, say: (sentence: string, undo?: () => void) => void] {
  // Each saying is another one, also of the same sentence.
  const [said, setSaid] = useState<Said>({ sentence: '' });
  useEffect(() => {
    if (said.sentence === '') return;
    return browserEnvironment.after(said.undo ? UNDO_SHOWN_MS : SHOWN_MS, () => setSaid({ sentence: '' }));
  }, [said]);
  return [said, useCallback((sentence: string, undo?: () => void) => setSaid({ sentence, undo }), [])];
}

export function Notice({ notice: { sentence, undo } }: { readonly notice: Said }) {
  return (
    <div role="status" className={sentence === '' ? 'visually-hidden' : 'notice'}>
      {sentence}
      {undo && (
        <button type="button" className="text-action" onClick={undo}>
          {text.commands.undo}
        </button>
      )}
    </div>
  );
}
