/**
 * A disk that fills up under load and is freed again: the server says so, confirms nothing, goes on by itself, and has
 * lost nothing. The disk is a small tmpfs of its own, which only root may mount.
 */

import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { seededRandom } from '../support/seeded-random.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { buildServer, CrashServer } from './crash-server.ts';
import { addVerdicts, elapsed, type KillOptions, type KillTotals, NOTHING_YET, newDocuments } from './kill-cycles.ts';
import type { WritersOfDocument } from './writers.ts';

const DISK_MEGABYTES = 48;
const STORAGE_FAILING = 4503;
const WAIT_MS_MAX = 60_000;

const run = promisify(execFile);

export interface DiskFullTotals extends KillTotals {
  /** Rounds in which every writer was told with 4503 and /healthz with 503. */
  readonly told: number;
}

/** @returns the totals, or in a sentence why it could not be run here. */
export async function runDiskFull({ cycles, seed, onCycle }: KillOptions): Promise<DiskFullTotals | string> {
  await buildServer();
  const random = seededRandom(seed);
  const directory = await temporaryDirectory('full');
  const disk = join(directory.path, 'disk');
  await mkdir(disk);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MEGABYTES}m`, 'tmpfs', disk]);
  } catch {
    await directory.remove();
    return 'a small disk of its own needs the right to mount a tmpfs (root)';
  }
  const server = new CrashServer(join(disk, 'data'));
  let totals: DiskFullTotals = { ...NOTHING_YET, told: 0 };
  let documents: WritersOfDocument[] = [];
  try {
    await server.start();
    for (let cycle = 0; cycle < cycles; cycle++) {
      documents = newDocuments(`full-${cycle}`, random);
      for (const document of documents) await document.join(server.syncUrl);
      for (const document of documents) document.begin();
      await elapsed(100 + random.below(300));
      const ballast = await fill(disk);
      const told = await isToldToAll(documents, server);
      for (const document of documents) document.end();
      // Every other time it dies while it waits; what it had confirmed is on the disk all the same.
      if (cycle % 2 === 1) await server.kill();
      await rm(ballast);
      if (!server.isRunning) await server.start();
      await waitUntil(() => isHealthy(server), 'the server goes on by itself');
      totals = { ...totals, ...(await addVerdicts(server, documents, totals)), cycles: cycle + 1 };
      totals = { ...totals, told: totals.told + (told ? 1 : 0) };
      onCycle?.(totals);
    }
    return totals;
  } finally {
    for (const document of documents) document.end();
    await server.kill();
    await run('umount', [disk]);
    await directory.remove();
  }
}

/** Writes until nothing more fits. */
async function fill(disk: string): Promise<string> {
  const path = join(disk, 'ballast');
  const file = await open(path, 'w');
  for (const chunk of [new Uint8Array(2 ** 20), new Uint8Array(2 ** 12)]) {
    for (;;) {
      try {
        await file.writeFile(chunk);
      } catch {
        break;
      }
    }
  }
  await file.close();
  return path;
}

async function isToldToAll(documents: readonly WritersOfDocument[], server: CrashServer): Promise<boolean> {
  const clients = documents.flatMap(({ writers }) => writers.map(({ client }) => client));
  await waitUntil(async () => clients.every(({ closeCode }) => closeCode !== null), 'every writer was sent away');
  const health = await fetch(`${server.url}/healthz`);
  return health.status === 503 && clients.every(({ closeCode }) => closeCode === STORAGE_FAILING);
}

async function isHealthy(server: CrashServer): Promise<boolean> {
  return (await fetch(`${server.url}/healthz`)).status === 200;
}

async function waitUntil(condition: () => Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + WAIT_MS_MAX;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited ${WAIT_MS_MAX} ms in vain until ${what}`);
    await elapsed(20);
  }
}
