/** What the panel is about: which list it shows, the thread that is looked at, and the one that is begun. */

import { useCallback, useEffect, useState } from 'react';
import type { About } from './changes.ts';
import { draftOf } from './drafts.ts';
import type { Shown } from './thread-order.ts';

export interface Begun {
  readonly about: About;
  /** How often this was asked for here: each time it takes the focus. 0: at an earlier visit. */
  readonly turn: number;
}

export interface PanelState {
  readonly shown: Shown;
  /** The thread that is looked at; null for none. */
  readonly active: string | null;
  /** What a new thread is to be about; null while none is begun. */
  readonly begun: Begun | null;
  /** Whether the panel may take the focus when it opens: not where a press in the text opens it. */
  readonly takesFocus: boolean;
  show(shown: Shown): void;
  /** Makes a thread the one that is looked at. Never changes. */
  look(thread: string): void;
  /** The same after a press on its mark in the text, in an open panel. */
  openAt(thread: string, shown: Shown): void;
  /** In an open panel. */
  begin(about: About): void;
  /** What was begun is not to be written now. */
  leave(): void;
}

/** Forgets what was looked at when the panel closes; opened again, it has what was begun and not sent. */
export function usePanelState(documentId: string, isOpen: boolean, onOpen: (isOpen: true) => void): PanelState {
  const [shown, show] = useState<Shown>('open');
  const [active, setActive] = useState<string | null>(null);
  const [begun, setBegun] = useState<Begun | null>(null);
  const [takesFocus, setTakesFocus] = useState(false);
  useEffect(() => {
    if (isOpen) setBegun((before) => before ?? leftAt(documentId));
    else {
      setBegun(null);
      setActive(null);
      setTakesFocus(true);
    }
  }, [isOpen, documentId]);
  const look = useCallback((thread: string) => {
    setActive(thread);
    setBegun(null);
  }, []);
  const openAt = (thread: string, list: Shown) => {
    show(list);
    setTakesFocus(false);
    look(thread);
    onOpen(true);
  };
  const begin = (about: About) => {
    show('open');
    setActive(null);
    setBegun((before) => ({ about, turn: (before?.turn ?? 0) + 1 }));
    onOpen(true);
  };
  const leave = () => setBegun(null);
  return { shown, active, begun, takesFocus, show, look, openAt, begin, leave };
}

/** What was begun at an earlier visit. */
function leftAt(documentId: string): Begun | null {
  const about = draftOf(documentId, 'new')?.about ?? null;
  return about === null ? null : { about, turn: 0 };
}
