/**
 * The browsers the tests run in: an installed one, else Playwright's own, else (on Debian, as root) from the
 * distribution, else Playwright's download. Chromium is needed; Firefox is used when it can be had.
 */

import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, firefox } from '@playwright/test';
import { binary } from './prepare.mjs';
import { Refusal, run, say } from './terminal.mjs';

/**
 * @typedef {object} Browser
 * @property {string} executablePath
 * @property {string} [channel] how Playwright drives it, when it is not its own build
 */

/** @returns {Browser | null} */
export function findChromium() {
  const installed = onPath(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']);
  return installed ? { executablePath: installed } : own(chromium.executablePath());
}

/** @returns {Browser | null} */
export function findFirefox() {
  const installed = onPath(['firefox-esr', 'firefox']);
  return installed ? { executablePath: installed, channel: 'moz-firefox' } : own(firefox.executablePath());
}

/** @throws {Refusal} when there is no Chromium and none can be had. */
export async function findOrInstallBrowsers() {
  if (findChromium() && findFirefox()) return;
  if (canUseApt()) await installByApt(['chromium', 'firefox-esr']);
  if (!findChromium()) await installByPlaywright('chromium');
  if (!findFirefox()) await installByPlaywright('firefox');
  if (findChromium()) return;
  throw new Refusal(
    'The tests need a browser: install Chromium or Chrome so that it is on the PATH, or make `npx playwright install --with-deps chromium` work, and try again.',
  );
}

/** @param {readonly string[]} packages */
async function installByApt(packages) {
  say(`Installing ${packages.join(' and ')} for the tests (once; a minute or so) ...`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get update', ['apt-get', 'update'], { quiet: true, env });
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages];
  const { ok, output, seconds } = await run('apt-get install', command, { quiet: true, env });
  say(ok ? `Installed in ${seconds} s.` : `${output}\nThat did not work; trying Playwright's download.`);
}

/** @param {'chromium' | 'firefox'} name */
async function installByPlaywright(name) {
  say(`Downloading ${name} for the tests (once) ...`);
  const { ok } = await run(`downloading ${name}`, [
    process.execPath,
    binary('@playwright/test', 'playwright'),
    'install',
    name,
  ]);
  if (!ok) say(`${name} could not be downloaded.`);
}

function canUseApt() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/** @param {string} executablePath */
function own(executablePath) {
  return existsSync(executablePath) ? { executablePath } : null;
}

/** @param {readonly string[]} names */
function onPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
