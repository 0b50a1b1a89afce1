/**
 * Emulated power cuts. A small library preloaded into the server notes what was really synced. The server is frozen
 * under load; then each of its files is cut back to what was synced, plus some random part of the rest, torn or zeroed,
 * and a new server starts on what is left. What was confirmed must be there.
 */

import { execFile } from 'node:child_process';
import { copyFile, mkdir, open, readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { SeededRandom } from '../support/seeded-random.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { buildServer, CrashServer } from './crash-server.ts';
import { addVerdicts, elapsed, type KillOptions, type KillTotals, NOTHING_YET, newDocuments } from './kill-cycles.ts';
import type { WritersOfDocument } from './writers.ts';

const SOURCE = fileURLToPath(new URL('./sync-witness.c', import.meta.url));
const SECTOR_BYTES = 512;
const LOAD_MS_MIN = 60;
const LOAD_MS_MAX = 600;

/** The compiled library; or why there is none, in a sentence. */
export async function buildWitness(
  folder: string,
): Promise<{ readonly library: string } | { readonly missing: string }> {
  if (process.platform !== 'linux') return { missing: 'power cuts are emulated on Linux only' };
  const library = join(folder, 'sync-witness.so');
  try {
    await promisify(execFile)('cc', ['-shared', '-fPIC', '-O2', '-o', library, SOURCE, '-ldl']);
    return { library };
  } catch {
    return { missing: 'there is no C compiler (cc) to build the library that notes what was synced' };
  }
}

/** @returns the totals, or in a sentence why it could not be run here. */
export async function runPowerCuts({ cycles, seed, onCycle }: KillOptions): Promise<KillTotals | string> {
  await buildServer();
  const random = seededRandom(seed);
  const directory = await temporaryDirectory('power');
  const witness = await buildWitness(directory.path);
  if ('missing' in witness) {
    await directory.remove();
    return witness.missing;
  }
  let totals = NOTHING_YET;
  let documents: WritersOfDocument[] = [];
  let server: CrashServer | null = null;
  try {
    for (let cycle = 0; cycle < cycles; cycle++) {
      const data = join(directory.path, `data-${cycle}`);
      const log = join(directory.path, `synced-${cycle}`);
      const before = await lengthsOf(data);
      server = new CrashServer(data, { LD_PRELOAD: witness.library, SYNC_WITNESS: log });
      await server.start();
      if (totals.cycles > 0) totals = await addVerdicts(server, documents, totals);
      onCycle?.(totals);
      if (totals.lost.length > 0) return totals;
      if (cycle % 8 === 0) documents = newDocuments(`power-${cycle}`, random);
      for (const document of documents) await document.join(server.syncUrl);
      for (const document of documents) document.begin();
      await elapsed(LOAD_MS_MIN + random.below(LOAD_MS_MAX - LOAD_MS_MIN));
      server.freeze();
      await copyAsAfterPowerCut(
        data,
        join(directory.path, `data-${cycle + 1}`),
        new Map([...before, ...(await readSynced(log))]),
        random,
      );
      // What it had sent before it was frozen arrives before the connection breaks.
      await server.kill();
      for (const document of documents) document.end();
      await rm(data, { recursive: true });
      totals = { ...totals, cycles: cycle + 1 };
    }
    server = new CrashServer(join(directory.path, `data-${cycles}`));
    await server.start();
    totals = await addVerdicts(server, documents, totals);
    onCycle?.(totals);
    return totals;
  } finally {
    for (const document of documents) document.end();
    await server?.kill();
    await directory.remove();
  }
}

/** What survived the cut before is on the disk to stay. */
async function lengthsOf(directory: string): Promise<Map<number, number>> {
  const lengths = new Map<number, number>();
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true }).catch(() => [])) {
    const { ino, size } = await stat(join(entry.parentPath, entry.name));
    lengths.set(ino, size);
  }
  return lengths;
}

/** Synced length by inode. */
async function readSynced(path: string): Promise<Map<number, number>> {
  const synced = new Map<number, number>();
  for (const line of (await readFile(path, 'utf8').catch(() => '')).split('\n')) {
    const [inode, length] = line.split(' ').map(Number);
    if (inode !== undefined && length !== undefined) synced.set(inode, length);
  }
  return synced;
}

async function copyAsAfterPowerCut(
  from: string,
  to: string,
  synced: ReadonlyMap<number, number>,
  random: SeededRandom,
) {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true, recursive: true })) {
    const source = join(entry.parentPath, entry.name);
    const target = join(to, relative(from, source));
    if (entry.isDirectory()) await mkdir(target, { recursive: true });
    if (!entry.isFile()) continue;
    const { ino, size } = await stat(source);
    const safe = synced.get(ino);
    // A file of which nothing was ever synced may be there in part, or not at all.
    if (safe === undefined && random.chance(0.5)) continue;
    await mkdir(join(target, '..'), { recursive: true });
    await copyFile(source, target);
    await tear(target, Math.min(safe ?? 0, size), size, random);
  }
}

/** Beyond `safe`: cut off, zeroed, or some sectors there and some not. */
async function tear(path: string, safe: number, size: number, random: SeededRandom): Promise<void> {
  if (safe >= size) return;
  const kept = safe + random.below(size - safe + 1);
  const kind = random.pick(['cut', 'zeroed', 'torn']);
  if (kind !== 'torn') {
    await truncate(path, kept);
    if (kind === 'zeroed') await truncate(path, size);
    return;
  }
  const file = await open(path, 'r+');
  for (let at = safe; at < size; at += SECTOR_BYTES - (at % SECTOR_BYTES)) {
    const end = Math.min(size, at + SECTOR_BYTES - (at % SECTOR_BYTES));
    if (random.chance(0.5)) await file.write(new Uint8Array(end - at), 0, end - at, at);
  }
  await file.close();
}
