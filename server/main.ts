/** Starts the server: reads the settings, builds the parts, listens, handles signals. No logic of its own. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { NO_BOOK } from './accounts/access-book.ts';
import { createIdentify, type Identify } from './accounts/identify.ts';
import { TokenVerifier } from './accounts/tokens.ts';
import { type App, createApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { systemClock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import { failed, ok, type Result } from './lib/result.ts';
import { LocalShard } from './shards/local-shard.ts';
import type { Shard } from './shards/shard.ts';
import { Shards } from './shards/shards.ts';
import { claimDataDirectory, WORKSPACE } from './storage/data-directory.ts';
import { openLevelLog } from './storage/level-log.ts';
import { shardPaths } from './storage/shards.ts';
import { createWorkerCompactor } from './storage/worker-compactor.ts';
import { Workspace } from './workspace/workspace.ts';

/** The built web app, seen from the built server and, in development, from its source. */
const WEB_DIRECTORY = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dist/web' : '../web', import.meta.url),
);

/**
 * Serves until SIGINT or SIGTERM.
 *
 * @param parameters `--workers N`, which wins over the setting.
 * @returns the process's exit code; 1 when it could not start.
 */
export async function serve(parameters: readonly string[]): Promise<number> {
  const config = readConfig(parameters);
  if (!config.ok) return complain(config.error);
  const server = await start(config.value);
  if (!server.ok) return complain(server.error);
  process.stdout.write(`Scriptorium is at ${server.value.address}\n`);
  await stopSignal();
  process.stdout.write('Stopping: writing what was received, then closing.\n');
  await server.value.stop();
  return 0;
}

interface RunningServer {
  readonly address: string;
  stop(): Promise<void>;
}

/** Documents, and how to let go of where they are kept once nobody uses them any more. */
interface OpenShard {
  readonly shard: Shard;
  release(): Promise<void>;
}

async function start(config: Config): Promise<Result<RunningServer, string>> {
  const logger = pino({ level: config.logLevel }, pino.destination(2));
  const { access } = config;
  const identify = createIdentify(access.kind === 'token' ? new TokenVerifier(access.rules, systemClock) : null);
  const opened =
    config.workers === 1 ? await openHere(config, identify, logger) : await openWorkers(config, identify, logger);
  if (!opened.ok) return opened;
  const { shard, release } = opened.value;
  const workspace = await Workspace.open(join(config.dataDirectory, WORKSPACE), logger);
  if (!workspace.ok) {
    await shard.close();
    await release();
    return workspace;
  }
  const app = await createApp({
    ...{ config, shard, identify, book: NO_BOOK, logger },
    workspace: workspace.value,
    clock: systemClock,
    webDirectory: WEB_DIRECTORY,
  });
  const stop = async () => {
    await app.close();
    await workspace.value.close();
    await release();
  };
  const address = await listen(app, config);
  if (address.ok) return ok({ address: address.value, stop });
  await stop();
  return address;
}

async function openHere(config: Config, identify: Identify, logger: Logger): Promise<Result<OpenShard, string>> {
  const log = await openLevelLog({ directory: config.dataDirectory, clock: systemClock, logger });
  if (!log.ok) return failed(log.error.message);
  const compactor = createWorkerCompactor({ logger });
  const parts = {
    settings: config,
    identify,
    book: NO_BOOK,
    log: log.value,
    compactor,
    reader: compactor,
    clock: systemClock,
    logger,
  };
  const release = async () => {
    await compactor.close();
    await log.value.close();
  };
  return ok({ shard: new LocalShard(parts), release });
}

async function openWorkers(
  { dataDirectory, workers }: Config,
  identify: Identify,
  logger: Logger,
): Promise<Result<OpenShard, string>> {
  const claim = await claimDataDirectory(dataDirectory, 'use', workers);
  if (!claim.ok) return failed(claim.error.message);
  const directory = claim.value;
  const shards = await Shards.start(shardPaths(dataDirectory, workers), {
    clock: systemClock,
    logger,
    desk: { identify, ...NO_BOOK },
  });
  if (!shards.ok) {
    await directory.release('unclean');
    return shards;
  }
  if (directory.isNew) await directory.markReady();
  return ok({ shard: shards.value, release: () => directory.release('clean') });
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
  return 1;
}
