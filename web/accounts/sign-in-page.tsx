/**
 * `/sign-in#<where to go then>`: with a password, with the identity provider, or, where a document is open to whoever has
 * its address, with nothing but a name. Where to go stands behind the `#`: it may be a link that opens something.
 */

import { useEffect, useState } from 'react';
import type { EntranceView } from '../../server/contract/account-api.ts';
import { ask } from '../lib/api.ts';
import { Field, FormPage, SendForm } from './form-parts.tsx';
import { goOn, useSession } from './session-state.ts';
import { words } from './words.ts';

export default function SignInPage() {
  const session = useSession();
  const to = destination();
  const ways = session?.kind === 'stranger' ? session.ways : null;
  const problem = new URLSearchParams(window.location.search).get('problem');
  const signIn = async ({ email = '', password = '' }: Readonly<Record<string, string>>) => {
    const answer = await ask('POST /api/session', { body: { email, password } });
    if (answer.ok) goOn(to);
    return answer;
  };
  return (
    <FormPage heading={words.signIn.heading} lead={ways?.hasOwner === false ? words.signIn.noOwner : undefined}>
      <SendForm submit={words.signIn.submit} onSend={signIn} problem={problem}>
        <Field name="email" type="email" label={words.email} autoComplete="username" />
        <Field name="password" type="password" label={words.password} autoComplete="current-password" />
      </SendForm>
      {ways?.hasProvider === true && (
        <a className="button" href={`/api/oidc/start?to=${encodeURIComponent(to.includes('#') ? '/' : to)}`}>
          {words.signIn.provider}
        </a>
      )}
      <p className="account-hint">{words.signIn.forgot}</p>
      <GuestEntrance to={to} />
    </FormPage>
  );
}

/** Only where the address alone opens the document. */
function GuestEntrance({ to }: { readonly to: string }) {
  const [, documentId] = /^\/d\/([\w-]+)$/.exec(to) ?? [];
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (documentId === undefined) return;
    void ask('POST /api/entrance', { body: { at: { documentId } } }).then(({ ok }) => setOpen(ok));
  }, [documentId]);
  if (documentId === undefined || !isOpen) return null;
  return (
    <section className="account-section">
      <h2>{words.signIn.asGuest}</h2>
      <GuestForm at={{ documentId }} onEntered={() => goOn(to)} />
    </section>
  );
}

export interface GuestFormProps {
  readonly at: { readonly token: string } | { readonly documentId: string };
  onEntered(entrance: EntranceView): void;
}

export function GuestForm({ at, onEntered }: GuestFormProps) {
  const enter = async ({ name = '' }: Readonly<Record<string, string>>) => {
    const answer = await ask('POST /api/entrance', { body: { at, name } });
    if (answer.ok) onEntered(answer.value);
    return answer;
  };
  return (
    <SendForm submit={words.signIn.enter} onSend={enter}>
      <Field name="name" label={words.name} autoComplete="nickname" />
    </SendForm>
  );
}

/** A place on this server; home where nothing, or something else, is said. */
function destination(): string {
  const to = decodeURI(window.location.hash.slice(1));
  return /^\/(?![/\\])/.test(to) ? to : '/';
}
