/**
 * What the scripts say and how they run a command: one line when a step begins, its output or a sign of life while
 * it runs, one line when it ends. Needs nothing but Node.
 */

import { spawn } from 'node:child_process';

const SIGN_OF_LIFE_MS = 10_000;

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** A reason to stop that is the reader's to mend: printed as a sentence, without a stack. */
export class Refusal extends Error {}

/**
 * Runs `action`; a `Refusal` ends the process with its sentence and exit code 1.
 *
 * @param {() => Promise<void>} action
 */
export async function orRefuse(action) {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/**
 * @typedef {object} Outcome
 * @property {boolean} ok
 * @property {string} output everything it wrote, when it was not shown
 * @property {number} seconds
 */

/**
 * Runs a command to its end. Its output is shown as it comes, or, when `quiet`, kept for the caller while a line every
 * ten seconds says that it is still at it.
 *
 * @param {string} title what a person reads
 * @param {readonly string[]} command
 * @param {{ quiet?: boolean, env?: Readonly<Record<string, string>> }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(title, command, { quiet = false, env = {} } = {}) {
  const [file = '', ...args] = command;
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 100) / 10;
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32' && file === 'npm',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    const life = setInterval(() => quiet && say(`  ... ${title}, ${Math.round(seconds())} s`), SIGN_OF_LIFE_MS);
    const end = (/** @type {boolean} */ ok) => {
      clearInterval(life);
      resolve({ ok, output, seconds: seconds() });
    };
    child.on('error', (error) => {
      output += error.message;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}
