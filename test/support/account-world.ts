/** A whole server with ACCESS=accounts in this process, and people who sign in to it and send what they like. */

import { mkdir, writeFile } from 'node:fs/promises';
import { Accounts } from '../../server/accounts/accounts.ts';
import type { ApiTokens } from '../../server/accounts/api-tokens.ts';
import { deskOf, deskWith, tokensFor } from '../../server/accounts/desk.ts';
import { Passwords } from '../../server/accounts/passwords.ts';
import { createApp } from '../../server/app.ts';
import { parseConfig } from '../../server/config.ts';
import { type Clock, systemClock } from '../../server/lib/clock.ts';
import { silentLogger } from '../../server/lib/logger.ts';
import { LocalShard } from '../../server/shards/local-shard.ts';
import { MemoryDisk } from '../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../server/storage/memory-log.ts';
import { createWorkerCompactor } from '../../server/storage/worker-compactor.ts';
import { Workspace } from '../../server/workspace/workspace.ts';
import { emailOf, passwordOf } from './credentials.ts';
import { temporaryDirectory } from './temporary-directory.ts';
import { WireClient } from './wire-client.ts';

/** The real clock, which can be set forward. */
export class ForwardClock implements Clock {
  #aheadMs = 0;
  readonly now = () => Date.now() + this.#aheadMs;
  readonly after = systemClock.after;
  readonly every = systemClock.every;

  forward(ms: number): void {
    this.#aheadMs += ms;
  }
}

export class AccountWorld {
  readonly url: string;
  readonly clock: ForwardClock;
  readonly accounts: Accounts;
  readonly tokens: ApiTokens;
  readonly close: () => Promise<void>;

  private constructor(parts: Pick<AccountWorld, 'url' | 'clock' | 'accounts' | 'tokens' | 'close'>) {
    this.url = parts.url;
    this.clock = parts.clock;
    this.accounts = parts.accounts;
    this.tokens = parts.tokens;
    this.close = parts.close;
  }

  static async opens(environment: Readonly<Record<string, string>> = {}): Promise<AccountWorld> {
    const directory = await temporaryDirectory('accounts');
    await mkdir(`${directory.path}/web`);
    await writeFile(`${directory.path}/web/index.html`, '<!doctype html><title>Scriptorium</title>');
    const settings = parseConfig({ PORT: '0', DATA_DIR: directory.path, ACCESS: 'accounts', ...environment });
    if (!settings.ok) throw new Error(settings.error);
    const clock = new ForwardClock();
    const log = await openMemoryLog({ disk: new MemoryDisk(clock), clock });
    const workspace = await Workspace.open(`${directory.path}/workspace`, silentLogger);
    if (!log.ok || !workspace.ok) throw new Error('the world could not be opened');
    // As cheap as can be: what it costs is for another test.
    const passwords = new Passwords({ N: 16, r: 1, p: 1 });
    const parts = { workspace: workspace.value, clock, logger: silentLogger };
    const accounts = new Accounts({ ...parts, passwords });
    const compactor = createWorkerCompactor({ logger: silentLogger });
    const tokens = tokensFor(accounts, workspace.value, clock);
    const desk = deskWith(deskOf(accounts), tokens);
    const shared = { ...parts, ...desk, tokens, log: log.value, compactor, reader: compactor };
    const shard = new LocalShard({ ...shared, settings: settings.value });
    for (const teller of [accounts, tokens]) teller.subscribe((news) => shard.accessChanged(news));
    const app = await createApp({
      ...{ ...shared, config: settings.value, shard, accounts },
      webDirectory: `${directory.path}/web`,
    });
    const close = async () => {
      await app.close();
      accounts.close();
      await workspace.value.close();
      await compactor.close();
      await log.value.close();
      await directory.remove();
    };
    return new AccountWorld({ url: await app.listen(), clock, accounts, tokens, close });
  }

  get syncUrl(): string {
    return `${this.url.replace('http', 'ws')}/sync`;
  }

  /** Somebody with a browser that has been nowhere. */
  somebody(): Visitor {
    return new Visitor(this);
  }

  /** Whoever comes first, and looks after the server. */
  async firstOwner(name: string): Promise<Visitor> {
    const secret = await this.accounts.keeper.firstOwnerLink();
    const owner = this.somebody();
    await owner.must('POST', '/api/tickets/use', { secret, name, email: emailOf(name), password: passwordOf(name) });
    return await owner.knowsItself();
  }

  /** Is invited, and comes. */
  async member(name: string, by: Visitor, isAdmin = false): Promise<Visitor> {
    const { secret } = await by.must('POST', '/api/people', { email: emailOf(name), name, isAdmin });
    const member = this.somebody();
    await member.must('POST', '/api/tickets/use', { secret, password: passwordOf(name) });
    return await member.knowsItself();
  }

  /** Comes by a link, with a name. */
  async guest(name: string, token: string): Promise<Visitor> {
    const guest = this.somebody();
    await guest.must('POST', '/api/entrance', { at: { token }, name });
    return guest;
  }
}

export interface Answer {
  readonly status: number;
  // What a test makes of it is its own affair.
  readonly body: Readonly<Record<string, never>>;
}

/** A browser: it keeps the cookie it is given, and sends it along. */
export class Visitor {
  readonly #world: AccountWorld;
  cookie = '';
  id = '';

  constructor(world: AccountWorld) {
    this.#world = world;
  }

  async asks(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const { url } = this.#world;
    const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { origin: url, ...(this.cookie === '' ? {} : { cookie: this.cookie }), ...json, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const given = /^(scriptorium-session=[^;]*);/.exec(answer.headers.get('set-cookie') ?? '');
    if (given) this.cookie = given[1] ?? '';
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : {} };
  }

  /** Asks for what is allowed. */
  async must(method: string, path: string, body?: unknown): Promise<Answer['body']> {
    const { status, body: told } = await this.asks(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path} was answered with ${status}: ${JSON.stringify(told)}`);
    return told;
  }

  async signsIn(name: string, password = passwordOf(name)): Promise<number> {
    return (await this.asks('POST', '/api/session', { email: emailOf(name), password })).status;
  }

  async knowsItself(): Promise<this> {
    this.id = (await this.must('GET', '/api/session')).id ?? '';
    return this;
  }

  /** Opens a document, as a page of ours does. */
  opens(documentId: string): WireClient {
    const headers: Record<string, string> = this.cookie === '' ? {} : { cookie: this.cookie };
    return WireClient.dials(this.#world, `${documentId}?v=1`, { origin: this.#world.url, ...headers });
  }
}
