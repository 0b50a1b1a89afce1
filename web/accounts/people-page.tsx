/** `/people`, for administrators: everybody with an account, inviting, suspending, links for a new password. */

import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { PersonView, TicketIssued } from '../../server/contract/account-api.ts';
import { ask } from '../lib/api.ts';
import { Field, FormPage, LinkToCopy, SendForm } from './form-parts.tsx';
import { problemText, words } from './words.ts';

const said = words.people;

interface Issued {
  readonly name: string;
  readonly address: string;
}

export default function PeoplePage() {
  const [people, setPeople] = useState<readonly PersonView[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [issued, setIssued] = useState<Issued | null>(null);
  const load = useCallback(async (after: string | null) => {
    const answer = await ask('GET /api/people', after === null ? {} : { query: { after } });
    if (!answer.ok) return setProblem(answer.failure.reason);
    setPeople((before) => (after === null ? answer.value.people : [...before, ...answer.value.people]));
    setNext(answer.value.next);
  }, []);
  useEffect(() => void load(null), [load]);
  const onIssued = ({ person, secret }: TicketIssued) =>
    setIssued({ name: person.name, address: `${window.location.origin}/welcome#${secret}` });
  const invite = async ({ email = '', name = '' }: Readonly<Record<string, string>>) => {
    const answer = await ask('POST /api/people', { body: { email, name } });
    if (answer.ok) {
      onIssued(answer.value);
      await load(null);
    }
    return answer;
  };
  return (
    <FormPage heading={said.heading} lead={problem === null ? said.lead : problemText(problem)}>
      <Link href="/" className="account-back">
        {words.account.back}
      </Link>
      {issued !== null && <LinkToCopy key={issued.address} label={said.link(issued.name)} address={issued.address} />}
      <section className="account-section">
        <h2>{said.inviteHeading}</h2>
        <SendForm submit={said.invite} onSend={invite}>
          <Field name="email" type="email" label={words.email} autoComplete="off" />
          <Field name="name" label={said.theirName} autoComplete="off" />
        </SendForm>
      </section>
      <ul className="account-rows">
        {people.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            onIssued={onIssued}
            onProblem={setProblem}
            onChanged={(changed) => setPeople((all) => all.map((one) => (one.id === changed.id ? changed : one)))}
          />
        ))}
      </ul>
      {next !== null && (
        <button type="button" className="button" onClick={() => void load(next)}>
          {said.more}
        </button>
      )}
    </FormPage>
  );
}

interface PersonRowProps {
  readonly person: PersonView;
  onIssued(issued: TicketIssued): void;
  onChanged(person: PersonView): void;
  onProblem(reason: string | null): void;
}

function PersonRow({ person, onIssued, onChanged, onProblem }: PersonRowProps) {
  const { id, name, email, isAdmin, isSuspended, isInvited } = person;
  const change = async (body: { readonly isAdmin: boolean } | { readonly isSuspended: boolean }) => {
    const answer = await ask('PATCH /api/people/:person', { person: id, body });
    onProblem(answer.ok ? null : answer.failure.reason);
    if (answer.ok) onChanged(answer.value);
  };
  const issue = async () => {
    const answer = await ask('POST /api/people/:person/link', { person: id });
    onProblem(answer.ok ? null : answer.failure.reason);
    if (answer.ok) onIssued(answer.value);
  };
  const marks = [isAdmin && said.isAdmin, isSuspended && said.isSuspended, isInvited && said.isInvited].filter(Boolean);
  const acts: readonly (readonly [string, () => Promise<void>])[] = [
    [isInvited ? said.newInvitation : said.newLink, issue],
    [isAdmin ? said.takeAdmin : said.makeAdmin, () => change({ isAdmin: !isAdmin })],
    [isSuspended ? said.allow : said.suspend, () => change({ isSuspended: !isSuspended })],
  ];
  return (
    <li>
      <span className="account-row-name">{name}</span>
      <span className="account-row-note">{[email, ...marks].join(' · ')}</span>
      <span className="account-row-acts">
        {acts.map(([act, run]) => (
          <button
            key={act}
            type="button"
            className="button"
            aria-label={said.actOn(act, name)}
            onClick={() => void run()}
          >
            {act}
          </button>
        ))}
      </span>
    </li>
  );
}
