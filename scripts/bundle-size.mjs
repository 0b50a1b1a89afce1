/**
 * How much a browser loads before a person can write: the page with its list of documents, and the page with the
 * editor. Counted from the build as it is sent, gzip, with all that is imported statically; what is loaded when it is
 * first used (menus, panels, formulas) does not count, and neither do fonts, which nothing waits for.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { say } from './terminal.mjs';

const OUTPUT = fileURLToPath(new URL('../dist/web', import.meta.url));
const KILOBYTE = 1000;

/**
 * The first appears within a second on a slow phone line (1.6 Mbit/s); the second is what writing may cost on top: a
 * third of what the large office suites load.
 */
const LIMITS = [
  { title: 'home, before the editor', entries: ['index.html', 'documents/home-page.tsx'], kilobytesMax: 200 },
  { title: 'a document, with the editor', entries: ['index.html', 'documents/document-page.tsx'], kilobytesMax: 320 },
];

/** @typedef {{ readonly file: string, readonly imports?: readonly string[], readonly css?: readonly string[] }} Chunk */

/**
 * The files that entries need at once, each once.
 *
 * @param {Readonly<Record<string, Chunk>>} manifest Vite's
 * @param {readonly string[]} entries
 * @returns {readonly string[]}
 */
export function filesOf(manifest, entries) {
  const seen = new Set();
  const files = new Set();
  const visit = (/** @type {string} */ name) => {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`the build has no ${name}`);
    if (seen.has(name)) return;
    seen.add(name);
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const entry of entries) visit(entry);
  return [...files];
}

/** @param {readonly string[]} files */
function gzipKilobytes(files) {
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(OUTPUT, file)), { level: 9 }).length, 0);
  return bytes / KILOBYTE;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const manifest = JSON.parse(readFileSync(join(OUTPUT, '.vite/manifest.json'), 'utf8'));
  for (const { title, entries, kilobytesMax } of LIMITS) {
    const kilobytes = gzipKilobytes(filesOf(manifest, entries));
    say(`${title}: ${kilobytes.toFixed(1)} of at most ${kilobytesMax} kB`);
    if (kilobytes > kilobytesMax) {
      say('Load what is not needed at once when it is first used: see web/ui/late.tsx.');
      process.exitCode = 1;
    }
  }
}
