/**
 * Tokens for programs (`Authorization: Bearer scr_...`): made by a person or by the operator, for some of what they may
 * do, for some time. Only a hash of each is kept, with its first characters so that a person recognises it.
 */

import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { API_TOKEN_USED_MS, API_TOKENS_MAX } from '../contract/api-limits.ts';
import { SCOPES, type Scope } from '../contract/roles.ts';
import type { Clock } from '../lib/clock.ts';
import type { Table, Workspace } from '../workspace/workspace.ts';
import type { Credentials, Identify } from './identify.ts';
import { ANYBODY, type Identity, type Person, STRANGER } from './identity.ts';

const PREFIX = 'scr_';
const SECRET_BYTES = 32;
const SHOWN_CHARACTERS = 10;
const PATTERN = /^scr_[A-Za-z0-9_-]{43}$/;

const rowSchema = z.object({
  id: z.string(),
  hash: z.string(),
  start: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)).readonly(),
  /** The person it speaks for; null for the operator. */
  person: z.string().nullable(),
  createdAt: z.number(),
  expiresAt: z.number().nullable(),
  lastUsedAt: z.number().nullable(),
});
export type ApiTokenRow = z.infer<typeof rowSchema>;

export interface NewApiToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly person: string | null;
  /** Milliseconds since 1970; null for never. */
  readonly expiresAt: number | null;
}

/** Who somebody is now; null for one who may not sign in any more. */
export type FindPerson = (id: string) => Promise<Person | null>;

export class ApiTokens {
  readonly #workspace: Workspace;
  readonly #table: Table<ApiTokenRow>;
  readonly #clock: Clock;
  readonly #findPerson: FindPerson;

  constructor(workspace: Workspace, clock: Clock, findPerson: FindPerson = async () => null) {
    this.#workspace = workspace;
    this.#table = workspace.table('api-token', rowSchema);
    this.#clock = clock;
    this.#findPerson = findPerson;
  }

  /** @returns the token, which is told this once; null when there are too many. */
  async create({ name, scopes, person, expiresAt }: NewApiToken): Promise<{ token: string; row: ApiTokenRow } | null> {
    if ((await this.list(null)).length >= API_TOKENS_MAX) return null;
    const token = PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
    const hash = hashOf(token);
    const row: ApiTokenRow = {
      ...{ id: idOf(hash), hash, start: token.slice(0, SHOWN_CHARACTERS), name, scopes, person, expiresAt },
      createdAt: this.#clock.now(),
      lastUsedAt: null,
    };
    await this.#workspace.change(() => [[this.#table.put(row.id, row)], null]);
    return { token, row };
  }

  /** Newest first. @param person whose; null for everybody's. */
  async list(person: string | null): Promise<ApiTokenRow[]> {
    const rows: ApiTokenRow[] = [];
    for await (const [, row] of this.#table.rows()) if (person === null || row.person === person) rows.push(row);
    return rows.sort((one, other) => other.createdAt - one.createdAt);
  }

  find(id: string): ApiTokenRow | undefined {
    return /^[0-9a-f]+$/.test(id) ? this.#table.get(id) : undefined;
  }

  /** @returns whether there was one. */
  revoke(id: string): Promise<boolean> {
    return this.#workspace.change(() => (this.find(id) === undefined ? [[], false] : [[this.#table.del(id)], true]));
  }

  /** Who a token speaks for, and for what of it. */
  async identify(token: string): Promise<Identity> {
    const hash = PATTERN.test(token) ? hashOf(token) : '';
    const row = hash === '' ? undefined : this.#table.get(idOf(hash));
    const now = this.#clock.now();
    if (row === undefined || row.hash !== hash || (row.expiresAt !== null && row.expiresAt <= now)) return STRANGER;
    const behalf = row.person === null ? ANYBODY : await this.#findPerson(row.person);
    if (behalf === null) return STRANGER;
    if (now - (row.lastUsedAt ?? 0) >= API_TOKEN_USED_MS) void this.#used(row.id, now);
    const expiresAt = row.expiresAt ?? Number.MAX_SAFE_INTEGER;
    return { kind: 'token', id: `token:${row.id}`, name: row.name, scopes: row.scopes, behalf, expiresAt };
  }

  /** Not what the request waits for: a token works, too, while the disk is full. */
  #used(id: string, now: number): Promise<unknown> {
    const noted = this.#workspace.change(() => {
      const row = this.#table.get(id);
      return row === undefined ? [[], null] : [[this.#table.put(id, { ...row, lastUsedAt: now })], null];
    });
    return noted.catch(() => null);
  }
}

/** Takes the tokens of programs, and leaves everything else to `identify`. */
export function withApiTokens(identify: Identify, tokens: ApiTokens): Identify {
  return (credentials) => {
    const token = apiTokenIn(credentials);
    return token === null ? identify(credentials) : tokens.identify(token);
  };
}

function apiTokenIn({ authorization }: Credentials): string | null {
  const [scheme, token = ''] = authorization?.split(' ', 2) ?? [];
  return scheme?.toLowerCase() === 'bearer' && token.startsWith(PREFIX) ? token : null;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function idOf(hash: string): string {
  return hash.slice(0, 16);
}
