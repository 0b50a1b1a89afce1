/** The parts of the sheet for whoever may share: who asks, who was named, how far it reaches, links. */

import { X } from 'lucide-react';
import { useState } from 'react';
import type { AccessView, SharedView } from '../../server/contract/account-api.ts';
import { REACHES, type Reach, type SharedRole } from '../../server/contract/roles.ts';
import { Field, LinkToCopy, SendForm } from '../accounts/form-parts.tsx';
import { words } from '../accounts/words.ts';
import { ask } from '../lib/api.ts';
import { momentText } from '../lib/time.ts';
import { RoleField } from './role-field.tsx';
import type { Change } from './share-sheet.tsx';

const said = words.share;

interface PartProps {
  readonly shared: SharedView;
  readonly change: Change;
}

export function RequestPart({ shared: { requests }, change }: PartProps) {
  if (requests.length === 0) return null;
  const letIn = (part: string, role: SharedRole) =>
    void change((id) => ask('PUT /api/documents/:id/access/people/:part', { id, part, body: { role } }));
  const decline = (part: string) =>
    void change((id) => ask('DELETE /api/documents/:id/access/requests/:part', { id, part }));
  return (
    <section className="share-part">
      <h3>{words.requests.heading}</h3>
      <ul className="account-rows">
        {requests.map(({ id, name, email }) => (
          <li key={id}>
            <span className="account-row-name">{name}</span>
            <span className="account-row-note">{email}</span>
            <span className="account-row-acts">
              <button type="button" className="button" onClick={() => letIn(id, 'viewer')}>
                {words.requests.letRead}
              </button>
              <button type="button" className="button" onClick={() => letIn(id, 'editor')}>
                {words.requests.letWrite}
              </button>
              <button type="button" className="button" onClick={() => decline(id)}>
                {words.requests.decline}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function PeoplePart({ access, shared, change }: PartProps & { readonly access: AccessView }) {
  const [role, setRole] = useState<SharedRole>('editor');
  const add = ({ email = '' }: Readonly<Record<string, string>>) =>
    change((id) => ask('POST /api/documents/:id/access/people', { id, body: { email, role } }));
  return (
    <section className="share-part">
      <SendForm submit={said.add} onSend={add} className="share-line">
        <Field name="email" type="email" label={words.email} autoComplete="off" />
        <RoleField label={said.role} role={role} onRole={setRole} />
      </SendForm>
      <h3>{said.people}</h3>
      <ul className="account-rows">
        {access.owner !== null && (
          <li>
            <span className="account-row-name">{access.owner.name}</span>
            <span className="account-row-note">{said.roles.owner}</span>
          </li>
        )}
        {shared.people.map((person) => (
          <PersonLine key={person.id + (person.linkId ?? '')} person={person} change={change} />
        ))}
      </ul>
    </section>
  );
}

interface PersonLineProps {
  readonly person: SharedView['people'][number];
  readonly change: Change;
}

function PersonLine({ person: { id: part, name, email, role, expiresAt, linkId }, change }: PersonLineProps) {
  const give = (next: SharedRole) =>
    void change((id) =>
      ask('PUT /api/documents/:id/access/people/:part', { id, part, body: { role: next, expiresAt } }),
    );
  const remove = () => change((id) => ask('DELETE /api/documents/:id/access/people/:part', { id, part }));
  const notes = [email, ...(linkId === null ? [] : [said.byLink]), ...endOf(expiresAt)];
  return (
    <li>
      <span className="account-row-name">
        {name} <span className="account-row-note">{notes.join(' · ')}</span>
      </span>
      <RoleField label={said.roleOf(name)} isLabelHidden role={role} onRole={give} />
      <RemoveButton label={said.remove(name)} onRemove={remove} />
    </li>
  );
}

export function ReachPart({ access, documentId, change }: { access: AccessView; documentId: string; change: Change }) {
  const { who, role } = access.reach;
  const open = (body: { readonly who: Reach; readonly role: SharedRole }) =>
    void change((id) => ask('PUT /api/documents/:id/access/reach', { id, body }));
  return (
    <section className="share-part">
      <div className="share-line">
        <label className="field">
          <span>{said.reach}</span>
          <select
            className="input"
            value={who}
            onChange={({ target }) => open({ who: REACHES.find((one) => one === target.value) ?? who, role })}
          >
            {REACHES.map((one) => (
              <option key={one} value={one}>
                {said.reaches[one]}
              </option>
            ))}
          </select>
        </label>
        {who !== 'invited' && (
          <RoleField label={said.reachRole} role={role} onRole={(next) => open({ who, role: next })} />
        )}
      </div>
      {who !== 'invited' && (
        <LinkToCopy label={said.copyAddress} address={`${window.location.origin}/d/${documentId}`} />
      )}
    </section>
  );
}

const DAY_MS = 24 * 60 * 60_000;
const LASTS_MS = { always: null, day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const;
type Lasting = keyof typeof LASTS_MS;
const LASTINGS = Object.keys(LASTS_MS) as readonly Lasting[];

export function LinkPart({ shared: { links }, change }: PartProps) {
  const [role, setRole] = useState<SharedRole>('viewer');
  const [lasting, setLasting] = useState<Lasting>('week');
  const [token, setToken] = useState<string | null>(null);
  const make = async () => {
    const lastsMs = LASTS_MS[lasting];
    const body = { role, expiresAt: lastsMs === null ? null : Date.now() + lastsMs };
    const answer = await change((id) => ask('POST /api/documents/:id/access/links', { id, body }));
    if (answer.ok) setToken(answer.value.token);
  };
  const remove = (part: string) => change((id) => ask('DELETE /api/documents/:id/access/links/:part', { id, part }));
  return (
    <section className="share-part">
      <h3>{said.links}</h3>
      {token !== null && (
        <LinkToCopy key={token} label={said.newLink} address={`${window.location.origin}/s#${token}`} />
      )}
      <ul className="account-rows">
        {links.map(({ id, role: of, expiresAt }) => (
          <li key={id}>
            <span className="account-row-name">
              {said.linkTo(said.roles[of])} <span className="account-row-note">{endOf(expiresAt).join('')}</span>
            </span>
            <RemoveButton label={said.removeLink(said.roles[of])} onRemove={() => remove(id)} />
          </li>
        ))}
      </ul>
      <div className="share-line">
        <RoleField label={said.role} role={role} onRole={setRole} />
        <label className="field">
          <span>{said.linkLasts}</span>
          <select
            className="input"
            value={lasting}
            onChange={({ target }) => setLasting(LASTINGS.find((one) => one === target.value) ?? 'week')}
          >
            {LASTINGS.map((one) => (
              <option key={one} value={one}>
                {said.lasts[one]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="button" onClick={() => void make()}>
          {said.makeLink}
        </button>
      </div>
    </section>
  );
}

function RemoveButton({ label, onRemove }: { readonly label: string; onRemove(): Promise<unknown> }) {
  return (
    <button type="button" className="icon-button" aria-label={label} onClick={() => void onRemove()}>
      <X aria-hidden="true" size={18} />
    </button>
  );
}

function endOf(expiresAt: number | null): readonly string[] {
  return expiresAt === null ? [] : [said.until(momentText(expiresAt, Date.now()))];
}
