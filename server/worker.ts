/**
 * The program of a worker process: serves the documents of one data directory through sockets that the front process
 * hands over. It listens on no port, reads the same settings as the front process, and ends when that one ends.
 */

import { withApiTokens } from './accounts/api-tokens.ts';
import { type Desk, deskWithout } from './accounts/desk.ts';
import { type Config, readConfig } from './config.ts';
import { DRAIN_MS, FAREWELL_MS } from './contract/limits.ts';
import { systemClock } from './lib/clock.ts';
import { processLogger } from './lib/process-logger.ts';
import { openLocalDocuments } from './shards/local-documents.ts';
import { createRemoteDesk, type RemoteDesk } from './shards/remote-desk.ts';
import type { FromWorker, ToWorker } from './shards/shard-messages.ts';
import { createWorkerDoor } from './shards/worker-door.ts';
import { claimDataDirectory } from './storage/data-directory.ts';

/** How often a directory that another process still has is looked at. */
const LOCK_LOOK_MS = 100;

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

async function serveShard(directory: string, config: Config): Promise<void> {
  const logger = processLogger(config.logLevel);
  await isFree(directory);
  const documents = await openLocalDocuments(directory, config, logger);
  if (!documents.ok) {
    send({ kind: 'refused', sentence: documents.error });
    process.disconnect();
    return;
  }
  const front = createRemoteDesk(send, systemClock);
  const shard = documents.value.serve(deskFor(config, front));
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    await shard.close();
    await documents.value.release();
    if (process.connected) process.disconnect();
  };
  const door = createWorkerDoor(shard, front, send, () => void end());
  process.on('message', (message, socket) => door.take(message as ToWorker, socket));
  process.once('disconnect', () => void end());
  shard.watch({ onChange: (change) => send({ kind: 'changed', change }), onGap: () => {} });
  send({ kind: 'ready' });
}

/** Only the front process knows people, and the tokens of programs. */
function deskFor({ access }: Config, front: RemoteDesk): Desk {
  if (access.kind === 'accounts') return { identify: front.identify, book: front };
  const { identify, book } = deskWithout(access.kind === 'token' ? access.rules : null, systemClock);
  return { identify: withApiTokens(identify, (token) => front.identify({ query: token })), book };
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
