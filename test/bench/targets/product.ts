/** This product, as `scriptorium serve` starts it. */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Target } from './target.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export const product: Target = {
  name: 'scriptorium',
  kind: 'product',
  meaning: 'this product: on disk before it is relayed',
  ...serving(1),
};

/** The same with its documents spread over worker processes. */
export function productWith(workers: number): Target {
  return {
    name: `${workers} workers`,
    kind: 'product',
    meaning: `this product with WORKERS=${workers}`,
    ...serving(workers),
  };
}

function serving(workers: number): Omit<Target, 'name' | 'kind' | 'meaning'> {
  return {
    dialect: 'y-websocket',
    isDurable: true,
    keepsDocuments: true,
    command: (directory) => ({
      parameters: [`${ROOT}dist/server/cli.js`, 'serve', '--workers', String(workers)],
      // A typist of a benchmark stands for hundreds of people.
      environment: { DATA_DIR: directory, LOG_LEVEL: 'error', FRAMES_PER_S: '1000000' },
    }),
  };
}

/** The same, which leaves a CPU profile of each of its threads in a folder when it ends, for the developer tools of a browser. */
export function profiled(folder: string): Target {
  return {
    ...product,
    command: (directory, port) => {
      const { parameters, environment } = product.command(directory, port);
      return { parameters: ['--cpu-prof', `--cpu-prof-dir=${folder}`, ...parameters], environment };
    },
  };
}

/** So that what is measured is what is written here. */
export function buildProduct(): void {
  execFileSync(process.execPath, [`${ROOT}node_modules/typescript/bin/tsc`, '-b', 'server'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
}
