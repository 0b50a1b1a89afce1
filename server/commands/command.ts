/** What every maintenance command is made of. */

import { parseArgs } from 'node:util';

import { failed, ok, type Result } from '../lib/result.ts';

export interface Terminal {
  /** A line of the result. */
  say(line: string): void;
  /** A line that is not part of the result: warnings, refusals. */
  complain(line: string): void;
  /** Bytes of the result. */
  write(bytes: Uint8Array): Promise<void>;
  /** A bar for work that takes long; shown to people only. `total` in `unit`s. */
  progress(total: number, unit: string): Progress;
  /** Yes or no; null when nobody is there to be asked. */
  ask(question: string): Promise<boolean | null>;
}

export interface Progress {
  advance(by?: number): void;
  end(): void;
}

export interface CommandContext {
  readonly parameters: readonly string[];
  readonly dataDirectory: string;
  /** For how many workers a directory that is made here is to be. */
  readonly workers: number;
  /** Where people of this machine open the server, by its settings. */
  readonly address: string;
  readonly terminal: Terminal;
}

export interface MaintenanceCommand {
  readonly name: string;
  /** Its parameters as one would type them. */
  readonly usage: string;
  readonly meaning: string;
  /** @returns the exit code, see EXIT. */
  readonly run: (context: CommandContext) => Promise<number>;
}

/** The exit codes of all commands. */
export const EXIT = {
  done: 0,
  /** It ran, and found or left something wrong. */
  damaged: 1,
  /** It could not run: wrong parameters or settings, no such document, or a directory that cannot be used. */
  refused: 2,
} as const;

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

export interface Parsed {
  readonly positionals: readonly string[];
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean;
}

/** An address as people reach the server, without a slash at its end. */
export function addressIn(text: string): Result<string, string> {
  return URL.canParse(text) && /^https?:/.test(text)
    ? ok(text.replace(/\/+$/, ''))
    : failed(`"${text}" is no address such as https://docs.example.org.`);
}

/** Fails with a sentence that names the parameter. */
export function parse(parameters: readonly string[], options: Options, positionalsMax: number): Result<Parsed, string> {
  try {
    const { values, positionals } = parseArgs({ args: [...parameters], options, allowPositionals: true });
    if (positionals.length > positionalsMax)
      return failed(`"${positionals[positionalsMax]}" is one parameter too many.`);
    const text = (name: string) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    };
    return ok({ positionals, text, flag: (name) => values[name] === true });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return failed(said.endsWith('.') ? said : `${said}.`);
  }
}
