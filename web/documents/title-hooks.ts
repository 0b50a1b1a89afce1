/** How components watch the title of an open document. */

import { useMemo, useSyncExternalStore } from 'react';
import type { Doc } from 'yjs';
import { titleOf } from '../collab/title.ts';

/** The title without spaces around it; empty when nobody wrote one. */
export function useTitle(doc: Doc): string {
  const watch = useMemo(() => {
    const title = titleOf(doc);
    return {
      subscribe(listener: () => void): () => void {
        title.observe(listener);
        return () => title.unobserve(listener);
      },
      snapshot: () => title.toString().trim(),
    };
  }, [doc]);
  return useSyncExternalStore(watch.subscribe, watch.snapshot);
}
