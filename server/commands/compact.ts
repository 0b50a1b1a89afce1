/** `scriptorium compact [ID]`: compacts documents, joins their history and gives back the room. */

import { compactDocument } from '../storage/add-document.ts';
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
    const ids = only === undefined ? await idsIn(log) : await idIfThere(log, only);
    documents += ids.length;
    failures += await compactAll(log, ids, terminal);
    await close();
  }
  if (only !== undefined && documents === 0) {
    terminal.complain(`There is no document ${only}.`);
    return EXIT.refused;
  }
  terminal.say(`${documents - failures} of ${documents} documents compacted.`);
  return failures === 0 ? EXIT.done : EXIT.damaged;
}

/** @returns how many could not be compacted. */
async function compactAll(log: StoreLog, ids: readonly string[], terminal: Terminal): Promise<number> {
  const compactor = createWorkerCompactor();
  const bar = terminal.progress(ids.length, 'documents');
  let failures = 0;
  for (const id of ids) {
    const failure = await compactDocument(log, id, compactor);
    if (failure !== null) terminal.complain(`${id}: ${failure}`);
    failures += failure === null ? 0 : 1;
    bar.advance();
  }
  bar.end();
  await compactor.close();
  await log.tidy(Number.POSITIVE_INFINITY);
  return failures;
}

/** One that cannot be opened is there: why it cannot is said where it is compacted. */
async function idIfThere(log: StoreLog, id: string): Promise<string[]> {
  const opened = await log.open(id);
  return opened.ok && opened.value.head === 0 && opened.value.damage === null ? [] : [id];
}

async function idsIn(log: StoreLog): Promise<string[]> {
  const ids: string[] = [];
  for await (const entry of log.documents()) if (entry.ok) ids.push(entry.value.id);
  return ids;
}
