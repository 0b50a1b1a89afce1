/** Over the copy of this device, for somebody whom the server no longer knows: signing in leads back to the document. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useSessionAnew } from './session-state.ts';
import { words } from './words.ts';

export interface SignInAgainProps {
  readonly documentId: string;
  /** What is said, and what is pressed, where signing in would not help. */
  readonly sentence: string;
  readonly instead: ReactNode;
  /** Between the sentence and the way to sign in. */
  readonly children: ReactNode;
}

export function SignInAgain({ documentId, sentence, instead, children }: SignInAgainProps) {
  const session = useSessionAnew();
  const maySignIn = session?.kind === 'stranger' && session.ways !== null;
  return (
    <>
      <p>{maySignIn ? words.refused.signedOut : sentence}</p>
      {children}
      {maySignIn ? (
        <Link href={`/sign-in#/d/${documentId}`} className="button button-primary">
          {words.signIn.heading}
        </Link>
      ) : (
        instead
      )}
    </>
  );
}
