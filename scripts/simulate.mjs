/**
 * `npm run simulate`: the simulation, bundled anew and run in a process of its own. With `--against 22` the same seeds
 * are run by another version of Node as well (the package `node` from the registry), and their hashes compared. See
 * docs/SIMULATION.md.
 */

import { join } from 'node:path';
import { bundleSimulation } from './bundle-simulation.mjs';
import { root } from './prepare.mjs';
import { orRefuse, Refusal, run, say } from './terminal.mjs';

const HASH = /^\d+ [0-9a-f]{16}$/;

await orRefuse(async () => {
  const options = process.argv.slice(2);
  const at = options.indexOf('--against');
  const [, version] = at === -1 ? [] : options.splice(at, 2);
  if (at !== -1 && !/^\d+(\.\d+)*$/.test(version ?? ''))
    throw new Refusal('--against takes a version of Node, as 22 is');
  const file = await bundleSimulation(join(root, 'dist/simulation'));
  if (version !== undefined) await compare(version, [file, ...options, '--hashes']);
  else {
    const { ok } = await run('simulation', [process.execPath, '--enable-source-maps', file, ...options]);
    if (!ok) process.exitCode = 1;
  }
});

/**
 * @param {string} version
 * @param {readonly string[]} command
 */
async function compare(version, command) {
  const other = ['npx', '--yes', `node@${version}`];
  const named = await run('the other Node', [...other, '--version'], { quiet: true });
  const [mine, theirs] = [await hashes([process.execPath, ...command]), await hashes([...other, ...command])];
  const differing = mine.filter((line, index) => line !== theirs[index]).map((line) => line.split(' ')[0]);
  if (mine.length === 0 || theirs.length !== mine.length) throw new Refusal('one of the two did not come to its end');
  const versions = `${process.version} and ${named.output.trim().split('\n').at(-1)}`;
  if (differing.length > 0) throw new Refusal(`${versions} differ in seeds ${differing.join(' ')}`);
  say(`${mine.length} seeds came to the same hash on ${versions}`);
}

/**
 * @param {readonly string[]} command
 * @returns {Promise<string[]>}
 */
async function hashes(command) {
  const { output } = await run(`worlds on ${command[0]}`, command, { quiet: true });
  return output.split('\n').filter((line) => HASH.test(line));
}
