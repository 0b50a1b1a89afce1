/** The real server with a witness of its stalls (see stall-witness.mjs), and what it noted. Linux tells CPU time by thread. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const WITNESS = fileURLToPath(new URL('./stall-witness.mjs', import.meta.url));

/** What a server has to find in its environment. @param notes the file that is written to. */
export function witnessed(notes: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import ${WITNESS}`, STALL_WITNESS: notes };
}

/** In milliseconds of the main thread's own CPU time; 0 when none was long enough to be noted. */
export async function longestStallSince(notes: string, began: number): Promise<number> {
  const lines = (await readFile(notes, 'utf8').catch(() => '')).trim().split('\n');
  const stalls = lines.map((line) => line.split(' ').map(Number));
  return Math.max(0, ...stalls.map(([at = 0, ms = 0]) => (at >= began ? ms : 0)));
}
