/**
 * Puts the simulation and all it runs into one file. What the product loads late is loaded with it, so that not even the
 * order in which modules arrive is left to chance, and any Node can run it.
 */

import { build } from 'vite';
import { root } from './prepare.mjs';

const ENTRY = 'test/simulation/world/main.ts';
const NAME = 'simulate.mjs';

/**
 * @param {string} folder
 * @returns {Promise<string>} the file
 */
export async function bundleSimulation(folder) {
  await build({
    ...{ configFile: false, logLevel: 'error', root },
    ssr: { noExternal: true },
    build: {
      ...{ ssr: ENTRY, outDir: folder, target: 'node20', minify: false, sourcemap: true },
      rolldownOptions: { output: { codeSplitting: false, entryFileNames: NAME } },
    },
  });
  return `${folder}/${NAME}`;
}
