/** Starts a child process from a module of this program, whether it runs as compiled JavaScript or as TypeScript. */

import { type ChildProcess, fork } from 'node:child_process';

/** @param module where the module is, without its ending. The child says what it has to say in messages. */
export function forkModule(module: URL, parameters: readonly string[]): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts');
  const execArgv = isSource ? ['--import', import.meta.resolve('tsx')] : [];
  return fork(new URL(`${module.href}.${isSource ? 'ts' : 'js'}`), parameters, {
    execArgv,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}
