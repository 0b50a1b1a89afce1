#!/usr/bin/env node
/** The `scriptorium` command. The only file that acts when it is loaded. */

import { SETTINGS } from './config.ts';
import { serve } from './main.ts';

interface Command {
  readonly name: string;
  readonly meaning: string;
  /** @returns the exit code. */
  readonly run: (parameters: readonly string[]) => Promise<number>;
}

const COMMANDS: readonly Command[] = [
  { name: 'serve', meaning: 'Serve the editor until it is stopped (the default).', run: serve },
];

async function run([name = 'serve', ...parameters]: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help());
    return 0;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) return command.run(parameters);
  process.stderr.write(`There is no command "${name}".\n\n${help()}`);
  return 2;
}

function help(): string {
  const commands = COMMANDS.map(({ name, meaning }) => `  ${name.padEnd(18)}${meaning}`);
  const settings = SETTINGS.map(
    ({ name, fallback, meaning }) => `  ${name.padEnd(18)}${meaning}\n${' '.repeat(20)}Default: ${fallback}`,
  );
  return [
    'Usage: scriptorium [command]',
    '',
    'Commands',
    ...commands,
    '',
    'Settings, from the environment',
    ...settings,
    '',
  ].join('\n');
}

process.exitCode = await run(process.argv.slice(2));
