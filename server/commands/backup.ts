/** `scriptorium backup FILE`: everything as it is now, also while a server is running; proved by reading it again. */

import type { BackupProgress } from '../contract/admin-api.ts';
import { makeBackup } from '../storage/backup.ts';
import { fullMessage } from '../storage/ordered-store.ts';
import { workspaceFileOf } from '../storage/workspace-backup.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, type Progress, parse, type Terminal } from './command.ts';

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
  const bar = proofBar(terminal);
  try {
    const { rows, entries, bytes, images, imagesAdded } = await makeBackup(target, dataDirectory, bar.show);
    bar.end();
    if (rows !== null) terminal.say(`Beside it ${rows} rows about documents and people: ${workspaceFileOf(target)}`);
    terminal.say(`Backup of ${entries} entries, ${bytes} bytes, read again and proved: ${target}`);
    if (images > 0) terminal.say(`Beside it ${images} images, ${imagesAdded} of them new: ${target}.images`);
    return EXIT.done;
  } catch (error) {
    bar.end();
    terminal.complain(`No backup was written: ${fullMessage(error)}`);
    return EXIT.refused;
  }
}

/** While it is written nobody knows how much it will be; what is read again is known. */
function proofBar(terminal: Terminal): { show(progress: BackupProgress): void; end(): void } {
  let bar: Progress | null = null;
  return {
    show(progress) {
      if (progress.step !== 'proving') return;
      bar ??= terminal.progress(progress.entriesInAll, 'entries');
      bar.advance();
    },
    end() {
      bar?.end();
      bar = null;
    },
  };
}
