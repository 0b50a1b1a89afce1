/** The sheet for whoever may not share a document: what they may do, whose it is, and a way out. */

import type { AccessView } from '../../server/contract/account-api.ts';
import { words } from '../accounts/words.ts';
import { ask } from '../lib/api.ts';

export interface SharedByProps {
  readonly access: AccessView;
  readonly documentId: string;
  readonly personId: string;
  onProblem(reason: string | null): void;
}

export function SharedBy({ access: { role, owner }, documentId, personId, onProblem }: SharedByProps) {
  const may = words.share.roles[role];
  const leave = async () => {
    const answer = await ask('DELETE /api/documents/:id/access/people/:part', { id: documentId, part: personId });
    onProblem(answer.ok ? null : answer.failure.reason);
    if (answer.ok) window.location.assign('/');
  };
  return (
    <>
      <p>{owner === null ? words.share.yoursAlone(may) : words.share.yours(may, owner.name)}</p>
      <div className="share-line">
        <button type="button" className="button" onClick={() => void leave()}>
          {words.share.leave}
        </button>
      </div>
    </>
  );
}
