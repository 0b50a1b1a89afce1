/**
 * Links that are good once: to become the first owner, to accept an invitation, to choose a new password. Somebody has
 * one at a time; a new one ends the one before.
 */

import { z } from 'zod';
import { newSecret, secretHash } from './secrets.ts';
import type { Table, Workspace, Write } from './workspace.ts';

const ticketSchema = z
  .object({
    /** Null: whoever comes first becomes the owner of the server. */
    person: z.string().nullable(),
    /** Milliseconds since 1970; null for one that waits. */
    expiresAt: z.number().nullable(),
  })
  .readonly();

export type Ticket = z.infer<typeof ticketSchema>;

const FIRST_OWNER = 'first-owner';

export class Tickets {
  readonly #tickets: Table<Ticket>;
  readonly #current: Table<{ readonly hash: string }>;

  constructor(workspace: Workspace) {
    this.#tickets = workspace.table('tickets', ticketSchema);
    this.#current = workspace.table('ticketof', z.object({ hash: z.string() }).readonly());
  }

  /** Null for one that was used, was replaced, has ended, or never was. */
  find(secret: string, now: number): Ticket | null {
    const hash = secretHash(secret);
    const ticket = hash === null ? undefined : this.#tickets.get(hash);
    const isOpen = ticket !== undefined && (ticket.expiresAt === null || ticket.expiresAt > now);
    return isOpen ? ticket : null;
  }

  issue(ticket: Ticket): { readonly secret: string; readonly writes: readonly Write[] } {
    const secret = newSecret();
    const hash = secretHash(secret) as string;
    const writes = [
      ...this.withdraw(ticket.person),
      this.#tickets.put(hash, ticket),
      this.#current.put(ticket.person ?? FIRST_OWNER, { hash }),
    ];
    return { secret, writes };
  }

  /** Ends the one that somebody has. */
  withdraw(person: string | null): readonly Write[] {
    const key = person ?? FIRST_OWNER;
    const current = this.#current.get(key);
    return current === undefined ? [] : [this.#tickets.del(current.hash), this.#current.del(key)];
  }

  isWaiting(person: string): boolean {
    return this.#current.get(person) !== undefined;
  }
}
