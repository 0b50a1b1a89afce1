/** The maintenance commands, in the order `--help` lists them. */

import { backupCommand } from './backup.ts';
import type { MaintenanceCommand } from './command.ts';
import { compactCommand } from './compact.ts';
import { exciseCommand } from './excise.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { peopleCommand } from './people.ts';
import { reindexCommand } from './reindex.ts';
import { restoreCommand } from './restore.ts';
import { statsCommand } from './stats.ts';
import { tokensCommand } from './tokens.ts';
import { verifyCommand } from './verify.ts';

export const MAINTENANCE_COMMANDS: readonly MaintenanceCommand[] = [
  backupCommand,
  restoreCommand,
  verifyCommand,
  compactCommand,
  reindexCommand,
  exciseCommand,
  importCommand,
  exportCommand,
  statsCommand,
  peopleCommand,
  tokensCommand,
];
