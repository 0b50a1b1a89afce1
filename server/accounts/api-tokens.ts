/**
 * Tokens for programs (`Authorization: Bearer scr_...`): made by a person or by the operator, for some of what they may
 * do, for some time. Only a hash of each is kept, with its first characters so that a person recognises it.
 */

import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ApiTokenSummary } from '../contract/api.ts';
import { API_TOKEN_USED_MS, API_TOKENS_MAX } from '../contract/api-limits.ts';
import { SCOPES, type Scope } from '../contract/roles.ts';
import type { Clock } from '../lib/clock.ts';
import type { Table, Workspace } from '../workspace/workspace.ts';
import type { AccessNews } from './access-book.ts';
import type { Credentials, Identify } from './identify.ts';
import { ANYBODY, type Anybody, type Identity, type Person, STRANGER } from './identity.ts';
import { chosenName } from './person-names.ts';

const PREFIX = 'scr_';
const SECRET_BYTES = 32;
const SHOWN_CHARACTERS = 10;
const PATTERN = /^scr_[A-Za-z0-9_-]{43}$/;

const DAY_MS = 24 * 60 * 60 * 1_000;

const DAYS_MAX = 3_650;
const SCOPES_SENTENCE = `they are ${SCOPES.join(', ')}; say at least one`;
const DAYS_SENTENCE = `a whole number from 1 to ${DAYS_MAX}, or no end`;

/** What is asked of whoever wants one. */
export const newTokenSchema = z
  .object({
    name: chosenName,
    scopes: z.array(z.enum(SCOPES, SCOPES_SENTENCE), SCOPES_SENTENCE).min(1, SCOPES_SENTENCE),
    /** Days from now; null for no end. */
    days: z
      .number(DAYS_SENTENCE)
      .int(DAYS_SENTENCE)
      .min(1, DAYS_SENTENCE)
      .max(DAYS_MAX, DAYS_SENTENCE)
      .nullable()
      .default(90),
  })
  .strict();

/** When one ends that is made now. */
export function expiryOf(days: number | null, now: number): number | null {
  return days === null ? null : now + days * DAY_MS;
}

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

/** Without what makes it one. */
export function summaryOf({ hash: _secret, ...shown }: ApiTokenRow): ApiTokenSummary {
  return shown;
}

export interface NewApiToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly person: string | null;
  /** Milliseconds since 1970; null for never. */
  readonly expiresAt: number | null;
}

/** Whom a token speaks for now, by the person in its row; null for nobody, or nobody any more. */
export type FindBehalf = (person: string | null) => Promise<Person | Anybody | null>;

/** Where nobody has an account: the operator, who may do everything. */
const OPERATOR_ONLY: FindBehalf = async (person) => (person === null ? ANYBODY : null);

export class ApiTokens {
  readonly #workspace: Workspace;
  readonly #table: Table<ApiTokenRow>;
  readonly #clock: Clock;
  readonly #findBehalf: FindBehalf;
  readonly #listeners = new Set<(news: AccessNews) => void>();

  constructor(workspace: Workspace, clock: Clock, findBehalf: FindBehalf = OPERATOR_ONLY) {
    this.#workspace = workspace;
    this.#table = workspace.table('api-token', rowSchema);
    this.#clock = clock;
    this.#findBehalf = findBehalf;
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

  /** What the token is called that the log names so; null for anybody else, and for one that was revoked. */
  nameOf(author: string): string | null {
    const [kind, id = ''] = author.split(':');
    return kind === 'token' ? (this.find(id)?.name ?? null) : null;
  }

  /** R26: what it has open ends. @returns whether there was one. */
  async revoke(id: string): Promise<boolean> {
    const wasThere = await this.#workspace.change(() =>
      this.find(id) === undefined ? [[], false] : [[this.#table.del(id)], true],
    );
    if (wasThere) for (const listener of this.#listeners) listener({ kind: 'token', tokenId: identityOf(id) });
    return wasThere;
  }

  /** Hears of each that was revoked, once it is written down. @returns ends that. */
  subscribe(listener: (news: AccessNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Who a token speaks for, and for what of it. */
  async identify(token: string): Promise<Identity> {
    const hash = PATTERN.test(token) ? hashOf(token) : '';
    const row = hash === '' ? undefined : this.#table.get(idOf(hash));
    const now = this.#clock.now();
    if (row === undefined || row.hash !== hash || (row.expiresAt !== null && row.expiresAt <= now)) return STRANGER;
    const behalf = await this.#findBehalf(row.person);
    if (behalf === null) return STRANGER;
    if (now - (row.lastUsedAt ?? 0) >= API_TOKEN_USED_MS) void this.#used(row.id, now);
    const expiresAt = row.expiresAt ?? Number.MAX_SAFE_INTEGER;
    return { kind: 'token', id: identityOf(row.id), name: row.name, scopes: row.scopes, behalf, expiresAt };
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

/** Who a token speaks for: asked of the tokens themselves, or of the process that has them. */
export type IdentifyToken = (token: string) => Promise<Identity>;

/** Has the tokens of programs looked up, and leaves everything else to `identify`. */
export function withApiTokens(identify: Identify, identifyToken: IdentifyToken): Identify {
  return (credentials) => {
    const token = apiTokenIn(credentials);
    return token === null ? identify(credentials) : identifyToken(token);
  };
}

function apiTokenIn({ query, authorization }: Credentials): string | null {
  const [scheme, bearer = ''] = authorization?.split(' ', 2) ?? [];
  const token = query ?? (scheme?.toLowerCase() === 'bearer' ? bearer : '');
  return token.startsWith(PREFIX) ? token : null;
}

function identityOf(id: string): string {
  return `token:${id}`;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function idOf(hash: string): string {
  return hash.slice(0, 16);
}
