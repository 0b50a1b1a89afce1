/** How components watch the library, and how an open document keeps its entry fresh. */

import { useEffect, useSyncExternalStore } from 'react';
import type { DocumentSession } from '../collab/session.ts';
import { titleOf } from '../collab/title.ts';
import { text } from '../ui/text.ts';
import { type LibraryView, library } from './library.ts';

export function useLibrary(): LibraryView {
  return useSyncExternalStore(
    (listener) => library.subscribe(listener),
    () => library.view,
  );
}

/** Keeps the list and the window's title in step with the open document. */
export function useInLibrary({ id, doc }: DocumentSession, onServer: boolean): void {
  useEffect(() => {
    const title = titleOf(doc);
    const showTitle = () => {
      const present = title.toString().trim();
      document.title = `${present === '' ? text.untitled : present} – ${text.product}`;
      library.note(id, { title: present });
    };
    const noteChange = () => library.note(id, { title: title.toString().trim(), changedAt: Date.now() });
    const timer = { pending: null as ReturnType<typeof setTimeout> | null };
    const changed = (
      _update: Uint8Array,
      _origin: unknown,
      _doc: unknown,
      transaction: { readonly local: boolean },
    ) => {
      if (!transaction.local) return;
      timer.pending ??= setTimeout(() => {
        timer.pending = null;
        noteChange();
      }, 1_000);
    };
    showTitle();
    title.observe(showTitle);
    doc.on('update', changed);
    return () => {
      title.unobserve(showTitle);
      doc.off('update', changed);
      if (timer.pending !== null) {
        clearTimeout(timer.pending);
        noteChange();
      }
      document.title = text.product;
    };
  }, [id, doc]);
  useEffect(() => {
    if (onServer) library.onServer(id);
  }, [id, onServer]);
}
