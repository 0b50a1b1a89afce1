/** Starts the server: reads the settings, builds the parts, listens, handles signals. No logic of its own. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Accounts } from './accounts/accounts.ts';
import { type Desk, deskOf, deskWith, deskWithout, tokensFor } from './accounts/desk.ts';
import { type App, createApp } from './app.ts';
import { EXIT } from './commands/command.ts';
import { type Config, readConfig } from './config.ts';
import { systemClock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import { processLogger } from './lib/process-logger.ts';
import { failed, ok, type Result } from './lib/result.ts';
import { openLocalDocuments } from './shards/local-documents.ts';
import type { Shard } from './shards/shard.ts';
import { Shards } from './shards/shards.ts';
import { claimDataDirectory, WORKSPACE } from './storage/data-directory.ts';
import { shardPaths } from './storage/shards.ts';
import { Workspace } from './workspace/workspace.ts';

/** The built web app, seen from the built server and, in development, from its source. */
const WEB_DIRECTORY = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dist/web' : '../web', import.meta.url),
);

/**
 * Serves until SIGINT or SIGTERM.
 *
 * @param parameters `--workers N`, which wins over the setting.
 * @returns the process's exit code, see EXIT.
 */
export async function serve(parameters: readonly string[]): Promise<number> {
  const config = readConfig(parameters);
  if (!config.ok) return complain(config.error);
  const server = await start(config.value);
  if (!server.ok) return complain(server.error);
  const { address, welcome } = server.value;
  const invitation =
    welcome === null ? '' : `Nobody looks after it yet. Become its owner: ${address}/welcome#${welcome}\n`;
  // In one piece: whoever waits for the address finds the link with it.
  process.stdout.write(`Scriptorium is at ${address}\n${invitation}`);
  await stopSignal();
  process.stdout.write('Stopping: writing what was received, then closing.\n');
  await server.value.stop();
  return EXIT.done;
}

interface RunningServer {
  readonly address: string;
  /** With which somebody becomes the first owner; null when there is one, or none is needed. */
  readonly welcome: string | null;
  stop(): Promise<void>;
}

/** A data directory that is ours: how its documents are served, and how it is let go of once nobody uses them any more. */
interface Place {
  serve(desk: Desk): Promise<Result<Shard, string>>;
  release(): Promise<void>;
}

async function start(config: Config): Promise<Result<RunningServer, string>> {
  const logger = processLogger(config.logLevel);
  const place = config.workers === 1 ? await openHere(config, logger) : await claimForWorkers(config, logger);
  if (!place.ok) return place;
  const workspace = await Workspace.open(join(config.dataDirectory, WORKSPACE), logger);
  if (!workspace.ok) {
    await place.value.release();
    return workspace;
  }
  const letGo = async () => {
    await workspace.value.close();
    await place.value.release();
  };
  const accounts = accountsOf(config, workspace.value, logger);
  const tokens = tokensFor(accounts, workspace.value, systemClock);
  const desk = deskWith(deskFor(config, accounts), tokens);
  const shard = await place.value.serve(desk);
  if (!shard.ok) {
    await letGo();
    return shard;
  }
  for (const teller of [accounts, tokens]) teller?.subscribe((news) => shard.value.accessChanged(news));
  const app = await createApp({
    ...{ config, accounts, tokens, logger, ...desk },
    shard: shard.value,
    workspace: workspace.value,
    clock: systemClock,
    webDirectory: WEB_DIRECTORY,
  });
  const stop = async () => {
    await app.close();
    accounts?.close();
    await letGo();
  };
  const address = await listen(app, config);
  if (address.ok) {
    const welcome = (await accounts?.keeper.firstOwnerLink()) ?? null;
    return ok({ address: address.value, welcome, stop });
  }
  await stop();
  return address;
}

function accountsOf({ access }: Config, workspace: Workspace, logger: Logger): Accounts | null {
  return access.kind === 'accounts' ? new Accounts({ workspace, clock: systemClock, logger }) : null;
}

function deskFor({ access }: Config, accounts: Accounts | null): Desk {
  if (accounts !== null) return deskOf(accounts);
  return deskWithout(access.kind === 'token' ? access.rules : null, systemClock);
}

async function openHere(config: Config, logger: Logger): Promise<Result<Place, string>> {
  const documents = await openLocalDocuments(config.dataDirectory, config, logger);
  if (!documents.ok) return documents;
  const { serve, release } = documents.value;
  return ok({ serve: async (desk) => ok(serve(desk)), release });
}

async function claimForWorkers({ dataDirectory, workers }: Config, logger: Logger): Promise<Result<Place, string>> {
  const claim = await claimDataDirectory(dataDirectory, 'use', workers);
  if (!claim.ok) return failed(claim.error.message);
  const directory = claim.value;
  let isServing = false;
  return ok({
    async serve({ identify, book }) {
      const parts = { clock: systemClock, logger, questions: { identify, ...book } };
      const shards = await Shards.start(shardPaths(dataDirectory, workers), parts);
      if (!shards.ok) return shards;
      isServing = true;
      if (directory.isNew) await directory.markReady();
      return shards;
    },
    release: () => directory.release(isServing ? 'clean' : 'unclean'),
  });
}

async function listen(app: App, { host, port }: Config): Promise<Result<string, string>> {
  try {
    return ok(await app.listen());
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      return failed(`Port ${port} is in use. Stop the other program, or set PORT to a free one.`);
    if (code === 'EACCES')
      return failed(`Port ${port} needs more rights than this user has. Set PORT to 1024 or more.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return failed(`HOST=${host} is no address of this machine.`);
    throw error;
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

function complain(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return EXIT.refused;
}
