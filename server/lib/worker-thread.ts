/** Starts a worker from a module of this program, whether it runs as compiled JavaScript or, in development and tests, as TypeScript. */

import { Worker, type WorkerOptions } from 'node:worker_threads';

/** @param module where the module is, without its ending. */
export function startWorker(module: URL, options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`${module.href}.js`), options);
  // A worker does not inherit the hooks that make Node read TypeScript; tsx is there wherever .ts files are run.
  const loader = import.meta.resolve('tsx/esm/api');
  const source = `import { register } from '${loader}'; register(); await import('${module.href}.ts');`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), options);
}
