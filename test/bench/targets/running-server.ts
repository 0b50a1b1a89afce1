/** A target's process: started, watched through /proc, ended. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Target } from './target.ts';

/** What /proc counts CPU in, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
/** Words of a server's output that mean it listens. */
const LISTENING = /running at|is at http|listening/i;

export class RunningServer {
  readonly target: Target;
  readonly port: number;
  readonly directory: string;
  readonly #child: ChildProcess;

  private constructor(target: Target, port: number, directory: string, child: ChildProcess) {
    this.target = target;
    this.port = port;
    this.directory = directory;
    this.#child = child;
  }

  /** @throws Error with the server's own words when it ends instead of listening. */
  static async start(target: Target, directory: string): Promise<RunningServer> {
    const port = await freePort();
    const { parameters, environment } = target.command(directory, port);
    const child = spawn(process.execPath, parameters, {
      env: { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await listening(target, child);
    return new RunningServer(target, port, directory, child);
  }

  /** CPU seconds of all its threads so far, of the user and of the system; of its worker processes, too. */
  cpuSeconds(): number {
    return this.#sum((pid) => {
      const stat = proc(pid, 'stat');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    });
  }

  /** With its worker processes. */
  residentKilobytes(): number {
    return this.#sum((pid) => Number(/^VmRSS:\s+(\d+) kB/m.exec(proc(pid, 'status'))?.[1]));
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  #sum(of: (pid: number) => number): number {
    return family(this.#child.pid ?? 0).reduce((sum, pid) => sum + of(pid), 0);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    const patience = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(patience);
  }
}

/** A process and those that its threads started. */
function family(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) =>
    proc(pid, `task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}

function proc(pid: number, name: string): string {
  return readFileSync(`/proc/${pid}/${name}`, 'latin1');
}

async function listening(target: Target, child: ChildProcess): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      if (output.length < 10_000) output += chunk;
      if (LISTENING.test(output)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('close', () => reject(new Error(`${target.name} ended instead of listening:\n${output}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
