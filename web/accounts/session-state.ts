/** Who the server takes this browser for, asked once a page; an object outside React. */

import { useEffect, useSyncExternalStore } from 'react';
import type { SessionState } from '../../server/contract/api.ts';
import { ask } from '../lib/api.ts';
import { guests } from '../presence/guest.ts';
import { knownAccount } from './known-account.ts';

class SessionStore {
  readonly #listeners = new Set<() => void>();
  #state: SessionState | null = null;
  #isAsking = false;

  /** Null until the server has said. */
  get state(): SessionState | null {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async refresh(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const answer = await ask('GET /api/session');
    this.#isAsking = false;
    if (!answer.ok) return;
    this.#state = answer.value;
    knownAccount.note(answer.value);
    // Beside one's own caret stands what the others see.
    guests.isKnownAs(answer.value);
    for (const listener of this.#listeners) listener();
  }
}

const session = new SessionStore();

/** Who is signed in; null while that is not known. */
export function useSession(): SessionState | null {
  useEffect(() => {
    if (session.state === null) void session.refresh();
  }, []);
  return useSyncExternalStore(session.subscribe, () => session.state);
}

/** The same where the one that is known may have ended: the server is asked anew. */
export function useSessionAnew(): SessionState | null {
  useEffect(() => void session.refresh(), []);
  return useSession();
}

/** For whoever was told that somebody else is signed in by now. */
export async function askWhoIsHere(): Promise<void> {
  await session.refresh();
}

/**
 * Signs out, and leaves what was shown.
 *
 * @returns the reason why not: what speaks for them is still in this browser then; null when it is gone.
 */
export async function signOut(): Promise<string | null> {
  const answer = await ask('DELETE /api/session');
  if (!answer.ok) return answer.failure.reason;
  knownAccount.forget();
  window.location.assign('/sign-in');
  return null;
}

/** Goes on with another identity: everything that was opened under the one before is opened anew. */
export function goOn(to: string): void {
  // The next page is told who that is; until then nothing of the one before is shown.
  knownAccount.forget();
  if (new URL(to, window.location.href).pathname === window.location.pathname) window.location.reload();
  else window.location.assign(to);
}
