/**
 * The real server process, to be ended in every bad way. Started as `node dist/server/cli.js serve` itself, without the
 * start script, because the crash tests start it hundreds of times and need its own process id.
 */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = join(ROOT, 'dist/server/cli.js');

/** Frames a second: the writers here are no people. */
const AS_FAST_AS_IT_GOES = '1000000';

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Compiles the server unless that is done already. */
export async function buildServer(): Promise<void> {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, '-b', join(ROOT, 'server')]);
}

/** One command of the program, e.g. `verify`; a code other than 0 is a result, not an error. */
export function runCommand(
  parameters: readonly string[],
  dataDirectory: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const env = { ...process.env, DATA_DIR: dataDirectory, LOG_LEVEL: 'silent', ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...parameters], { env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 255);
      resolve({ code, output: `${stdout}${stderr}` });
    });
  });
}

export class CrashServer {
  readonly dataDirectory: string;
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;
  #port = 0;
  /** What the newest process has said. */
  output = '';

  constructor(dataDirectory: string, env: Readonly<Record<string, string>> = {}) {
    this.dataDirectory = dataDirectory;
    this.#env = env;
  }

  get syncUrl(): string {
    return `ws://127.0.0.1:${this.#port}/sync`;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get isRunning(): boolean {
    return this.#child !== null;
  }

  /** @throws Error with the server's words when it ends instead of listening. */
  async start(): Promise<void> {
    this.output = '';
    const env = {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: '0',
      FRAMES_PER_S: AS_FAST_AS_IT_GOES,
      DATA_DIR: this.dataDirectory,
      ...this.#env,
    };
    const child = spawn(process.execPath, [CLI, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    child.once('exit', () => {
      if (this.#child === child) this.#child = null;
    });
    this.#port = await new Promise((resolve, reject) => {
      const read = (chunk: Buffer) => {
        this.output += chunk.toString();
        const address = /http:\/\/[^\s:]+:(\d+)/.exec(this.output);
        if (address) resolve(Number(address[1]));
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('close', (code, signal) => reject(new Error(`the server ended (${signal ?? code}): ${this.output}`)));
    });
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** @returns its exit code. */
  async stop(): Promise<number | null> {
    return await this.#end('SIGTERM');
  }

  /** Nobody reads what it says any more, as when its terminal is closed. */
  hangUp(): void {
    this.#child?.stdout?.destroy();
    this.#child?.stderr?.destroy();
  }

  /** Stops it between two instructions, so that its files can be looked at as they are. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === null) return null;
    const ended = once(child, 'exit');
    child.kill(signal);
    const [code] = await ended;
    this.#child = null;
    return code;
  }
}
