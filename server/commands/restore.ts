/** `scriptorium restore FILE`: a backup becomes the data directory; what was there is moved aside, never deleted. */

import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { claimDataDirectory } from '../storage/data-directory.ts';
import { fullMessage } from '../storage/ordered-store.ts';
import { restoreInto } from '../storage/restoring.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, type Progress, parse, type Terminal } from './command.ts';

export const restoreCommand: MaintenanceCommand = {
  name: 'restore',
  usage: 'restore FILE [--replace]',
  meaning: 'Make a data directory from a backup; --replace moves one that holds data aside first.',
  run: restore,
};

async function restore({ parameters, dataDirectory, terminal }: CommandContext): Promise<number> {
  const parsed = parse(parameters, { replace: { type: 'boolean' } }, 1);
  const file = parsed.ok ? parsed.value.positionals[0] : undefined;
  if (!parsed.ok || file === undefined) {
    terminal.complain(`${parsed.ok ? 'Say which backup.' : parsed.error} Usage: scriptorium ${restoreCommand.usage}`);
    return EXIT.refused;
  }
  const target = resolve(dataDirectory);
  const fresh = `${target}.restoring`;
  try {
    const aside = await whereToPutAside(target, parsed.value.flag('replace'));
    // The old directory is touched only when the new one is whole.
    await rm(fresh, { recursive: true, force: true });
    await mkdir(dirname(target), { recursive: true });
    const entries = await copy(file, fresh, terminal);
    if (aside !== null) await rename(target, aside);
    else await rm(target, { recursive: true, force: true });
    await rename(fresh, target);
    if (aside !== null) terminal.say(`What was there before is in ${aside}.`);
    terminal.say(
      `Restored ${entries} entries into ${target}. Check it with "scriptorium verify", then start the server.`,
    );
    return EXIT.done;
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    terminal.complain(`Nothing was restored and nothing was changed: ${fullMessage(error)}`);
    return EXIT.refused;
  }
}

/** Null when there is nothing to put aside. */
async function whereToPutAside(target: string, mayReplace: boolean): Promise<string | null> {
  const files = await readdir(target).catch(() => []);
  if (files.length === 0) return null;
  const claim = await claimDataDirectory(target, 'repair');
  if (!claim.ok) throw new Error(claim.error.message);
  await claim.value.release('untouched');
  if (mayReplace) return `${target}.replaced-${Date.now()}`;
  throw new Error(`${target} holds data. Choose another DATA_DIR, or say --replace to move it aside.`);
}

async function copy(file: string, into: string, terminal: Terminal): Promise<number> {
  let bar: Progress | null = null;
  let shown = 0;
  try {
    const header = await restoreInto(into, createReadStream(file), (done, { entries }) => {
      bar ??= terminal.progress(entries, 'entries');
      bar.advance(done - shown);
      shown = done;
    });
    return header.entries;
  } finally {
    (bar as Progress | null)?.end();
  }
}
