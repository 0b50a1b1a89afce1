/** `/account`: one's own name, password, and everywhere one is signed in. */

import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { AccountView, SessionView } from '../../server/contract/account-api.ts';
import { ask, type Outcome } from '../lib/api.ts';
import { agoText } from '../lib/time.ts';
import { Field, FormPage, NewPasswordField, SendForm } from './form-parts.tsx';
import { signOut } from './session-state.ts';
import { problemText, words } from './words.ts';

const said = words.account;

export default function AccountPage() {
  const [account, setAccount] = useState<AccountView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const refresh = useCallback(async () => {
    const answer = await ask('GET /api/account');
    if (answer.ok) setAccount(answer.value);
    else setProblem(answer.failure.reason);
  }, []);
  useEffect(() => void refresh(), [refresh]);
  if (problem !== null) {
    return (
      <FormPage heading={said.heading} lead={problemText(problem)}>
        <Link href="/sign-in#/account" className="button button-primary">
          {words.signIn.heading}
        </Link>
      </FormPage>
    );
  }
  return account && <Account account={account} onChanged={refresh} />;
}

interface AccountProps {
  readonly account: AccountView;
  onChanged(): Promise<void>;
}

function Account({ account, onChanged }: AccountProps) {
  const rename = async ({ name = '' }: Readonly<Record<string, string>>) => {
    const answer = await ask('PATCH /api/account', { body: { name } });
    if (answer.ok) await onChanged();
    return answer;
  };
  const changePassword = async ({ now = '', next = '' }: Readonly<Record<string, string>>) => {
    const answer = await ask('POST /api/account/password', { body: { now, next } });
    if (answer.ok) await onChanged();
    return wrongWhereRefused(answer);
  };
  return (
    <FormPage heading={said.heading} lead={account.email}>
      <Link href="/" className="account-back">
        {said.back}
      </Link>
      <SendForm key={account.name} submit={said.save} onSend={rename}>
        <Field name="name" label={words.name} autoComplete="name" value={account.name} />
      </SendForm>
      {account.hasPassword && (
        <section className="account-section">
          <h2>{said.passwordHeading}</h2>
          <SendForm submit={said.change} onSend={changePassword}>
            <Field name="now" type="password" label={words.passwordNow} autoComplete="current-password" />
            <NewPasswordField name="next" />
          </SendForm>
        </section>
      )}
      <Sessions sessions={account.sessions} onEnded={onChanged} />
    </FormPage>
  );
}

interface SessionsProps {
  readonly sessions: readonly SessionView[];
  onEnded(): Promise<void>;
}

function Sessions({ sessions, onEnded }: SessionsProps) {
  /** Why a session was not ended. */
  const [notEnded, setNotEnded] = useState<string | null>(null);
  const endAll = async () => {
    const answer = await ask('DELETE /api/account/sessions');
    setNotEnded(answer.ok ? await signOut() : answer.failure.reason);
  };
  return (
    <section className="account-section">
      <h2>{said.sessions}</h2>
      <ul className="account-rows">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} onEnded={onEnded} onNotEnded={setNotEnded} />
        ))}
      </ul>
      {notEnded !== null && (
        <p className="account-problem" role="alert">
          {problemText(notEnded)}
        </p>
      )}
      <button type="button" className="button" onClick={() => void endAll()}>
        {said.endAll}
      </button>
    </section>
  );
}

/** Whoever is signed in and gives another password is not somebody else. */
function wrongWhereRefused(answer: Outcome<null>): Outcome<null> {
  const isWrong = !answer.ok && answer.failure.reason === 'no-access' && answer.failure.kind === 'refused';
  return isWrong ? { ok: false, failure: { ...answer.failure, reason: 'wrong' } } : answer;
}

interface SessionRowProps {
  readonly session: SessionView;
  onEnded(): Promise<void>;
  /** With the reason; null where it was. */
  onNotEnded(reason: string | null): void;
}

function SessionRow({ session, onEnded, onNotEnded }: SessionRowProps) {
  const { id, agent, usedAt, isThis } = session;
  const name = isThis ? said.here : agent === '' ? said.someBrowser : agent;
  const end = async () => {
    const answer = await ask('DELETE /api/account/sessions/:session', { session: id });
    onNotEnded(answer.ok ? null : answer.failure.reason);
    if (!answer.ok) return;
    if (isThis) onNotEnded(await signOut());
    else await onEnded();
  };
  return (
    <li>
      <span className="account-row-name">{name}</span>
      <span className="account-row-note">{said.used(agoText(usedAt, Date.now()))}</span>
      <button type="button" className="button" aria-label={said.endOf(name)} onClick={() => void end()}>
        {said.end}
      </button>
    </li>
  );
}
