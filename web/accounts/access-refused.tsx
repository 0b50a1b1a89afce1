/** In place of a document that is not open to whoever came: sign in, or ask its owner. */

import { useState } from 'react';
import { Link } from 'wouter';
import type { SessionState } from '../../server/contract/api.ts';
import { ask } from '../lib/api.ts';
import { MessagePage } from '../ui/message-page.tsx';
import { text } from '../ui/text.ts';
import { useSession } from './session-state.ts';
import { problemText, words } from './words.ts';

export interface AccessRefusedProps {
  readonly documentId: string;
  /** What is said where there are no accounts. */
  readonly sentence: string;
}

export default function AccessRefused({ documentId, sentence }: AccessRefusedProps) {
  const session = useSession();
  const [isAsked, setAsked] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isPerson = session?.kind === 'person';
  const maySignIn = (session?.kind === 'stranger' && session.ways !== null) || session?.kind === 'guest';
  const onAsk = async () => {
    const answer = await ask('POST /api/documents/:id/access/requests', { id: documentId });
    setAsked(answer.ok);
    setProblem(answer.ok ? null : problemText(answer.failure.reason));
  };
  return (
    <MessagePage
      heading={text.stopped.noAccess}
      sentence={isAsked ? words.refused.asked : (problem ?? saidTo(session) ?? sentence)}
    >
      {isPerson && !isAsked && (
        <button type="button" className="button button-primary" onClick={() => void onAsk()}>
          {words.refused.askSubmit}
        </button>
      )}
      {maySignIn && (
        <Link href={`/sign-in#/d/${documentId}`} className="button button-primary">
          {words.signIn.heading}
        </Link>
      )}
      <Link href="/" className={isPerson || maySignIn ? 'button' : 'button button-primary'}>
        {text.stopped.home}
      </Link>
    </MessagePage>
  );
}

function saidTo(session: SessionState | null): string | null {
  if (session?.kind === 'person') return words.refused.ask;
  if (session?.kind === 'guest') return words.refused.guest;
  return session?.kind === 'stranger' && session.ways !== null ? words.refused.signIn : null;
}
