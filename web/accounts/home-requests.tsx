/** On home: who would like to open a document of whoever is signed in, and waits for an answer. */

import { useCallback, useEffect, useState } from 'react';
import type { RequestList } from '../../server/contract/account-api.ts';
import type { SharedRole } from '../../server/contract/roles.ts';
import { library } from '../documents/library.ts';
import { ask } from '../lib/api.ts';
import { text } from '../ui/text.ts';
import { useSession } from './session-state.ts';
import { problemText, words } from './words.ts';
import './accounts.css';

export default function HomeRequests() {
  const session = useSession();
  const [requests, setRequests] = useState<RequestList['requests']>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const isPerson = session?.kind === 'person';
  const refresh = useCallback(async () => {
    const answer = await ask('GET /api/requests');
    if (answer.ok) setRequests(answer.value.requests);
  }, []);
  useEffect(() => {
    if (isPerson) void refresh();
  }, [isPerson, refresh]);
  if (requests.length === 0) return null;
  const answerWith = async (id: string, part: string, role: SharedRole | null) => {
    const answer =
      role === null
        ? await ask('DELETE /api/documents/:id/access/requests/:part', { id, part })
        : await ask('PUT /api/documents/:id/access/people/:part', { id, part, body: { role } });
    setProblem(answer.ok ? null : answer.failure.reason);
    await refresh();
  };
  return (
    <section className="account-section home-requests">
      <h2>{words.requests.heading}</h2>
      {problem !== null && (
        <p className="account-problem" role="alert">
          {problemText(problem)}
        </p>
      )}
      <ul className="account-rows">
        {requests.map(({ documentId, person }) => (
          <li key={documentId + person.id}>
            <span className="account-row-name">{words.requests.asks(person.name, titleOf(documentId))}</span>
            <span className="account-row-acts">
              <button type="button" className="button" onClick={() => void answerWith(documentId, person.id, 'viewer')}>
                {words.requests.letRead}
              </button>
              <button type="button" className="button" onClick={() => void answerWith(documentId, person.id, 'editor')}>
                {words.requests.letWrite}
              </button>
              <button type="button" className="button" onClick={() => void answerWith(documentId, person.id, null)}>
                {words.requests.decline}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function titleOf(documentId: string): string {
  return library.view.documents.find(({ id }) => id === documentId)?.title || text.untitled;
}
