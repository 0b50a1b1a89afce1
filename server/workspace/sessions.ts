/**
 * Who is signed in, as it is kept: a row for each browser, under the hash of what its cookie says. Expiry slides: a
 * session ends a while after its last use, and at last after its own longest time.
 */

import { z } from 'zod';
import { newSecret, secretHash } from './secrets.ts';
import { keyOf, type Table, type Workspace, type Write } from './workspace.ts';

const whoSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), person: z.string() }).readonly(),
  z
    .object({ kind: z.literal('guest'), id: z.string(), name: z.string(), linkIds: z.array(z.string()).readonly() })
    .readonly(),
]);

const sessionSchema = z
  .object({
    who: whoSchema,
    createdAt: z.number(),
    usedAt: z.number(),
    /** What the browser called itself when it signed in. */
    agent: z.string(),
  })
  .readonly();

export type SessionRow = z.infer<typeof sessionSchema>;

/** A new session: what the browser gets, where it is kept, and how it is written down. */
export interface NewSession {
  readonly secret: string;
  readonly id: string;
  readonly writes: readonly Write[];
}

const AGENT_CHARACTERS_MAX = 200;

export class Sessions {
  readonly #sessions: Table<SessionRow>;
  /** Which sessions somebody has. */
  readonly #ofPeople: Table<object>;

  constructor(workspace: Workspace) {
    this.#sessions = workspace.table('sessions', sessionSchema);
    this.#ofPeople = workspace.table('sessionsof', z.object({}));
  }

  /** @param secret of a cookie. @returns the row with its id; null for none of ours. */
  find(secret: string): { readonly id: string; readonly row: SessionRow } | null {
    const id = secretHash(secret);
    const row = id === null ? undefined : this.#sessions.get(id);
    return id === null || row === undefined ? null : { id, row };
  }

  get(id: string): SessionRow | undefined {
    return this.#sessions.get(id);
  }

  begin(who: SessionRow['who'], agent: string, now: number): NewSession {
    const secret = newSecret();
    const id = secretHash(secret) as string;
    const row = { who, createdAt: now, usedAt: now, agent: agent.slice(0, AGENT_CHARACTERS_MAX) };
    return { secret, id, writes: this.put(id, row) };
  }

  put(id: string, row: SessionRow): readonly Write[] {
    const write = this.#sessions.put(id, row);
    return row.who.kind === 'person' ? [write, this.#ofPeople.put(keyOf(row.who.person, id), {})] : [write];
  }

  end(id: string, row: SessionRow): readonly Write[] {
    const write = this.#sessions.del(id);
    return row.who.kind === 'person' ? [write, this.#ofPeople.del(keyOf(row.who.person, id))] : [write];
  }

  /** The sessions of one person. */
  async *of(person: string): AsyncGenerator<readonly [id: string, SessionRow]> {
    const prefix = keyOf(person, '-').slice(0, -1);
    for await (const [key] of this.#ofPeople.rows({ prefix })) {
      const id = key.slice(prefix.length);
      const row = this.#sessions.get(id);
      if (row !== undefined) yield [id, row];
    }
  }

  all(): AsyncGenerator<readonly [id: string, SessionRow]> {
    return this.#sessions.rows();
  }
}
