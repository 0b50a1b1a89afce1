/** Starts a worker from a module of this program, whether it runs as compiled JavaScript or, in development and tests, as TypeScript. */

import { Worker, type WorkerOptions } from 'node:worker_threads';

/** @param name the module's file name without its ending, beside this file. */
export function startWorker(name: string, options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`./${name}.js`, import.meta.url), options);
  // A worker does not inherit the hooks that make Node read TypeScript; tsx is there wherever .ts files are run.
  const loader = import.meta.resolve('tsx/esm/api');
  const module = new URL(`./${name}.ts`, import.meta.url).href;
  const source = `import { register } from '${loader}'; register(); await import('${module}');`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), options);
}
