/**
 * Sessions: begun by whoever proved who they are, found again by their cookie, ended by their owner, by an administrator
 * or by time. What ends is told, so that open connections end, too.
 */

import { parse } from 'cookie';
import {
  GUEST_IDLE_MS,
  GUEST_LINKS_MAX,
  SESSION_IDLE_MS,
  SESSION_MS_MAX,
  SESSION_NOTE_MS,
  SESSION_SWEEP_MS,
} from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { randomId } from '../lib/random.ts';
import type { People, PersonRow } from '../workspace/people.ts';
import type { SessionRow, Sessions } from '../workspace/sessions.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { AccessNews } from './access-book.ts';
import { type Credentials, SESSION_COOKIE } from './identify.ts';
import { type Guest, type Identity, type Person, STRANGER } from './identity.ts';

export interface SessionKeeperParts {
  readonly workspace: Workspace;
  readonly people: People;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told when it is written down. */
  onNews(news: AccessNews): void;
}

/** From where somebody comes: the cookie of a session that the new one takes the place of, and the browser's own name. */
export interface Caller {
  readonly cookie: string | undefined;
  readonly agent: string;
}

/** What a browser is given. */
export interface Begun<Kind extends Person | Guest> {
  readonly secret: string;
  readonly identity: Kind;
}

/** A session as its owner sees it. */
export interface OwnSession {
  readonly id: string;
  readonly agent: string;
  readonly createdAt: number;
  readonly usedAt: number;
}

export class SessionKeeper {
  readonly #parts: SessionKeeperParts;
  readonly #sweep: Timer;

  constructor(parts: SessionKeeperParts) {
    this.#parts = parts;
    this.#sweep = parts.clock.every(SESSION_SWEEP_MS, () => {
      this.clearAway().catch((error: unknown) => parts.logger.error({ error }, 'old sessions could not be removed'));
    });
  }

  close(): void {
    this.#sweep.cancel();
  }

  /** Whose cookie it is; a stranger when it is nobody's any more. Using it lets it last longer. */
  identify({ cookie }: Credentials): Identity {
    const found = this.#find(cookie);
    if (found === null) return STRANGER;
    const { id, row } = found;
    const identity = this.#identityOf(id, row);
    const now = this.#parts.clock.now();
    if (identity.kind === 'stranger' || now - row.usedAt < SESSION_NOTE_MS) return identity;
    this.#noteUse(id, now);
    return identity;
  }

  /** Somebody proved who they are. The browser's session before this one ends: what it was known by says nothing now. */
  async begin(person: PersonRow, { cookie, agent }: Caller): Promise<Begun<Person>> {
    const { workspace, sessions, clock } = this.#parts;
    const before = this.#find(cookie);
    const { secret, id, writes } = sessions.begin({ kind: 'person', person: person.id }, agent, clock.now());
    await workspace.change(() => [[...writes, ...(before === null ? [] : sessions.end(before.id, before.row))], null]);
    if (before !== null) this.#parts.onNews({ kind: 'sessions', sessionIds: [before.id] });
    return { secret, identity: personIdentity(id, person, clock.now()) };
  }

  /** Somebody without an account gives a name; whoever is a guest already may open another link, or take another name. */
  async beginGuest(name: string, linkId: string | null, { cookie, agent }: Caller): Promise<Begun<Guest>> {
    const { workspace, sessions, clock } = this.#parts;
    const now = clock.now();
    const { endedId, ...begun } = await workspace.change(() => {
      const before = this.#find(cookie);
      const known = before?.row.who.kind === 'guest' ? before.row.who : null;
      const others = (known?.linkIds ?? []).filter((other) => other !== linkId);
      const linkIds = (linkId === null ? others : [...others, linkId]).slice(-GUEST_LINKS_MAX);
      const who = { kind: 'guest', id: known?.id ?? `guest:${randomId()}`, name, linkIds } as const;
      if (before !== null && known !== null) {
        // The same session, so that the tabs which are open stay, and end with it when this guest signs out.
        const { id, secret, row } = before;
        const identity = guestIdentity(id, who, now);
        return [sessions.put(id, { ...row, who, usedAt: now }), { secret, identity, endedId: null }] as const;
      }
      const { secret, id, writes } = sessions.begin(who, agent, now);
      const ends = before === null ? [] : sessions.end(before.id, before.row);
      const identity = guestIdentity(id, who, now);
      return [[...writes, ...ends], { secret, identity, endedId: before?.id ?? null }] as const;
    });
    if (endedId !== null) this.#parts.onNews({ kind: 'sessions', sessionIds: [endedId] });
    return begun;
  }

  /** Ends one of somebody's own. @returns false when it is not theirs, or not there. */
  async end(person: string, sessionId: string): Promise<boolean> {
    const { workspace, sessions } = this.#parts;
    const row = sessions.get(sessionId);
    if (row?.who.kind !== 'person' || row.who.person !== person) return false;
    await workspace.change(() => [sessions.end(sessionId, row), null]);
    this.#parts.onNews({ kind: 'sessions', sessionIds: [sessionId] });
    return true;
  }

  /** Signs out: the session of this cookie ends. */
  async endThis(cookie: string | undefined): Promise<void> {
    const { workspace, sessions } = this.#parts;
    const found = this.#find(cookie);
    if (found === null) return;
    await workspace.change(() => [sessions.end(found.id, found.row), null]);
    this.#parts.onNews({ kind: 'sessions', sessionIds: [found.id] });
  }

  /**
   * Ends all sessions of somebody, together with what else is to be changed about them.
   *
   * @param change how the person is written down from now on.
   */
  async endAll(person: string, change: (row: PersonRow) => PersonRow): Promise<PersonRow> {
    const { workspace, people, sessions, clock } = this.#parts;
    const own: (readonly [string, SessionRow])[] = [];
    for await (const session of sessions.of(person)) own.push(session);
    const changed = await workspace.change(() => {
      const row = people.get(person);
      if (row === undefined) throw new Error(`there is no person ${person}`);
      // Those that were begun since the list was made have ended with this, too.
      const after = { ...change(row), sessionsFrom: clock.now() };
      return [[...people.put(after), ...own.flatMap(([id, session]) => sessions.end(id, session))], after] as const;
    });
    this.#parts.onNews({ kind: 'sessions', sessionIds: own.map(([id]) => id) });
    return changed;
  }

  async of(person: string): Promise<readonly OwnSession[]> {
    const own: OwnSession[] = [];
    for await (const [id, row] of this.#parts.sessions.of(person)) {
      if (this.#identityOf(id, row).kind !== 'person') continue;
      own.push({ id, agent: row.agent, createdAt: row.createdAt, usedAt: row.usedAt });
    }
    return own.sort((one, other) => other.usedAt - one.usedAt);
  }

  /** Removes the rows of sessions that are over. */
  async clearAway(): Promise<void> {
    const { workspace, sessions } = this.#parts;
    for await (const [id, row] of sessions.all()) {
      if (this.#identityOf(id, row).kind !== 'stranger') continue;
      await workspace.change(() => [sessions.end(id, row), null]);
    }
  }

  #find(cookie: string | undefined) {
    const secret = cookie === undefined ? undefined : parse(cookie)[SESSION_COOKIE];
    const found = secret === undefined ? null : this.#parts.sessions.find(secret);
    return secret === undefined || found === null ? null : { ...found, secret };
  }

  #identityOf(id: string, row: SessionRow): Identity {
    const { people, clock } = this.#parts;
    const { who, createdAt, usedAt } = row;
    const now = clock.now();
    if (who.kind === 'guest') return usedAt + GUEST_IDLE_MS <= now ? STRANGER : guestIdentity(id, who, usedAt);
    const person = people.get(who.person);
    if (person === undefined || person.isSuspended || createdAt < person.sessionsFrom) return STRANGER;
    const endsAt = Math.min(usedAt + SESSION_IDLE_MS, createdAt + SESSION_MS_MAX);
    return endsAt <= now ? STRANGER : { ...personIdentity(id, person, usedAt), expiresAt: endsAt };
  }

  #noteUse(id: string, now: number): void {
    const { workspace, sessions, logger } = this.#parts;
    workspace
      .change(() => {
        const row = sessions.get(id);
        return [row === undefined ? [] : sessions.put(id, { ...row, usedAt: now }), null] as const;
      })
      .catch((error: unknown) => logger.warn({ error }, 'the use of a session could not be noted'));
  }
}

function personIdentity(sessionId: string, { id, name, isAdmin }: PersonRow, usedAt: number): Person {
  return { kind: 'person', id, name, isAdmin, sessionId, expiresAt: usedAt + SESSION_IDLE_MS };
}

function guestIdentity(
  sessionId: string,
  { id, name, linkIds }: Extract<SessionRow['who'], { readonly kind: 'guest' }>,
  usedAt: number,
): Guest {
  return { kind: 'guest', id, name, linkIds, sessionId, expiresAt: usedAt + GUEST_IDLE_MS };
}
