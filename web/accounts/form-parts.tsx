/** What forms about accounts are made of: a page around one, its fields, a button that waits, what went wrong. */

import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from '../../server/contract/limits.ts';
import type { Outcome } from '../lib/api.ts';
import { copyText } from '../lib/clipboard.ts';
import { Mark } from '../ui/mark.tsx';
import { problemText, words } from './words.ts';
import './accounts.css';

export interface FormPageProps {
  readonly heading: string;
  readonly lead?: string | undefined;
  readonly children?: ReactNode;
}

export function FormPage({ heading, lead, children }: FormPageProps) {
  return (
    <main className="account-page">
      <Mark size={40} />
      <h1>{heading}</h1>
      {lead !== undefined && <p className="account-lead">{lead}</p>}
      {children}
    </main>
  );
}

export interface LinkRefusedProps {
  /** The reason. */
  readonly problem: string;
  readonly children?: ReactNode;
}

/** With these nothing is said about the link. */
const PASSING: ReadonlySet<string> = new Set([
  'away',
  'later',
  'too-many-requests',
  'internal-server-error',
  'service-unavailable',
]);

/** In place of what a link leads to: it has ended, or nobody can say now whether it has. */
export function LinkRefused({ problem, children }: LinkRefusedProps) {
  const [heading, lead] = PASSING.has(problem)
    ? [words.welcome.notNow, problemText(problem)]
    : [words.welcome.ended, words.problems.ended];
  return (
    <FormPage heading={heading} lead={lead}>
      {children}
    </FormPage>
  );
}

export interface SendFormProps {
  readonly submit: string;
  /** @param fields what stands in the fields, by their names. */
  onSend(fields: Readonly<Record<string, string>>): Promise<Outcome<unknown>>;
  /** The reason that is shown first, where something went wrong before. */
  readonly problem?: string | null;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Sends once at a time; a refusal is said beside the button, and everything that was typed stays. */
export function SendForm({ submit, onSend, problem = null, className = 'account-form', children }: SendFormProps) {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState(problem);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    setBusy(true);
    setRefusal(null);
    const answer = await onSend(fields);
    setBusy(false);
    if (answer.ok) form.reset();
    else setRefusal(answer.failure.reason);
  };
  return (
    <form className={className} onSubmit={(event) => void send(event)}>
      {children}
      {refusal !== null && (
        <p className="account-problem" role="alert">
          {problemText(refusal)}
        </p>
      )}
      <button type="submit" className="button button-primary" disabled={isBusy}>
        {isBusy ? words.busy : submit}
      </button>
    </form>
  );
}

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password';
  readonly autoComplete: string;
  readonly value?: string;
}

export function Field({ name, label, type = 'text', autoComplete, value = '' }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        {...{ name, type, autoComplete }}
        className="input"
        defaultValue={value}
        maxLength={type === 'password' ? PASSWORD_CHARACTERS_MAX : undefined}
        required
      />
    </label>
  );
}

/** Says beforehand what will do. */
export function NewPasswordField({ name = 'password', label = words.newPassword }: { name?: string; label?: string }) {
  const [field, hint] = [useId(), useId()];
  return (
    <div className="field">
      <label htmlFor={field}>{label}</label>
      <input
        id={field}
        name={name}
        type="password"
        className="input"
        autoComplete="new-password"
        minLength={PASSWORD_CHARACTERS_MIN}
        maxLength={PASSWORD_CHARACTERS_MAX}
        aria-describedby={hint}
        required
      />
      <span id={hint} className="account-hint">
        {words.passwordHint(PASSWORD_CHARACTERS_MIN)}
      </span>
    </div>
  );
}

/** A link that is shown once: to be copied, by the button or by hand. */
export function LinkToCopy({ label, address }: { readonly label: string; readonly address: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="account-link" role="status">
      <label className="field">
        <span>{label}</span>
        <input className="input" readOnly value={address} onFocus={(event) => event.target.select()} />
      </label>
      <button type="button" className="button" onClick={() => void copyText(address).then(setCopied)}>
        {isCopied ? words.copied : words.copy}
      </button>
    </div>
  );
}
