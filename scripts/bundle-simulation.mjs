/**
 * Puts the simulation and all it runs into one file. What the product loads late is loaded with it, so that not even the
 * order in which modules arrive is left to chance, and any Node can run it. In this bundle alone the limits of the
 * product can be moved, see test/simulation/world/rare.ts, and lib0's encoders begin smaller.
 */

import { build } from 'vite';
import { root } from './prepare.mjs';

const ENTRY = 'test/simulation/world/main.ts';
const NAME = 'simulate.mjs';
const LIMITS = 'server/contract/limits.ts';

/** `export const` becomes `export let`, and a function changes what is asked for. */
const movableLimits = {
  name: 'movable-limits',
  enforce: /** @type {const} */ ('pre'),
  /**
   * @param {string} code
   * @param {string} id
   */
  transform(code, id) {
    if (!id.endsWith(LIMITS)) return undefined;
    const names = [...code.matchAll(/^export const (\w+) =/gm)].map(([, name]) => name);
    const cases = names.map((name) => `if (name === '${name}') ${name} = value;`).join('\n');
    const moving = `export function moveLimit(name: string, value: number) {\n${cases}\n}\n`;
    return { code: code.replaceAll(/^export const /gm, 'export let ') + moving, map: null };
  },
};

/** V8 keeps up to 64 bytes of an array beside the array itself; for more it asks the system, for each message anew. */
const smallEncoders = {
  name: 'small-encoders',
  /**
   * @param {string} code
   * @param {string} id
   */
  transform(code, id) {
    if (!id.endsWith('lib0/encoding.js')) return undefined;
    const smaller = code.replace('new Uint8Array(100)', 'new Uint8Array(64)');
    if (smaller === code) throw new Error('lib0 makes its encoders in another way');
    return { code: smaller, map: null };
  },
};

/**
 * @param {string} folder
 * @returns {Promise<string>} the file
 */
export async function bundleSimulation(folder) {
  await build({
    ...{ configFile: false, logLevel: 'error', root },
    ssr: { noExternal: true },
    plugins: [movableLimits, smallEncoders],
    build: {
      ...{ ssr: ENTRY, outDir: folder, target: 'node20', minify: false, sourcemap: true },
      rolldownOptions: { output: { codeSplitting: false, entryFileNames: NAME } },
    },
  });
  return `${folder}/${NAME}`;
}
