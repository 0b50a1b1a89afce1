/** `scriptorium backup FILE`: everything as it is now, also while a server is running; proved by reading it again. */

import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';

import { joinBackups, readBackup } from '../storage/backup-format.ts';
import { requestBackup } from '../storage/control-socket.ts';
import { claimDataDirectory } from '../storage/data-directory.ts';
import { ImageStore } from '../storage/image-store.ts';
import { fullMessage } from '../storage/ordered-store.ts';
import { shardDirectories } from '../storage/shards.ts';
import { backupOfWorkspace, lookAtWorkspace, workspaceFileOf } from '../storage/workspace-backup.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, parse, type Terminal } from './command.ts';
import { openForChanging } from './workplace.ts';

export const backupCommand: MaintenanceCommand = {
  name: 'backup',
  usage: 'backup FILE',
  meaning: 'Write everything as it is now into one file, also while the server runs.',
  run: backup,
};

async function backup({ parameters, dataDirectory, terminal }: CommandContext): Promise<number> {
  const parsed = parse(parameters, {}, 1);
  const target = parsed.ok ? parsed.value.positionals[0] : undefined;
  if (!parsed.ok || target === undefined) {
    terminal.complain(
      `${parsed.ok ? 'Say where to write it.' : parsed.error} Usage: scriptorium ${backupCommand.usage}`,
    );
    return EXIT.refused;
  }
  const partial = `${target}.partial`;
  try {
    const bytes = await writeTo(partial, backupOf(dataDirectory));
    const entries = await prove(partial, terminal);
    // After the texts: it may know more documents than they are, never fewer; what it lacks it finds by itself.
    await backUpWorkspace(target, dataDirectory, terminal);
    // After the texts: whatever they refer to was there by then.
    const kept = ImageStore.ofBackup(target);
    const added = await ImageStore.ofDataDirectory(dataDirectory).copyTo(kept);
    await rename(partial, target);
    terminal.say(`Backup of ${entries} entries, ${bytes} bytes, read again and proved: ${target}`);
    const images = (await kept.names()).length;
    if (images > 0) terminal.say(`Beside it ${images} images, ${added} of them new: ${target}.images`);
    return EXIT.done;
  } catch (error) {
    await rm(partial, { force: true });
    terminal.complain(`No backup was written: ${fullMessage(error)}`);
    return EXIT.refused;
  }
}

async function backUpWorkspace(target: string, dataDirectory: string, terminal: Terminal): Promise<void> {
  const file = workspaceFileOf(target);
  const partial = `${file}.partial`;
  try {
    const bytes = await writeTo(partial, backupOfWorkspace(dataDirectory, Date.now()));
    if (bytes === 0) return;
    const { rows } = await lookAtWorkspace(createReadStream(partial));
    await rename(partial, file);
    terminal.say(`Beside it ${rows} rows about documents and people: ${file}`);
  } finally {
    await rm(partial, { force: true });
  }
}

async function writeTo(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await open(path, 'wx');
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      await file.writeFile(chunk);
      bytes += chunk.length;
    }
    await file.sync();
    return bytes;
  } finally {
    await file.close();
  }
}

/** All that a data directory holds, wherever in it. */
async function* backupOf(dataDirectory: string): AsyncGenerator<Uint8Array> {
  const directories = await shardDirectories(dataDirectory);
  const backups = directories.map(backupOfOne);
  yield* backups.length === 1 ? (backups[0] ?? []) : joinBackups(backups);
}

/** From the server when one has the directory, else from the directory itself. */
async function* backupOfOne(dataDirectory: string): AsyncGenerator<Uint8Array> {
  const claim = await claimDataDirectory(dataDirectory);
  if (!claim.ok) {
    if (claim.error.kind !== 'in-use') throw new Error(claim.error.message);
    yield* await requestBackup(dataDirectory);
    return;
  }
  await claim.value.release('untouched');
  if (claim.value.isNew) throw new Error(`The data directory ${dataDirectory} is empty. Check DATA_DIR.`);
  const place = await openForChanging(dataDirectory);
  if (!place.ok) throw new Error(place.error);
  try {
    yield* place.value.log.backup();
  } finally {
    await place.value.close();
  }
}

/** Reads it as a restoring would. @returns how many entries it has. */
async function prove(path: string, terminal: Terminal): Promise<number> {
  let entries = 0;
  let bar: ReturnType<Terminal['progress']> | null = null;
  try {
    for await (const part of readBackup(createReadStream(path))) {
      if (part.kind === 'header') bar = terminal.progress(part.header.entries, 'entries');
      if (part.kind !== 'entry') continue;
      entries++;
      bar?.advance();
    }
    return entries;
  } finally {
    bar?.end();
  }
}
