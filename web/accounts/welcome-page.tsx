/** `/welcome#<secret>`: a link that is good once - to become the first owner, to accept an invitation, to choose a new password. */

import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { TicketView } from '../../server/contract/account-api.ts';
import { ask } from '../lib/api.ts';
import { text } from '../ui/text.ts';
import { Field, FormPage, LinkRefused, NewPasswordField, SendForm } from './form-parts.tsx';
import { goOn } from './session-state.ts';
import { words } from './words.ts';

export default function WelcomePage() {
  const [secret] = useState(() => window.location.hash.slice(1));
  const [ticket, setTicket] = useState<TicketView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    void ask('POST /api/tickets', { body: { secret } }).then((answer) => {
      if (answer.ok) setTicket(answer.value);
      else setProblem(answer.failure.reason);
    });
  }, [secret]);
  if (problem !== null) {
    return (
      <LinkRefused problem={problem}>
        <Link href="/sign-in" className="button">
          {words.signIn.heading}
        </Link>
      </LinkRefused>
    );
  }
  if (ticket === null) return null;
  const use = async ({ password = '', ...fields }: Readonly<Record<string, string>>) => {
    const answer = await ask('POST /api/tickets/use', { body: { secret, password, ...fields } });
    if (answer.ok) goOn('/');
    return answer;
  };
  const { heading, lead } = saidOf(ticket);
  return (
    <FormPage heading={heading} lead={lead}>
      <SendForm submit={words.welcome.submit} onSend={use}>
        {ticket.kind === 'first-owner' && (
          <Field name="email" type="email" label={words.email} autoComplete="username" />
        )}
        {ticket.kind !== 'reset' && (
          <Field
            name="name"
            label={words.name}
            autoComplete="name"
            value={ticket.kind === 'invitation' ? ticket.name : ''}
          />
        )}
        <NewPasswordField label={ticket.kind === 'reset' ? words.newPassword : words.password} />
      </SendForm>
      <p className="account-hint">{text.product}</p>
    </FormPage>
  );
}

function saidOf(ticket: TicketView): { readonly heading: string; readonly lead: string } {
  const { welcome } = words;
  switch (ticket.kind) {
    case 'first-owner':
      return { heading: welcome.firstHeading, lead: welcome.firstLead };
    case 'invitation':
      return { heading: welcome.invitationHeading, lead: welcome.invitationLead(ticket.email) };
    case 'reset':
      return { heading: welcome.resetHeading, lead: welcome.resetLead(ticket.name) };
    default:
      return ticket satisfies never;
  }
}
