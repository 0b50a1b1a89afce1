/** Ways in which files are damaged: cut, flipped, zeroed, overwritten, gone, swapped, or back from an older time. */

import { copyFile, cp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { SeededRandom } from '../support/seeded-random.ts';

export interface DamageKind {
  readonly name: string;
  /** Damages the data directory at a place the dice choose. `older` is the same directory at an earlier time. */
  readonly damage: (directory: string, random: SeededRandom, older: string) => Promise<void>;
}

type Pattern = RegExp;

const FILES: Readonly<Record<string, Pattern>> = { log: /\.log$/, table: /\.ldb$/, MANIFEST: /^MANIFEST/ };

const CHANGES: Readonly<Record<string, (path: string, random: SeededRandom) => Promise<void>>> = {
  'cut short': async (path, random) => truncate(path, random.below(await sizeOf(path))),
  'with one bit flipped': (path, random) =>
    rewrite(path, (bytes) => {
      const at = random.below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    }),
  'with a range zeroed': (path, random) => rewrite(path, (bytes) => range(bytes, random).fill(0)),
  'with a range of garbage': (path, random) =>
    rewrite(path, (bytes) => {
      const part = range(bytes, random);
      for (let at = 0; at < part.length; at++) part[at] = random.below(256);
    }),
  emptied: (path) => truncate(path),
  deleted: (path) => rm(path),
};

function changesOfFiles(): DamageKind[] {
  return Object.entries(FILES).flatMap(([file, pattern]) =>
    Object.entries(CHANGES).map(([change, apply]) => ({
      name: `${file} ${change}`,
      damage: async (directory: string, random: SeededRandom) => apply(await pick(directory, pattern, random), random),
    })),
  );
}

export const DAMAGE_KINDS: readonly DamageKind[] = [
  ...changesOfFiles(),
  { name: 'CURRENT deleted', damage: (directory) => rm(join(directory, 'log', 'CURRENT')) },
  { name: 'CURRENT emptied', damage: (directory) => truncate(join(directory, 'log', 'CURRENT')) },
  {
    name: 'CURRENT naming a manifest that is not there',
    damage: (directory) => writeFile(join(directory, 'log', 'CURRENT'), 'MANIFEST-009999\n'),
  },
  { name: 'two tables swapped', damage: swapTables },
  { name: 'the database emptied', damage: (directory) => emptyFolder(join(directory, 'log')) },
  {
    name: 'the database as it was earlier',
    damage: async (directory, _, older) => {
      await rm(join(directory, 'log'), { recursive: true });
      await cp(join(older, 'log'), join(directory, 'log'), { recursive: true });
    },
  },
  {
    name: 'the manifest and CURRENT as they were earlier',
    damage: async (directory, _, older) => {
      for (const name of await readdir(join(older, 'log'))) {
        if (/^(MANIFEST|CURRENT)/.test(name)) await copyFile(join(older, 'log', name), join(directory, 'log', name));
      }
    },
  },
  { name: 'the marker deleted', damage: (directory) => rm(join(directory, 'scriptorium.json')) },
];

async function pick(directory: string, pattern: Pattern, random: SeededRandom): Promise<string> {
  const names = (await readdir(join(directory, 'log'))).filter((name) => pattern.test(name)).sort();
  const sized = await Promise.all(
    names.map(async (name) => ({ name, size: await sizeOf(join(directory, 'log', name)) })),
  );
  return join(directory, 'log', random.pick(sized.filter(({ size }) => size > 0)).name);
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

async function rewrite(path: string, change: (bytes: Buffer) => void): Promise<void> {
  const bytes = await readFile(path);
  change(bytes);
  await writeFile(path, bytes);
}

function range(bytes: Buffer, random: SeededRandom): Buffer {
  const start = random.below(bytes.length);
  return bytes.subarray(start, start + 1 + random.below(4096));
}

async function swapTables(directory: string, random: SeededRandom): Promise<void> {
  const names = (await readdir(join(directory, 'log'))).filter((name) => name.endsWith('.ldb')).sort();
  const first = random.below(names.length - 1);
  const [one, two] = [names[first], names[first + 1]].map((name) => join(directory, 'log', name ?? ''));
  if (one === undefined || two === undefined) return;
  const bytes = await readFile(one);
  await copyFile(two, one);
  await writeFile(two, bytes);
}

async function emptyFolder(path: string): Promise<void> {
  for (const name of await readdir(path)) await rm(join(path, name), { recursive: true });
}
