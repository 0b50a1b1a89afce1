/** Whether the text that people expect here has never come to this page: an empty page would say that there is none. */

import { useRef } from 'react';
import { hasText } from '../binding/collaboration.ts';
import type { DocumentSession, SessionView } from '../collab/session.ts';
import { library } from './library.ts';

/** What was made on this device, and waits for the server, is empty by right. */
export function useIsTextMissing({ id, doc }: DocumentSession, { ready, word, status }: SessionView): boolean {
  const { link, savedAtMs } = status;
  const isAway = link.phase === 'away' || (link.phase === 'opening' && word.kind !== 'opening');
  const begunEmpty = useRef<boolean | null>(null);
  if (ready) begunEmpty.current ??= isAway && !hasText(doc) && !library.isWaiting(id);
  return begunEmpty.current === true && isAway && savedAtMs === null;
}
