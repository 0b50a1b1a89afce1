/** How components watch a document session. */

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { browserEnvironment } from '../lib/environment.ts';
import { introduce, type Person, watchPeople } from '../presence/people.ts';
import type { DocumentSession, SessionView } from './session.ts';
import { sessions, watchNetwork } from './sessions.ts';

/**
 * The session of `id`, kept open while the component is mounted. `id` must not change: give the component a key.
 * `isNew`: made on this device, and perhaps unknown to the server.
 */
export function useDocumentSession(id: string, isNew: boolean): DocumentSession {
  const [startsNew] = useState(isNew);
  const [session, setSession] = useState(() => sessions.get(id, startsNew));
  useEffect(() => {
    const held = sessions.hold(id, startsNew);
    // The session of the first render may have ended before the page was shown.
    setSession(held.session);
    const endIntroduction = introduce(held.session.awareness);
    const endWatch = watchNetwork(held.session);
    return () => {
      endWatch();
      endIntroduction();
      held.release();
    };
  }, [id, startsNew]);
  return session;
}

export function useSessionView(session: DocumentSession): SessionView {
  return useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.view,
  );
}

export function usePeople({ awareness }: DocumentSession): readonly Person[] {
  const people = useMemo(() => watchPeople(awareness, browserEnvironment), [awareness]);
  return useSyncExternalStore(people.subscribe, people.snapshot);
}
