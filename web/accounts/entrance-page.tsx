/** `/s#<token>`: a share link. Whoever is signed in goes through at once; everybody else says a name, or signs in. */

import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { ask } from '../lib/api.ts';
import { FormPage, LinkRefused } from './form-parts.tsx';
import { goOn, useSession } from './session-state.ts';
import { GuestForm } from './sign-in-page.tsx';
import { words } from './words.ts';

export default function EntrancePage() {
  const session = useSession();
  const [token] = useState(() => window.location.hash.slice(1));
  const [documentId, setDocumentId] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    void ask('POST /api/entrance', { body: { at: { token } } }).then((answer) => {
      if (answer.ok) setDocumentId(answer.value.documentId);
      else setProblem(answer.failure.reason);
    });
  }, [token]);
  // For somebody with an account to look was to come in.
  const isIn = session?.kind === 'person' && documentId !== null;
  useEffect(() => {
    if (isIn) goOn(`/d/${documentId}`);
  }, [isIn, documentId]);
  if (problem !== null) return <LinkRefused problem={problem} />;
  if (session === null || documentId === null || isIn) return null;
  return (
    <FormPage heading={words.signIn.entered} lead={words.signIn.enteredLead}>
      <GuestForm at={{ token }} onEntered={(entered) => goOn(`/d/${entered.documentId}`)} />
      <Link href={`/sign-in#/s#${token}`} className="button">
        {words.signIn.instead}
      </Link>
    </FormPage>
  );
}
