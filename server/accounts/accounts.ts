/** All that ACCESS=accounts is made of, over one workspace, in the process that has it. */

import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { AccessStore } from '../workspace/access-store.ts';
import { People } from '../workspace/people.ts';
import { Sessions } from '../workspace/sessions.ts';
import { Tickets } from '../workspace/tickets.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { type AccessBook, type AccessNews, readersOf } from './access-book.ts';
import type { Identify } from './identify.ts';
import type { Person } from './identity.ts';
import { Passwords } from './passwords.ts';
import { PeopleKeeper } from './people-keeper.ts';
import { SessionKeeper } from './session-keeper.ts';
import { Sharing } from './sharing.ts';

export interface AccountsParts {
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly passwords?: Passwords;
}

type NewsListener = (news: AccessNews) => void;

export class Accounts {
  readonly people: People;
  readonly keeper: PeopleKeeper;
  readonly sessions: SessionKeeper;
  readonly sharing: Sharing;
  /** Whether a link for somebody waits to be used. */
  readonly tickets: Tickets;
  readonly identify: Identify;
  readonly book: AccessBook;
  readonly #listeners = new Set<NewsListener>();

  constructor({ workspace, clock, logger, passwords = new Passwords() }: AccountsParts) {
    const onNews = (news: AccessNews) => {
      for (const listener of this.#listeners) listener(news);
    };
    const shared = { workspace, clock, logger, onNews, people: new People(workspace), tickets: new Tickets(workspace) };
    this.people = shared.people;
    this.tickets = shared.tickets;
    this.sessions = new SessionKeeper({ ...shared, sessions: new Sessions(workspace) });
    this.keeper = new PeopleKeeper({ ...shared, sessions: this.sessions, passwords });
    this.sharing = new Sharing({ ...shared, store: new AccessStore(workspace) });
    this.identify = async (credentials) => this.sessions.identify(credentials);
    this.book = {
      of: async (documentId) => this.sharing.of(documentId),
      claim: (documentId, person) => this.sharing.claim(documentId, person),
      readersOf: async (documentId) => readersOf(this.sharing.of(documentId)),
    };
  }

  /**
   * Who a token speaks for; null for somebody who may not sign in. One that the operator made before there were accounts
   * speaks for nobody: it would open what people have made since.
   */
  behalfOf(person: string | null): Person | null {
    const row = person === null ? undefined : this.people.get(person);
    if (row === undefined || row.isSuspended) return null;
    const { id, name, isAdmin } = row;
    return { kind: 'person', id, name, isAdmin, sessionId: '', expiresAt: Number.MAX_SAFE_INTEGER };
  }

  /** Hears of everything that changes what somebody may do, once it is written down. @returns ends that. */
  subscribe(listener: NewsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Idempotent. The workspace is whoever's opened it. */
  close(): void {
    this.sessions.close();
  }
}
