/**
 * The open document sessions of this page, one per id, counted: React mounts twice in development and people go back
 * and forth, but a document has one line to the server. A session ends when nobody has held it for a moment; not while it
 * alone has what was written, which leaving the app is warned of, too.
 */

import { browserEnvironment } from '../lib/environment.ts';
import type { Rejoined } from './rejoin.ts';
import { DocumentSession, type SessionView } from './session.ts';

/** Long enough for a remount, short enough that a left document shows nobody. */
const LINGER_MS = 1_000;

interface Entry {
  /** The one that is open now: one may take the place of another. */
  session: DocumentSession;
  readonly watchers: Set<(session: DocumentSession) => void>;
  holders: number;
  cancelEnd: () => void;
}

class DocumentSessions {
  readonly #entriesById = new Map<string, Entry>();

  /** The session of `id`; opened when needed. Lives on only while somebody holds it. */
  get(id: string, isNew: boolean): DocumentSession {
    return this.#entry(id, isNew).session;
  }

  /** Keeps the session of `id` open until `release` is called; `onSuccessor` is told when another takes its place. */
  hold(
    id: string,
    isNew: boolean,
    onSuccessor: (session: DocumentSession) => void = () => {},
  ): { readonly session: DocumentSession; readonly release: () => void } {
    const entry = this.#entry(id, isNew);
    entry.watchers.add(onSuccessor);
    entry.holders += 1;
    entry.cancelEnd();
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      entry.watchers.delete(onSuccessor);
      entry.holders -= 1;
      if (entry.holders === 0) this.#endSoon(id, entry);
    };
    return { session: entry.session, release };
  }

  #entry(id: string, isNew: boolean): Entry {
    const present = this.#entriesById.get(id);
    if (present !== undefined) return present;
    const origin = window.location.origin.replace(/^http/, 'ws');
    const options = { id, origin, environment: browserEnvironment, socketClass: WebSocket, isNew };
    const onRejoined = (rejoined: Rejoined) => {
      const before = entry.session;
      entry.session = new DocumentSession({ ...options, rejoined, onRejoined });
      entry.session.subscribe(this.#warnOrNot);
      for (const watcher of entry.watchers) watcher(entry.session);
      before.close();
    };
    const session = new DocumentSession({ ...options, onRejoined });
    const entry: Entry = { session, watchers: new Set(), holders: 0, cancelEnd: () => {} };
    session.subscribe(this.#warnOrNot);
    this.#entriesById.set(id, entry);
    this.#endSoon(id, entry);
    return entry;
  }

  #endSoon(id: string, entry: Entry): void {
    entry.cancelEnd = browserEnvironment.after(LINGER_MS, () => {
      if (wouldLoseText(entry.session.view)) return this.#endSoon(id, entry);
      this.#entriesById.delete(id);
      entry.session.close();
    });
  }

  readonly #warnOrNot = (): void => {
    const wouldLose = [...this.#entriesById.values()].some(({ session }) => wouldLoseText(session.view));
    if (wouldLose) window.addEventListener('beforeunload', warn);
    else window.removeEventListener('beforeunload', warn);
  };
}

/** Unsaved, and no copy on this device. */
function wouldLoseText({ status }: SessionView): boolean {
  return status.deviceCopy !== 'kept' && status.unsaved !== null;
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export const sessions = new DocumentSessions();

/** Has `session` question its line whenever the network or the page wakes up; the answer ends it. */
export function watchNetwork(session: DocumentSession): () => void {
  const wake = () => session.wake();
  const wakeWhenVisible = () => document.visibilityState === 'visible' && wake();
  window.addEventListener('online', wake);
  window.addEventListener('offline', wake);
  document.addEventListener('visibilitychange', wakeWhenVisible);
  return () => {
    window.removeEventListener('online', wake);
    window.removeEventListener('offline', wake);
    document.removeEventListener('visibilitychange', wakeWhenVisible);
  };
}
