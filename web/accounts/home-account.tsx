/** In the bar of home: who is signed in, the way to their account, and out. */

import { useState } from 'react';
import { Link } from 'wouter';
import { signOut, useSession } from './session-state.ts';
import { problemText, words } from './words.ts';
import './accounts.css';

export default function HomeAccount() {
  const session = useSession();
  const [problem, setProblem] = useState<string | null>(null);
  if (session?.kind === 'stranger' && session.ways !== null) {
    return (
      <Link href="/sign-in" className="button">
        {words.signIn.heading}
      </Link>
    );
  }
  if (session?.kind !== 'person') return null;
  return (
    <nav className="account-nav" aria-label={words.account.menu}>
      {session.isAdmin && <Link href="/people">{words.people.heading}</Link>}
      {session.isAdmin && <Link href="/admin">{words.account.server}</Link>}
      <Link href="/account">{session.name}</Link>
      <button type="button" onClick={() => void signOut().then(setProblem)}>
        {words.account.signOut}
      </button>
      {problem !== null && (
        <p className="account-problem" role="alert">
          {words.account.stillSignedIn(problemText(problem))}
        </p>
      )}
    </nav>
  );
}
