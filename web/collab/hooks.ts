/** How components watch a document session. */

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { browserEnvironment } from '../lib/environment.ts';
import { introduce, type Person, watchPeople } from '../presence/people.ts';
import type { DocumentSession, SessionView } from './session.ts';
import { sessions, watchNetwork } from './sessions.ts';

/**
 * The session of `id`, kept open while the component is mounted; another one when the server made us begin anew. `id` must not change: give the component a key.
 * `isNew`: made on this device, and perhaps unknown to the server.
 */
export function useDocumentSession(id: string, isNew: boolean): DocumentSession {
  const [startsNew] = useState(isNew);
  const [session, setSession] = useState(() => sessions.get(id, startsNew));
  useEffect(() => {
    let end = () => {};
    const begin = (present: DocumentSession) => {
      end();
      setSession(present);
      const ends = [introduce(present.awareness), watchNetwork(present)];
      end = () => {
        for (const endOne of ends) endOne();
      };
    };
    const held = sessions.hold(id, startsNew, begin);
    // The session of the first render may have ended before the page was shown.
    begin(held.session);
    return () => {
      end();
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
