#!/usr/bin/env node
/** The `scriptorium` command. The only file that acts when it is loaded. */

import { EXIT, type MaintenanceCommand } from './commands/command.ts';
import { MAINTENANCE_COMMANDS } from './commands/commands.ts';
import { processTerminal } from './commands/terminal.ts';
import { addressHere, LIMIT_SETTINGS, readConfig, SETTINGS, type Setting } from './config.ts';
import { serve } from './main.ts';

interface Command {
  readonly name: string;
  readonly usage: string;
  readonly meaning: string;
  /** @returns the exit code. */
  readonly run: (parameters: readonly string[]) => Promise<number>;
}

const COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    usage: 'serve [--workers N]',
    meaning: 'Serve the editor until it is stopped (the default); --workers as the setting WORKERS.',
    run: serve,
  },
  ...MAINTENANCE_COMMANDS.map(onDataDirectory),
];

/** A maintenance command works on DATA_DIR and talks to the terminal. */
function onDataDirectory(command: MaintenanceCommand): Command {
  const run = async (parameters: readonly string[]) => {
    const config = readConfig();
    if (config.ok) {
      const { dataDirectory, workers, host, port } = config.value;
      const address = addressHere(host, port);
      return command.run({ parameters, dataDirectory, workers, address, terminal: processTerminal });
    }
    process.stderr.write(`${config.error}\n`);
    return EXIT.refused;
  };
  return { ...command, run };
}

async function run([name = 'serve', ...parameters]: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help());
    return EXIT.done;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) return command.run(parameters);
  process.stderr.write(`There is no command "${name}".\n\n${help()}`);
  return EXIT.refused;
}

function help(): string {
  const commands = COMMANDS.map(({ usage, meaning }) => `  ${usage}\n${' '.repeat(20)}${meaning}`);
  return [
    'Usage: scriptorium [command]',
    '',
    'Commands',
    ...commands,
    '',
    'Commands answer with exit code 0 when done, 1 when something is damaged or could not be imported, 2 when they were',
    'refused: wrong options or settings, no such document, a directory that cannot be used. backup, verify, reindex,',
    'import, export, stats and tokens also work while a server runs; verify --repair and the others need it stopped.',
    '',
    'Settings, from the environment',
    ...SETTINGS.map(described),
    '',
    'And limits, which hardly anybody has to move',
    ...LIMIT_SETTINGS.map(described),
    '',
  ].join('\n');
}

function described({ name, fallback, meaning }: Setting): string {
  return `  ${name.padEnd(18)}${meaning}\n${' '.repeat(20)}Default: ${fallback}`;
}

/** Who reads may leave - a terminal that is closed, `| head` - and what was begun is finished all the same. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await run(process.argv.slice(2));
