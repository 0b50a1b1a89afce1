/** The measuring side of a load process: starts it, tells it what to do, ends it. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, Commands } from './commands.ts';

const ENTRY = fileURLToPath(new URL('process.ts', import.meta.url));

export class LoadProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;

  constructor() {
    this.#child = fork(ENTRY, { execArgv: ['--import', 'tsx', '--max-old-space-size=4096'] });
    this.#exited = once(this.#child, 'exit');
  }

  /** One command at a time. @throws Error with the process's own words. */
  async run<Name extends keyof Commands>(
    command: Name,
    parameters: Commands[Name]['parameters'],
  ): Promise<Commands[Name]['result']> {
    this.#child.send({ command, parameters });
    const answer = await Promise.race([
      once(this.#child, 'message').then(([message]): Answer => message),
      this.#exited.then((): Answer => ({ ok: false, error: 'the load process ended' })),
    ]);
    if (!answer.ok) throw new Error(answer.error);
    return answer.result;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.disconnect();
    await this.#exited;
  }
}
