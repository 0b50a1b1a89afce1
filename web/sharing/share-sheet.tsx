/**
 * Who may do what with this document: people by name, how far it reaches, links, and who asks to be let in. Every change
 * holds at once, and the server's answer is what is shown. Whoever may not share it sees what they may do themselves.
 */

import { useCallback, useEffect, useState } from 'react';
import type { AccessView } from '../../server/contract/account-api.ts';
import { problemText, words } from '../accounts/words.ts';
import { ask, type Outcome } from '../lib/api.ts';
import { LinkPart, PeoplePart, ReachPart, RequestPart } from './share-parts.tsx';
import { SharedBy } from './shared-by.tsx';
import '../accounts/accounts.css';

/** How parts of the sheet change something: what came of it is shown by the sheet. */
export type Change = <Value>(asks: (documentId: string) => Promise<Outcome<Value>>) => Promise<Outcome<Value>>;

export interface ShareSheetProps {
  readonly documentId: string;
  readonly personId: string;
}

export function ShareSheet({ documentId, personId }: ShareSheetProps) {
  const [access, setAccess] = useState<AccessView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const refresh = useCallback(async () => {
    const answer = await ask('GET /api/documents/:id/access', { id: documentId });
    if (answer.ok) setAccess(answer.value);
    else setProblem(answer.failure.reason);
  }, [documentId]);
  useEffect(() => void refresh(), [refresh]);
  const change: Change = async (asks) => {
    const answer = await asks(documentId);
    setProblem(answer.ok ? null : answer.failure.reason);
    if (answer.ok) await refresh();
    return answer;
  };
  return (
    <>
      <h2>{words.share.heading}</h2>
      {problem !== null && (
        <p className="account-problem" role="alert">
          {problemText(problem)}
        </p>
      )}
      {access !== null && access.shared === null && (
        <SharedBy access={access} documentId={documentId} personId={personId} onProblem={setProblem} />
      )}
      {access !== null && access.shared !== null && (
        <>
          <RequestPart shared={access.shared} change={change} />
          <PeoplePart access={access} shared={access.shared} change={change} />
          <ReachPart access={access} documentId={documentId} change={change} />
          <LinkPart shared={access.shared} change={change} />
        </>
      )}
    </>
  );
}
