/**
 * The real server, started as a person starts it (`npm start` runs the same script), on a free port with a data
 * directory of its own. It can crash and come back on the same port with the same data.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type TemporaryDirectory, temporaryDirectory } from './temporary-directory.ts';

const START = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

export interface ServerProcessOptions {
  /** Where its data lies; without it a temporary folder that goes when the server is closed. */
  readonly dataDir?: string;
  /** 0 takes a free one, and keeps it for every later start. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class ServerProcess {
  readonly #directory: TemporaryDirectory;
  readonly #env: Readonly<Record<string, string>>;
  #port: number;
  #child: ChildProcess | null = null;
  #output = '';

  private constructor(directory: TemporaryDirectory, options: ServerProcessOptions) {
    this.#directory = directory;
    this.#port = options.port ?? 0;
    this.#env = options.env ?? {};
  }

  /** @throws Error with the server's own words when it ends instead of listening. */
  static async start(options: ServerProcessOptions = {}): Promise<ServerProcess> {
    const directory = options.dataDir === undefined ? await temporaryDirectory('server') : kept(options.dataDir);
    const server = new ServerProcess(directory, options);
    await server.startsAgain();
    return server;
  }

  get dataDir(): string {
    return this.#directory.path;
  }

  get port(): number {
    return this.#port;
  }

  /** Of its process; undefined while it is not running. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get syncUrl(): string {
    return `ws://127.0.0.1:${this.#port}/sync`;
  }

  /** Everything it has said since it was first started. */
  get output(): string {
    return this.#output;
  }

  /** @param program what Node is started with: another version, for example. */
  async startsAgain(program: readonly string[] = [START]): Promise<void> {
    const child = spawn(process.execPath, program, {
      env: { ...process.env, HOST: '127.0.0.1', PORT: String(this.#port), DATA_DIR: this.dataDir, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#port = await this.#listening(child);
  }

  /** `kill -9`: whatever it had not written down is gone. */
  async crashes(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to end in good order. */
  async stops(): Promise<Exit> {
    return await this.#end('SIGTERM');
  }

  async close(): Promise<void> {
    if (this.#child) await this.crashes();
    await this.#directory.remove();
  }

  async #end(signal: NodeJS.Signals): Promise<Exit> {
    const child = this.#child;
    if (!child) throw new Error('the server is not running');
    this.#child = null;
    const exited = once(child, 'exit');
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await exited;
    return { code: child.exitCode, signal: child.signalCode };
  }

  #listening(child: ChildProcess): Promise<number> {
    const before = this.#output.length;
    return new Promise((resolve, reject) => {
      const read = (chunk: Buffer) => {
        this.#output += chunk.toString();
        const address = /http:\/\/[^\s:]+:(\d+)/.exec(this.#output.slice(before));
        if (address) resolve(Number(address[1]));
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.once('close', (code) => {
        if (this.#child === child) this.#child = null;
        reject(new Error(`the server ended with code ${code}:\n${this.#output.slice(before)}`));
      });
    });
  }
}

/** Somebody else's directory: not ours to remove. */
function kept(path: string): TemporaryDirectory {
  return { path, remove: async () => {} };
}
