/** What a command of a maintainer was asked for. Whoever asks for something else is told what there is. */

import { type ParseArgsConfig, parseArgs } from 'node:util';

export function asked<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error), usage);
  }
}

export function refuse(reason: string, usage: string): never {
  process.stderr.write(`${reason}\n\n${usage}`);
  process.exit(2);
}
