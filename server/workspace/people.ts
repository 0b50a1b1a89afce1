/** People with an account here, as they are kept: by id, and found by their address or by what an identity provider calls them. */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { EMAIL_CHARACTERS_MAX } from '../contract/limits.ts';
import type { Page, Table, Workspace, Write } from './workspace.ts';

const personSchema = z
  .object({
    id: z.string(),
    /** As `emailKey` sees it there is one person for each. */
    email: z.string(),
    name: z.string(),
    isAdmin: z.boolean(),
    isSuspended: z.boolean(),
    /** See passwords.ts; null before one was chosen, and for whoever comes through an identity provider only. */
    password: z.string().nullable(),
    /** Issuer and subject; null for whoever never came that way. */
    subject: z.string().nullable(),
    createdAt: z.number(),
    /** Sessions begun before are over, whatever their rows say. */
    sessionsFrom: z.number(),
  })
  .readonly();

export type PersonRow = z.infer<typeof personSchema>;

/** Whoever looks after the server, and can sign in to do so. */
const adminsSchema = z.object({ ids: z.array(z.string()).readonly() }).readonly();

const pointerSchema = z.object({ person: z.string() }).readonly();

export class People {
  readonly #people: Table<PersonRow>;
  readonly #idsByEmail: Table<z.infer<typeof pointerSchema>>;
  readonly #idsBySubject: Table<z.infer<typeof pointerSchema>>;

  readonly #server: Table<z.infer<typeof adminsSchema>>;

  constructor(workspace: Workspace) {
    this.#people = workspace.table('people', personSchema);
    this.#server = workspace.table('server', adminsSchema);
    this.#idsByEmail = workspace.table('emails', pointerSchema);
    this.#idsBySubject = workspace.table('subjects', pointerSchema);
  }

  get(id: string): PersonRow | undefined {
    return this.#people.get(id);
  }

  byEmail(email: string): PersonRow | undefined {
    return this.#pointedAt(this.#idsByEmail.get(keyOfText(emailKey(email))));
  }

  bySubject(subject: string): PersonRow | undefined {
    return this.#pointedAt(this.#idsBySubject.get(keyOfText(subject)));
  }

  /** Ids of the administrators who can sign in. */
  get admins(): readonly string[] {
    return this.#server.get('admins')?.ids ?? [];
  }

  /** In no order that means anything; a page at a time. */
  async *list(page: Page = {}): AsyncGenerator<PersonRow> {
    for await (const [, person] of this.#people.rows(page)) yield person;
  }

  /** One person a change: the list of administrators is written with them. */
  put(person: PersonRow): readonly Write[] {
    const pointer = { person: person.id };
    const writes = [
      this.#people.put(person.id, person),
      this.#idsByEmail.put(keyOfText(emailKey(person.email)), pointer),
    ];
    if (person.subject !== null) writes.push(this.#idsBySubject.put(keyOfText(person.subject), pointer));
    const others = this.admins.filter((id) => id !== person.id);
    const isServing = person.isAdmin && !person.isSuspended && (person.password !== null || person.subject !== null);
    if (isServing !== others.length < this.admins.length) {
      writes.push(this.#server.put('admins', { ids: isServing ? [...others, person.id] : others }));
    }
    return writes;
  }

  #pointedAt(pointer: { readonly person: string } | undefined): PersonRow | undefined {
    return pointer === undefined ? undefined : this.#people.get(pointer.person);
  }
}

/** Enough to tell a mailbox from a slip; whether it exists nobody asks. */
const EMAIL_PATTERN = /^[^\s@,;:<>"]+@[^\s@,;:<>"]+$/;

export function isEmail(text: string): boolean {
  return text.length <= EMAIL_CHARACTERS_MAX && EMAIL_PATTERN.test(text.trim());
}

/** Two spellings of one mailbox are one: nobody has a second account by writing theirs in capitals. */
export function emailKey(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}

/** Keys take few characters, addresses many. */
function keyOfText(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
