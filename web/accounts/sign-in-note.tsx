/** On home, for somebody whom the server does not know: sign in, or come by a link of the application that decides. */

import { KeyRound } from 'lucide-react';
import { Link } from 'wouter';
import { useSession } from './session-state.ts';
import { words } from './words.ts';

export default function SignInNote({ Heading }: { readonly Heading: 'h1' | 'h2' }) {
  const session = useSession();
  if (session === null) return null;
  const ways = session.kind === 'stranger' ? session.ways : null;
  return (
    <section className="sign-in" role="status">
      <KeyRound aria-hidden="true" size={24} strokeWidth={1.6} />
      <Heading>{ways === null ? words.signIn.linkHeading : words.signIn.homeHeading}</Heading>
      <p>{ways === null ? words.signIn.linkLead : ways.hasOwner ? words.signIn.homeLead : words.signIn.noOwner}</p>
      {ways !== null && (
        <Link href="/sign-in" className="button button-primary">
          {words.signIn.submit}
        </Link>
      )}
    </section>
  );
}
