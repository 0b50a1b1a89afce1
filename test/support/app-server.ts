/** The server's parts in the test's own process, on a free port and in memory: for what needs neither a disk nor a crash. */

import { mkdir, writeFile } from 'node:fs/promises';
import { Accounts } from '../../server/accounts/accounts.ts';
import type { ApiTokens } from '../../server/accounts/api-tokens.ts';
import { deskOf, deskWith, deskWithout, tokensFor } from '../../server/accounts/desk.ts';
import { type App, createApp } from '../../server/app.ts';
import { parseConfig } from '../../server/config.ts';
import { type Clock, systemClock } from '../../server/lib/clock.ts';
import { silentLogger } from '../../server/lib/logger.ts';
import { LocalShard } from '../../server/shards/local-shard.ts';
import { MemoryDisk } from '../../server/storage/memory-disk.ts';
import { openMemoryLog } from '../../server/storage/memory-log.ts';
import { createWorkerCompactor } from '../../server/storage/worker-compactor.ts';
import { Workspace } from '../../server/workspace/workspace.ts';
import { type TemporaryDirectory, temporaryDirectory } from './temporary-directory.ts';

export interface AppServer {
  readonly app: App;
  /** Null unless ACCESS=accounts. */
  readonly accounts: Accounts | null;
  readonly tokens: ApiTokens;
  readonly url: string;
  readonly syncUrl: string;
  readonly dataDirectory: string;
  close(): Promise<void>;
}

/** What outlives a server: it can be started again on it. */
export class AppPlace {
  readonly directory: TemporaryDirectory;
  readonly disk = new MemoryDisk(systemClock);

  private constructor(directory: TemporaryDirectory) {
    this.directory = directory;
  }

  static async make(): Promise<AppPlace> {
    return new AppPlace(await temporaryDirectory('app'));
  }
}

/**
 * @param environment settings, as the process would have them.
 * @param kept where its data lie when they are to be there afterwards.
 */
export async function startApp(
  environment: Readonly<Record<string, string>> = {},
  clock: Clock = systemClock,
  kept?: AppPlace,
): Promise<AppServer> {
  const { directory, disk } = kept ?? (await AppPlace.make());
  await mkdir(`${directory.path}/web`, { recursive: true });
  await writeFile(
    `${directory.path}/web/index.html`,
    '<!doctype html><head><title>Scriptorium</title></head><div id="root"></div>',
  );
  const settings = parseConfig({ PORT: '0', DATA_DIR: directory.path, LOG_LEVEL: 'silent', ...environment });
  if (!settings.ok) throw new Error(settings.error);
  const config = settings.value;
  const log = await openMemoryLog({ disk, clock: systemClock });
  if (!log.ok) throw new Error(log.error.message);
  const compactor = createWorkerCompactor({ logger: silentLogger });
  const workspace = await Workspace.open(`${directory.path}/workspace`, silentLogger);
  if (!workspace.ok) throw new Error(workspace.error);
  const { access } = config;
  const own = { workspace: workspace.value, clock, logger: silentLogger };
  const accounts = access.kind === 'accounts' ? new Accounts(own) : null;
  const desk = accounts === null ? deskWithout(access.kind === 'token' ? access.rules : null, clock) : deskOf(accounts);
  const tokens = tokensFor(accounts, workspace.value, clock);
  const shared = { ...own, ...deskWith(desk, tokens), config, accounts, tokens };
  const shard = new LocalShard({
    ...{ ...shared, compactor, reader: compactor, historian: compactor, log: log.value },
    settings: config,
  });
  for (const teller of [accounts, tokens]) teller?.subscribe((news) => shard.accessChanged(news));
  const parts = { ...shared, shard };
  const app = await createApp({ ...parts, webDirectory: `${directory.path}/web` });
  const url = await app.listen();
  return {
    app,
    accounts,
    tokens,
    url,
    syncUrl: `${url.replace('http', 'ws')}/sync`,
    dataDirectory: directory.path,
    async close() {
      await app.close();
      accounts?.close();
      await workspace.value.close();
      await compactor.close();
      await log.value.close();
      if (kept === undefined) await directory.remove();
    },
  };
}
