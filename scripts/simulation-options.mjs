/**
 * What `npm run simulate` can be told, in one place for the script that bundles the simulation and for the bundle itself:
 * so that a mistake in an option is a sentence, before anything is built.
 */

import { parseArgs } from 'node:util';

export const HELP = `npm run simulate -- [options]: worlds from their seeds. Exit code 1 when one shows a flaw, 2 when an option is wrong.

  --seeds N --from M   so many, from this one on; 1000 from 1 if nothing is said
  --seconds S          stops after so long, however many that were
  --processes N        so many at once; usually one for each core, and one in all for --hashes
  --log FILE           goes on where FILE ends, adds to it what it did, and ends with the totals of all of it
  --replay SEED        tells the story of one
  --hashes             prints the hash of every event and every byte of each
  --against VERSION    the same seeds on another version of Node, 22 or 24 for instance, and whether the hashes agree
  --on VERSION         on another version of Node instead of this one
  --plant NAME         with a mistake planted; "all" tries each until it is found, at most N seeds
  --count              with --plant all: how many of all N find each, and for how much CPU
  --size NAME          only worlds of this size: small, middle or large
  --also ACT           this happens in every world as well: "backup restored", or any other act
  --scenarios          the worlds that once showed a flaw, each by its name
  --help               this`;

const OPTIONS = /** @type {const} */ ({
  seeds: { type: 'string', default: '1000' },
  from: { type: 'string', default: '1' },
  seconds: { type: 'string' },
  processes: { type: 'string' },
  log: { type: 'string' },
  replay: { type: 'string' },
  hashes: { type: 'boolean', default: false },
  against: { type: 'string' },
  on: { type: 'string' },
  plant: { type: 'string' },
  count: { type: 'boolean', default: false },
  size: { type: 'string' },
  also: { type: 'string' },
  scenarios: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  /** Is told its seeds by the process that began it. */
  helper: { type: 'boolean', default: false },
});

const NUMBERS = /** @type {const} */ (['seeds', 'from', 'seconds', 'processes', 'replay']);

/** An option that nobody knows, or that says nothing that can be done. */
export class WrongOption extends Error {}

/** @param {readonly string[]} args */
export function optionsIn(args) {
  const values = parsed(args);
  for (const name of NUMBERS) {
    const value = values[name];
    if (value !== undefined && !/^\d+$/.test(value)) throw new WrongOption(`--${name} takes a number, not "${value}"`);
  }
  if (values.processes === '0') throw new WrongOption('--processes takes at least 1');
  for (const name of /** @type {const} */ (['against', 'on'])) {
    const version = values[name];
    if (version !== undefined && !/^\d+(\.\d+)*$/.test(version))
      throw new WrongOption(`--${name} takes a version of Node, as 22 is`);
  }
  return values;
}

/** @param {readonly string[]} args */
function parsed(args) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [sentence] = error.message.split('. ');
    throw new WrongOption(`${sentence}; "npm run simulate -- --help" says what there is`);
  }
}
