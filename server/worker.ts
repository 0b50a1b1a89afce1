/**
 * The program of a worker process: serves the documents of one data directory through sockets that the front process
 * hands over. It listens on no port, reads the same settings as the front process, and ends when that one ends.
 */

import { pino } from 'pino';
import { type Desk, deskWithout } from './accounts/desk.ts';
import { type Config, readConfig } from './config.ts';
import { DRAIN_MS, FAREWELL_MS } from './contract/limits.ts';
import { systemClock } from './lib/clock.ts';
import { LocalShard } from './shards/local-shard.ts';
import { createRemoteDesk, type RemoteDesk } from './shards/remote-desk.ts';
import type { FromWorker, ToWorker } from './shards/shard-messages.ts';
import { createWorkerDoor } from './shards/worker-door.ts';
import { claimDataDirectory } from './storage/data-directory.ts';
import { openLevelLog } from './storage/level-log.ts';
import { createWorkerCompactor } from './storage/worker-compactor.ts';

/** How often a directory that another process still has is looked at. */
const LOCK_LOOK_MS = 100;

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

async function serveShard(directory: string, config: Config): Promise<void> {
  const logger = pino({ level: config.logLevel }, pino.destination(2));
  await isFree(directory);
  const log = await openLevelLog({ directory, clock: systemClock, logger });
  if (!log.ok) {
    send({ kind: 'refused', sentence: log.error.message });
    process.disconnect();
    return;
  }
  const compactor = createWorkerCompactor({ logger });
  const front = createRemoteDesk(send, systemClock);
  const { identify, book } = deskFor(config, front);
  const parts = {
    settings: config,
    identify,
    book,
    log: log.value,
    compactor,
    reader: compactor,
    historian: compactor,
    clock: systemClock,
    logger,
  };
  const shard = new LocalShard(parts);
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    await shard.close();
    await compactor.close();
    await log.value.close();
    if (process.connected) process.disconnect();
  };
  const door = createWorkerDoor(shard, front, send, () => void end());
  process.on('message', (message, socket) => door.take(message as ToWorker, socket));
  process.once('disconnect', () => void end());
  shard.watch({ onChange: (change) => send({ kind: 'changed', change }), onGap: () => {} });
  send({ kind: 'ready' });
}

/** Only the front process knows people. */
function deskFor({ access }: Config, front: RemoteDesk): Desk {
  if (access.kind === 'accounts') return { identify: front.identify, book: front };
  return deskWithout(access.kind === 'token' ? access.rules : null, systemClock);
}

/** Waits while a worker of an earlier front process, which was killed, still says goodbye. */
async function isFree(directory: string): Promise<void> {
  const deadline = systemClock.now() + DRAIN_MS + FAREWELL_MS;
  for (;;) {
    const claim = await claimDataDirectory(directory);
    if (claim.ok) return claim.value.release('untouched');
    if (claim.error.kind !== 'in-use' || systemClock.now() > deadline) return;
    await new Promise<void>((resolve) => systemClock.after(LOCK_LOOK_MS, resolve));
  }
}

// A terminal sends Ctrl+C to all processes of the group; the front process says when it is time.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

const [, , directory = ''] = process.argv;
const config = readConfig();
if (config.ok) await serveShard(directory, config.value);
else send({ kind: 'refused', sentence: config.error });
