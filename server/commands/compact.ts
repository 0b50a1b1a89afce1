/** `scriptorium compact [ID]`: compacts documents, joins their history and gives back the room. */

import { silentLogger } from '../lib/logger.ts';
import { HistoryJoiner } from '../storage/history-joiner.ts';
import { directoryOfDocument, shardDirectories } from '../storage/shards.ts';
import type { StoreLog } from '../storage/store-log.ts';
import { createWorkerCompactor } from '../storage/worker-compactor.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, parse, type Terminal } from './command.ts';
import { openForChanging } from './workplace.ts';

export const compactCommand: MaintenanceCommand = {
  name: 'compact',
  usage: 'compact [ID]',
  meaning: 'Compact one document or all, join their history, give back the room. Needs the server stopped.',
  run: compact,
};

async function compact({ parameters, dataDirectory, terminal }: CommandContext): Promise<number> {
  const parsed = parse(parameters, {}, 1);
  if (!parsed.ok) {
    terminal.complain(`${parsed.error} Usage: scriptorium ${compactCommand.usage}`);
    return EXIT.refused;
  }
  const only = parsed.value.positionals[0];
  const directories =
    only === undefined ? await shardDirectories(dataDirectory) : [await directoryOfDocument(dataDirectory, only)];
  let documents = 0;
  let failures = 0;
  for (const directory of directories) {
    const place = await openForChanging(directory);
    if (!place.ok) {
      terminal.complain(place.error);
      return EXIT.refused;
    }
    const { log, close } = place.value;
    const ids = only === undefined ? await idsIn(log) : [only];
    documents += ids.length;
    failures += await compactAll(log, ids, terminal);
    await close();
  }
  terminal.say(`${documents - failures} of ${documents} documents compacted.`);
  return failures === 0 ? EXIT.done : EXIT.damaged;
}

/** @returns how many could not be compacted. */
async function compactAll(log: StoreLog, ids: readonly string[], terminal: Terminal): Promise<number> {
  const bar = terminal.progress(ids.length, 'documents');
  let failures = 0;
  for (const id of ids) {
    const failure = await compactOne(log, id);
    if (failure !== null) terminal.complain(`${id}: ${failure}`);
    failures += failure === null ? 0 : 1;
    bar.advance();
  }
  bar.end();
  await log.tidy(Number.POSITIVE_INFINITY);
  return failures;
}

async function idsIn(log: StoreLog): Promise<string[]> {
  const ids: string[] = [];
  for await (const entry of log.documents()) if (entry.ok) ids.push(entry.value.id);
  return ids;
}

/** @returns why it could not be compacted; null when it was, or had nothing to compact. */
export async function compactOne(log: StoreLog, id: string): Promise<string | null> {
  const worker = createWorkerCompactor();
  try {
    const opened = await log.open(id);
    if (!opened.ok) return opened.error.message;
    if (opened.value.damage !== null) return opened.value.damage;
    let { snapshot, note, tail } = opened.value;
    while (tail.length > 0) {
      const output = await worker.compact({ snapshot, note, tail });
      if (!output.ok) return output.error;
      const written = await log.compact(id, output.value);
      if (!written.ok) return written.error.message;
      const { through, owners, stateHash } = output.value;
      snapshot = { through, bytes: output.value.snapshot };
      note = { through, owners, stateHash };
      tail = tail.filter(({ sequence }) => sequence > through);
    }
    await new HistoryJoiner({ startWorker: createWorkerCompactor, logger: silentLogger }).join(log, id);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await worker.close();
  }
}
