/**
 * People: how somebody becomes one of them, proves who they are, and what administrators may change about them.
 *
 * What always holds: whoever asks learns nothing about accounts that are not theirs - a wrong address and a wrong
 * password are the same answer after the same time; the last administrator stays one; what a link was good for once it
 * is never good for again.
 */

import {
  SIGN_IN_REMEMBERED_MAX,
  SIGN_IN_TRIES_MAX,
  SIGN_IN_TRIES_OF_ACCOUNT_MAX,
  SIGN_IN_TRIES_OF_ADDRESS_MAX,
  SIGN_IN_WINDOW_MS,
  TICKET_INVITATION_MS,
  TICKET_RESET_MS,
} from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { randomId } from '../lib/random.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { emailKey, type People, type PersonRow } from '../workspace/people.ts';
import type { Ticket, Tickets } from '../workspace/tickets.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { AccessNews } from './access-book.ts';
import { Attempts } from './attempts.ts';
import type { Person } from './identity.ts';
import { type Passwords, PasswordsBusyError } from './passwords.ts';
import type { Begun, Caller, SessionKeeper } from './session-keeper.ts';

/**
 * `wrong`: not this address and password together. `later`: too many tries, or too busy. `ended`: the link is good no
 * more. `taken`: somebody has this address. `last`: nobody would be left to look after the server. `unknown`: no such
 * person.
 */
export type PeopleRefusal = 'wrong' | 'later' | 'ended' | 'taken' | 'last' | 'unknown';

/** What a link is good for, as whoever has it is told. */
export type TicketUse =
  | { readonly kind: 'first-owner' }
  | { readonly kind: 'invitation' | 'reset'; readonly email: string; readonly name: string };

export interface Credential {
  readonly email: string;
  readonly password: string;
}

/** What somebody says about themselves. */
export interface Introduction extends Credential {
  readonly name: string;
}

export interface PeopleKeeperParts {
  readonly workspace: Workspace;
  readonly people: People;
  readonly tickets: Tickets;
  readonly sessions: SessionKeeper;
  readonly passwords: Passwords;
  readonly clock: Clock;
  /** Told when it is written down. */
  onNews(news: AccessNews): void;
}

export class PeopleKeeper {
  readonly #parts: PeopleKeeperParts;
  readonly #tries: Attempts;
  readonly #triesOfAccount: Attempts;
  readonly #triesOfAddress: Attempts;

  constructor(parts: PeopleKeeperParts) {
    this.#parts = parts;
    const attempts = (triesMax: number) =>
      new Attempts({ triesMax, windowMs: SIGN_IN_WINDOW_MS, rememberedMax: SIGN_IN_REMEMBERED_MAX }, parts.clock);
    this.#tries = attempts(SIGN_IN_TRIES_MAX);
    this.#triesOfAccount = attempts(SIGN_IN_TRIES_OF_ACCOUNT_MAX);
    this.#triesOfAddress = attempts(SIGN_IN_TRIES_OF_ADDRESS_MAX);
  }

  /** Whether somebody looks after the server. */
  get hasOwner(): boolean {
    return this.#parts.people.admins.length > 0;
  }

  /** A new link with which whoever has it becomes the first owner; null when there is one. Ends the one before. */
  async firstOwnerLink(): Promise<string | null> {
    if (this.hasOwner) return null;
    return await this.#issue({ person: null, expiresAt: null });
  }

  /** @param address where the try comes from. */
  async signIn(
    { email, password }: Credential,
    address: string,
    caller: Caller,
  ): Promise<Result<Begun<Person>, PeopleRefusal>> {
    const person = this.#parts.people.byEmail(email);
    const checked = await this.#guarded(emailKey(email), address, () =>
      this.#parts.passwords.matches(password, person?.password ?? null),
    );
    if (!checked.ok) return checked;
    // Read anew: it took a while.
    const row = person === undefined ? undefined : this.#parts.people.get(person.id);
    if (!checked.value || row === undefined || row.isSuspended) return failed('wrong');
    return ok(await this.#parts.sessions.begin(row, caller));
  }

  /** Everybody's other sessions end, and so does this one: it goes on under another cookie. */
  async changePassword(
    {
      id,
      email,
      now,
      next,
    }: { readonly id: string; readonly email: string; readonly now: string; readonly next: string },
    address: string,
    caller: Caller,
  ): Promise<Result<Begun<Person>, PeopleRefusal>> {
    const { people, passwords } = this.#parts;
    const kept = people.get(id)?.password ?? null;
    const checked = await this.#guarded(emailKey(email), address, () => passwords.matches(now, kept));
    if (!checked.ok) return checked;
    if (!checked.value) return failed('wrong');
    return await this.#withPassword(id, next, caller);
  }

  /** What a link is good for; null for one that is good for nothing any more. */
  look(secret: string): TicketUse | null {
    const { people, tickets, clock } = this.#parts;
    const ticket = tickets.find(secret, clock.now());
    if (ticket === null) return null;
    if (ticket.person === null) return this.hasOwner ? null : { kind: 'first-owner' };
    const person = people.get(ticket.person);
    if (person === undefined || person.isSuspended) return null;
    return { kind: person.password === null ? 'invitation' : 'reset', email: person.email, name: person.name };
  }

  /** Uses the link up, and signs in whoever had it. */
  async use(secret: string, introduction: Introduction, caller: Caller): Promise<Result<Begun<Person>, PeopleRefusal>> {
    if (this.look(secret) === null) return failed('ended');
    const hash = await this.#hash(introduction.password);
    if (!hash.ok) return hash;
    const { workspace, people, tickets, clock } = this.#parts;
    const used = await workspace.change(() => {
      // Asked again: somebody may have been faster.
      const use = this.look(secret);
      const ticket = tickets.find(secret, clock.now());
      if (use === null || ticket === null) return [[], null] as const;
      const row = this.#welcomed(ticket, introduction, hash.value);
      return [[...people.put(row), ...tickets.withdraw(ticket.person)], { row, use }] as const;
    });
    if (used === null) return failed('ended');
    const { row, use } = used;
    // Whoever knew the old password is out.
    const current = use.kind === 'reset' ? await this.#parts.sessions.endAll(row.id, (same) => same) : row;
    return ok(await this.#parts.sessions.begin(current, caller));
  }

  /** Makes an account that waits for its owner. @returns the secret of the link that makes it theirs. */
  async invite(invited: {
    readonly email: string;
    readonly name: string;
    readonly isAdmin: boolean;
  }): Promise<Result<{ readonly person: PersonRow; readonly secret: string }, PeopleRefusal>> {
    const { workspace, people } = this.#parts;
    const person = this.#newPerson(invited);
    const isNew = await workspace.change(() => {
      if (people.byEmail(invited.email) !== undefined) return [[], false] as const;
      return [people.put(person), true] as const;
    });
    return isNew ? ok({ person, secret: await this.#issueFor(person) }) : failed('taken');
  }

  /** A new link for somebody: to accept the invitation, or to choose a new password. Ends the one before. */
  async linkFor(id: string): Promise<Result<string, PeopleRefusal>> {
    const person = this.#parts.people.get(id);
    return person === undefined ? failed('unknown') : ok(await this.#issueFor(person));
  }

  /** What is taken away ends all sessions of that person. */
  async change(
    id: string,
    change: { readonly isAdmin?: boolean | undefined; readonly isSuspended?: boolean | undefined },
  ): Promise<Result<PersonRow, PeopleRefusal>> {
    const { workspace, people, sessions } = this.#parts;
    const changed = await workspace.change<Result<PersonRow, PeopleRefusal>>(() => {
      const row = people.get(id);
      if (row === undefined) return [[], failed('unknown')];
      const { isAdmin = row.isAdmin, isSuspended = row.isSuspended } = change;
      const after = { ...row, isAdmin, isSuspended };
      const isLast = people.admins.length === 1 && people.admins[0] === id;
      if (isLast && (!isAdmin || isSuspended)) return [[], failed('last')];
      return [people.put(after), ok(after)];
    });
    if (changed.ok && (change.isAdmin === false || change.isSuspended === true)) {
      const after = await sessions.endAll(id, (same) => same);
      this.#parts.onNews({ kind: 'person', personId: id });
      return ok(after);
    }
    return changed;
  }

  async rename(id: string, name: string): Promise<void> {
    const { workspace, people } = this.#parts;
    await workspace.change(() => {
      const row = people.get(id);
      return [row === undefined ? [] : people.put({ ...row, name }), null] as const;
    });
  }

  /**
   * Somebody whom the identity provider vouches for: found by what it calls them, else by the address that it has
   * proved, else new here.
   */
  async ofProvider(
    proved: { readonly subject: string; readonly email: string; readonly name: string },
    caller: Caller,
  ): Promise<Result<Begun<Person>, PeopleRefusal>> {
    const { workspace, people, sessions } = this.#parts;
    const row = await workspace.change(() => {
      const known = people.bySubject(proved.subject) ?? people.byEmail(proved.email);
      // Another subject with the address of somebody who has one is somebody else.
      if (known !== undefined && known.subject !== null && known.subject !== proved.subject) return [[], null] as const;
      const person = known ?? this.#newPerson({ ...proved, isAdmin: false });
      const name = person.name === '' ? proved.name : person.name;
      const after = { ...person, name, subject: proved.subject };
      return [people.put(after), after] as const;
    });
    if (row === null) return failed('taken');
    return row.isSuspended ? failed('wrong') : ok(await sessions.begin(row, caller));
  }

  #welcomed(ticket: Ticket, { name, email }: Introduction, password: string): PersonRow {
    const known = ticket.person === null ? undefined : this.#parts.people.get(ticket.person);
    if (known !== undefined) return { ...known, name: known.password === null ? name : known.name, password };
    const before = this.#parts.people.byEmail(email) ?? this.#newPerson({ email, name, isAdmin: true });
    return { ...before, name, isAdmin: true, isSuspended: false, password };
  }

  #newPerson({
    email,
    name,
    isAdmin,
  }: {
    readonly email: string;
    readonly name: string;
    readonly isAdmin: boolean;
  }): PersonRow {
    const createdAt = this.#parts.clock.now();
    return {
      ...{ id: randomId(), email: email.trim(), name, isAdmin, createdAt },
      ...{ isSuspended: false, password: null, subject: null, sessionsFrom: 0 },
    };
  }

  async #issueFor({ id, password }: PersonRow): Promise<string> {
    const lastsMs = password === null ? TICKET_INVITATION_MS : TICKET_RESET_MS;
    return await this.#issue({ person: id, expiresAt: this.#parts.clock.now() + lastsMs });
  }

  #issue(ticket: Ticket): Promise<string> {
    const { workspace, tickets } = this.#parts;
    return workspace.change(() => {
      const { secret, writes } = tickets.issue(ticket);
      return [writes, secret];
    });
  }

  async #withPassword(id: string, password: string, caller: Caller): Promise<Result<Begun<Person>, PeopleRefusal>> {
    const hash = await this.#hash(password);
    if (!hash.ok) return hash;
    const { sessions } = this.#parts;
    const row = await sessions.endAll(id, (before) => ({ ...before, password: hash.value }));
    return ok(await sessions.begin(row, caller));
  }

  async #hash(password: string): Promise<Result<string, PeopleRefusal>> {
    try {
      return ok(await this.#parts.passwords.hash(password));
    } catch (error) {
      if (error instanceof PasswordsBusyError) return failed('later');
      throw error;
    }
  }

  /** A check of a password; counted before it is made, so that many at once are counted as well. */
  async #guarded(
    account: string,
    address: string,
    check: () => Promise<boolean>,
  ): Promise<Result<boolean, PeopleRefusal>> {
    const counters = [
      [this.#tries, `${address} ${account}`],
      [this.#triesOfAccount, account],
      [this.#triesOfAddress, address],
    ] as const;
    if (counters.some(([attempts, name]) => attempts.take(name) > 0)) return failed('later');
    try {
      const isRight = await check();
      if (isRight) for (const [attempts, name] of counters) attempts.giveBack(name);
      return ok(isRight);
    } catch (error) {
      if (error instanceof PasswordsBusyError) return failed('later');
      throw error;
    }
  }
}
