/** `/s#<token>`: a share link. Whoever is signed in goes through at once; everybody else says a name, or signs in. */

import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { SessionState } from '../../server/contract/api.ts';
import { ask } from '../lib/api.ts';
import { FormPage } from './form-parts.tsx';
import { goOn, useSession } from './session-state.ts';
import { GuestForm } from './sign-in-page.tsx';
import { words } from './words.ts';

export default function EntrancePage() {
  const session = useSession();
  const [token] = useState(() => window.location.hash.slice(1));
  const [isOpen, setOpen] = useState<boolean | null>(null);
  useEffect(() => {
    if (session === null) return;
    void look(token, session).then((documentId) => setOpen(documentId !== null));
  }, [token, session]);
  if (isOpen === null) return null;
  if (!isOpen)
    return (
      <FormPage heading={words.welcome.ended} lead={words.problems.ended}>
        {null}
      </FormPage>
    );
  return (
    <FormPage heading={words.signIn.entered} lead={words.signIn.enteredLead}>
      <GuestForm at={{ token }} onEntered={({ documentId }) => goOn(`/d/${documentId}`)} />
      <Link href={`/sign-in#/s#${token}`} className="button">
        {words.signIn.instead}
      </Link>
    </FormPage>
  );
}

/** For somebody with an account a look is the way in. */
async function look(token: string, session: SessionState): Promise<string | null> {
  const answer = await ask('POST /api/entrance', { body: { at: { token } } });
  if (!answer.ok) return null;
  if (session.kind === 'person') goOn(`/d/${answer.value.documentId}`);
  return answer.value.documentId;
}
