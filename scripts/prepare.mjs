/**
 * From a fresh clone to something that runs: the right Node, the packages of the lockfile, a current build. Each step
 * looks first and does nothing when there is nothing to do. What is compared is content, never file times, so a
 * checkout, a copy or an interrupted run cannot fool it. Needs nothing but Node.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal, run, say } from './terminal.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything the build reads. */
export const BUILD_INPUTS = ['server', 'web', 'package-lock.json', 'tsconfig.base.json', 'vite.config.ts'];

/** What must be there for the server to start; the last one is written when a build has succeeded. */
const SERVER_ENTRY = 'dist/server/cli.js';
const WEB_ENTRY = 'dist/web/index.html';
const BUILT_FROM = 'dist/built-from';

/** There while somebody builds, with the number of the process; outside dist, which a build empties. */
const TURN = 'node_modules/.scriptorium-building';
const TURN_LOOK_MS = 300;

export async function prepare() {
  process.chdir(root);
  requireNode();
  await installIfNeeded();
  await buildIfNeeded();
}

/** @throws {Refusal} when this Node is older than `engines` in package.json asks for. */
export function requireNode(version = process.versions.node) {
  const wanted = readJson('package.json').engines.node.replace('>=', '');
  if (compareVersions(version, wanted) >= 0) return;
  throw new Refusal(
    `Scriptorium needs Node ${wanted} or newer; this is ${version}. Install a newer one from https://nodejs.org and try again.`,
  );
}

/**
 * @param {string} left
 * @param {string} right
 */
function compareVersions(left, right) {
  return left.localeCompare(right, 'en', { numeric: true });
}

async function installIfNeeded() {
  if (isInstalled()) return;
  say('Installing packages (once; a minute or so) ...');
  // `--include=dev`: the build needs them, also where NODE_ENV=production.
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const { ok, seconds } = await run('npm ci', [...npm, 'ci', '--include=dev', '--no-audit', '--no-fund']);
  if (!ok) throw new Refusal('The packages could not be installed; npm says why above. Mend that and try again.');
  say(`Installed in ${seconds} s.`);
}

/** Whether node_modules holds exactly what the lockfile asks for, by npm's own note of what it has installed. */
function isInstalled() {
  if (!existsSync('node_modules/.package-lock.json')) return false;
  const installed = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(readJson('package-lock.json').packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    // A package for another platform is listed but never installed.
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

export async function buildIfNeeded() {
  if (isBuilt(hashOfInputs())) return;
  await takeTurn();
  try {
    const inputs = hashOfInputs();
    if (isBuilt(inputs)) return;
    rmSync(BUILT_FROM, { force: true });
    await build('server', [binary('typescript', 'tsc'), '-b', 'server', '--force']);
    await build('editor', [binary('vite', 'vite'), 'build', '--logLevel', 'warn']);
    await build('import command', [
      binary('vite', 'vite'),
      'build',
      '--config',
      'web/reader/vite.config.ts',
      '--logLevel',
      'warn',
    ]);
    mkdirSync(dirname(BUILT_FROM), { recursive: true });
    writeFileSync(BUILT_FROM, inputs);
  } finally {
    rmSync(TURN, { force: true });
  }
}

/** Two builds at once would write over each other: whoever comes second waits, and then finds it done. */
async function takeTurn() {
  let isWaiting = false;
  for (;;) {
    try {
      writeFileSync(TURN, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (isLeftBehind()) rmSync(TURN, { force: true });
    else {
      if (!isWaiting) say('Waiting for another build in this folder ...');
      isWaiting = true;
      await new Promise((resolve) => setTimeout(resolve, TURN_LOOK_MS));
    }
  }
}

/** Whether whoever builds ended without saying so. A file that is just being written, or gone again, is nobody's. */
function isLeftBehind() {
  try {
    const pid = Number(readFileSync(TURN, 'utf8'));
    return pid > 0 && !process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** @param {string} inputs */
function isBuilt(inputs) {
  const complete = [SERVER_ENTRY, WEB_ENTRY, BUILT_FROM].every((path) => existsSync(path));
  return complete && readFileSync(BUILT_FROM, 'utf8') === inputs;
}

/**
 * @param {string} part
 * @param {readonly string[]} command
 */
async function build(part, command) {
  say(`Building the ${part} ...`);
  // Whoever asks: a test runner says NODE_ENV=test, and what it had built, with the React of developers, would stay.
  const options = { quiet: true, env: { NODE_ENV: 'production' } };
  const { ok, output, seconds } = await run(`building the ${part}`, [process.execPath, ...command], options);
  if (!ok) throw new Refusal(`${output}\nThe ${part} does not build; the lines above say where.`);
  say(`Built in ${seconds} s.`);
}

/**
 * The JavaScript behind a package's command, so that it runs the same on every platform, without a shell.
 *
 * @param {string} name
 * @param {string} command
 */
export function binary(name, command) {
  const { bin } = readJson(`node_modules/${name}/package.json`);
  return join(root, 'node_modules', name, typeof bin === 'string' ? bin : bin[command]);
}

function hashOfInputs() {
  const hash = createHash('sha256');
  for (const path of BUILD_INPUTS.flatMap(filesUnder)) {
    const content = readFileSync(path);
    hash.update(`${path} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {readonly string[]}
 */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path)
      .sort()
      .flatMap((name) => filesUnder(`${path}/${name}`));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTDIR')) throw error;
    return [relative(root, join(root, path)).replaceAll('\\', '/')];
  }
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
