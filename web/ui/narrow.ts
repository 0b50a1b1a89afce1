/** Whether this is a phone, or a window as narrow: what opens there is a sheet at its foot. As in the styles. */

import { useSyncExternalStore } from 'react';

export function isNarrow(): boolean {
  return matchMedia('(max-width: 640px)').matches;
}

/** The same, for what is drawn: a window becomes narrow, a phone is turned. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(watchWidth, isNarrow);
}

function watchWidth(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
}
