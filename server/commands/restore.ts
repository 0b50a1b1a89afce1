/** `scriptorium restore FILE`: a backup becomes the data directory; what was there is moved aside, never deleted. */

import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { BackupHeader } from '../storage/backup-format.ts';
import { WORKSPACE } from '../storage/data-directory.ts';
import { ImageStore } from '../storage/image-store.ts';
import { fullMessage } from '../storage/ordered-store.ts';
import { HalfRestored, restoreInPlace, restoreInto } from '../storage/restoring.ts';
import { restoreWorkspace, workspaceFileOf } from '../storage/workspace-backup.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, type Progress, parse, type Terminal } from './command.ts';

export const restoreCommand: MaintenanceCommand = {
  name: 'restore',
  usage: 'restore FILE [--replace]',
  meaning: 'Make a data directory from a backup, for WORKERS workers; --replace moves what it holds aside first.',
  run: restore,
};

async function restore({ parameters, dataDirectory, workers, terminal }: CommandContext): Promise<number> {
  const parsed = parse(parameters, { replace: { type: 'boolean' } }, 1);
  const file = parsed.ok ? parsed.value.positionals[0] : undefined;
  if (!parsed.ok || file === undefined) {
    terminal.complain(`${parsed.ok ? 'Say which backup.' : parsed.error} Usage: scriptorium ${restoreCommand.usage}`);
    return EXIT.refused;
  }
  try {
    const { path, entries, aside } = await restoreInPlace(
      resolve(dataDirectory),
      parsed.value.flag('replace'),
      async (into) => {
        const copied = await copy(file, into, workers, terminal);
        await bringWorkspaceBack(file, into, terminal);
        return copied;
      },
    );
    const images = await ImageStore.ofBackup(file).copyTo(ImageStore.ofDataDirectory(path));
    if (images > 0) terminal.say(`Brought back ${images} images from ${file}.images.`);
    if (aside !== null) terminal.say(`What was there before is in ${aside}.`);
    terminal.say(
      `Restored ${entries} entries into ${path}. Check it with "scriptorium verify", then start the server.`,
    );
    return EXIT.done;
  } catch (error) {
    if (error instanceof HalfRestored) terminal.complain(error.message);
    else terminal.complain(`Nothing was restored and nothing was changed: ${fullMessage(error)}`);
    return EXIT.refused;
  }
}

async function bringWorkspaceBack(file: string, into: string, terminal: Terminal): Promise<void> {
  const from = workspaceFileOf(file);
  const isThere = await access(from).then(
    () => true,
    () => false,
  );
  if (isThere) {
    const rows = await restoreWorkspace(join(into, WORKSPACE), createReadStream(from));
    terminal.say(`Brought back ${rows} rows about documents and people from ${from}.`);
  } else terminal.say(`There is no ${from}: lists are made anew from the documents; people and tags are not in them.`);
}

async function copy(file: string, into: string, shards: number, terminal: Terminal): Promise<number> {
  let bar: Progress | null = null;
  let shown = 0;
  try {
    const onEntries = (done: number, { entries }: BackupHeader) => {
      bar ??= terminal.progress(entries, 'entries');
      bar.advance(done - shown);
      shown = done;
    };
    const header = await restoreInto(into, createReadStream(file), { shards, onEntries });
    return header.entries;
  } finally {
    (bar as Progress | null)?.end();
  }
}
