/** A sentence in passing at the lower end of the page, read aloud politely. */

import { useCallback, useEffect, useState } from 'react';
import { browserEnvironment } from '../lib/environment.ts';

/** Long enough to read a sentence. */
const SHOWN_MS = 5_000;

/** The present sentence, and how to say the next. */
export function useNotice(): readonly [notice: string, say: (sentence: string) => void] {
  // Each saying is another one, also of the same sentence.
  const [said, setSaid] = useState({ sentence: '' });
  useEffect(() => {
    if (said.sentence === '') return;
    return browserEnvironment.after(SHOWN_MS, () => setSaid({ sentence: '' }));
  }, [said]);
  return [said.sentence, useCallback((sentence: string) => setSaid({ sentence }), [])];
}

export function Notice({ notice }: { readonly notice: string }) {
  return (
    <div role="status" className={notice === '' ? 'visually-hidden' : 'notice'}>
      {notice}
    </div>
  );
}
