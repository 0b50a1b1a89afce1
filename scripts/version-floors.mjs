/**
 * R41: no dependency is older than the version in which a known fault was mended. Looked up in the lockfile, so it needs no
 * network; the table grows whenever an advisory concerns something that is installed here.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { say } from './terminal.mjs';

/** @typedef {{ readonly name: string, readonly floor: string, readonly why: string }} Floor */

/** @type {readonly Floor[]} */
export const FLOORS = [
  {
    name: 'ws',
    floor: '8.21.0',
    why: 'too many request headers ended the process (CVE-2024-37890); pieces of a message without a limit',
  },
  { name: 'lib0', floor: '0.2.118', why: 'an inner length beyond the end of a message showed the memory behind it' },
  { name: 'yjs', floor: '13.6.20', why: 'the encodings and merges that the strict check was compared with' },
  { name: 'y-protocols', floor: '1.0.6', why: 'the presence format that the strict check was compared with' },
  { name: 'classic-level', floor: '1.4.0', why: 'a snapshot that is read and closed at once' },
  { name: 'level', floor: '9.0.0', why: 'the classic-level above' },
  {
    name: 'fastify',
    floor: '5.3.2',
    why: 'a content type spelled otherwise got around the checks of a body (CVE-2025-32442)',
  },
  { name: 'find-my-way', floor: '9.0.1', why: 'a route with two parameters could be made slow (CVE-2024-45813)' },
  { name: 'jose', floor: '4.15.5', why: 'a compressed token used up the memory (CVE-2024-28176)' },
  { name: 'cookie', floor: '0.7.0', why: 'a name with strange characters set other attributes (CVE-2024-47764)' },
  { name: 'prosemirror-view', floor: '1.42.3', why: 'pasted content was not held to the attributes of the schema' },
  {
    name: 'prosemirror-model',
    floor: '1.22.1',
    why: 'attributes that are arrays wrote elements of their own (script in a paste)',
  },
  { name: '@tiptap/extension-link', floor: '2.10.4', why: 'javascript: addresses could be clicked (CVE-2025-14284)' },
  { name: 'katex', floor: '0.16.21', why: '\\htmlData wrote attributes unchecked (CVE-2025-23207)' },
  { name: 'markdown-it', floor: '12.3.2', why: 'a line could be made slow (CVE-2022-21670)' },
  { name: 'mammoth', floor: '1.11.0', why: 'a file could name files of the disk as its images (CVE-2025-11849)' },
  { name: 'jszip', floor: '3.8.0', why: 'a file in an archive could be named "../" (CVE-2022-48285)' },
  { name: '@xmldom/xmldom', floor: '0.8.4', why: 'several roots in one document (CVE-2022-39353)' },
  { name: 'underscore', floor: '1.12.1', why: 'a template could run code (CVE-2021-23358)' },
  { name: 'nanoid', floor: '3.3.8', why: 'a fraction as a length made ids that can be guessed (CVE-2024-55565)' },
  { name: 'cross-spawn', floor: '7.0.5', why: 'an argument could be made slow (CVE-2024-21538)' },
  { name: 'semver', floor: '5.7.2', why: 'a range could be made slow (CVE-2022-25883)' },
];

/**
 * @param {string} lockfile package-lock.json
 * @param {string} name
 * @returns {readonly string[]} the version of every copy
 */
export function versionsOf(lockfile, name) {
  const { packages } = JSON.parse(lockfile);
  return Object.keys(packages)
    .filter((path) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`))
    .map((path) => packages[path].version);
}

/**
 * @param {string} lockfile
 * @param {readonly Floor[]} floors
 * @returns {readonly string[]} a sentence for each copy that is too old, and for each name that is not installed any more
 */
export function faultsOf(lockfile, floors) {
  return floors.flatMap(({ name, floor, why }) => {
    const versions = versionsOf(lockfile, name);
    if (versions.length === 0) return [`${name} is not installed any more. Take it out of scripts/version-floors.mjs.`];
    return versions
      .filter((version) => isBelow(version, floor))
      .map((version) => `${name} ${version} is older than ${floor}: ${why}. Update it.`);
  });
}

/**
 * @param {string} version
 * @param {string} floor
 */
function isBelow(version, floor) {
  const [own, other] = [version, floor].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const at = [0, 1, 2].find((index) => own?.[index] !== other?.[index]);
  return at !== undefined && (own?.[at] ?? 0) < (other?.[at] ?? 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lockfile = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
  const faults = faultsOf(lockfile, FLOORS);
  for (const fault of faults) say(fault);
  if (faults.length > 0) process.exitCode = 1;
}
