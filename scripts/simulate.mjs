/**
 * `npm run simulate`: the simulation, bundled anew and run in a process of its own. With `--against 22` the same seeds
 * are run by another version of Node as well (the package `node` from the registry), and their hashes compared; with
 * `--on 24` by that one alone. See docs/SIMULATION.md.
 */

import { join } from 'node:path';
import { bundleSimulation } from './bundle-simulation.mjs';
import { root } from './prepare.mjs';
import { HELP, optionsIn, WrongOption } from './simulation-options.mjs';
import { orRefuse, Refusal, run, say } from './terminal.mjs';

const HASH = /^\d+ [0-9a-f]{16}$/;

await orRefuse(async () => {
  const options = process.argv.slice(2);
  const values = understood(options);
  if (values === null) return;
  if (values.help) {
    say(HELP);
    return;
  }
  const file = await bundleSimulation(join(root, 'dist/simulation'));
  const node = values.on === undefined ? [process.execPath] : otherNode(values.on);
  if (values.against !== undefined) await compare(otherNode(values.against), [file, ...options, '--hashes']);
  else {
    const { ok } = await run('simulation', [...node, '--enable-source-maps', file, ...options]);
    if (!ok) process.exitCode = 1;
  }
});

/**
 * @param {readonly string[]} options
 * @returns {ReturnType<typeof optionsIn> | null} null when they cannot be, which has been said then
 */
function understood(options) {
  try {
    return optionsIn(options);
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return null;
  }
}

/** @param {string} version */
function otherNode(version) {
  return ['npx', '--yes', `node@${version}`];
}

/**
 * @param {readonly string[]} other
 * @param {readonly string[]} command
 */
async function compare(other, command) {
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
