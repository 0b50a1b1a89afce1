/** How components watch the library, and how an open document keeps its entry fresh. */

import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Doc, Transaction } from 'yjs';
import type { DocumentSession } from '../collab/session.ts';
import { ask } from '../lib/api.ts';
import { browserEnvironment } from '../lib/environment.ts';
import { text } from '../ui/text.ts';
import { type LibraryView, library } from './library.ts';

/** The list need not follow every key. */
const NOTE_AFTER_MS = 1_000;

export function useLibrary(): LibraryView {
  return useSyncExternalStore(
    (listener) => library.subscribe(listener),
    () => library.view,
  );
}

/**
 * Keeps the list and the window's title in step with the open document.
 *
 * @param isSaved whether the server has all that is here.
 */
export function useInLibrary({ id, doc }: DocumentSession, title: string, onServer: boolean, isSaved: boolean): void {
  // An address that nobody has written to is no document yet. What is one stays one.
  const wasThere = useRef(false);
  wasThere.current ||= onServer && isSaved && doc.store.clients.size > 0;
  const isThere = onServer && wasThere.current;
  useEffect(() => {
    document.title = `${title === '' ? text.untitled : title} – ${text.product}`;
    // An address at which there is nothing leaves no trace in the list.
    if (title !== '' || onServer) library.note(id, { title });
    return () => {
      document.title = text.product;
    };
  }, [id, title, onServer]);
  useEffect(() => watchEdits(doc, () => library.note(id, { changedAt: Date.now() })), [id, doc]);
  useEffect(() => {
    if (onServer) library.onServer(id);
  }, [id, onServer]);
  useEffect(() => {
    // For their list of recent ones.
    if (isThere) void ask('POST /api/documents/:id/visits', { id });
  }, [id, isThere]);
}

/** Calls `note` soon after edits made here, once for a burst; the answer ends it, not forgetting the last burst. */
function watchEdits(doc: Doc, note: () => void): () => void {
  let cancelPending: (() => void) | null = null;
  const noteNow = () => {
    cancelPending?.();
    cancelPending = null;
    note();
  };
  const edited = (_update: Uint8Array, _origin: unknown, _doc: Doc, transaction: Transaction) => {
    if (transaction.local) cancelPending ??= browserEnvironment.after(NOTE_AFTER_MS, noteNow);
  };
  doc.on('update', edited);
  return () => {
    doc.off('update', edited);
    if (cancelPending !== null) noteNow();
  };
}
