/** What a server keeps on its disk: how much it is, and when it has come to rest. */

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { repeat } from './load/pacing.ts';

/** A directory that has not grown for so long holds what it is going to hold: documents are compacted in turns, with rests. */
const SETTLED_MS = 6_000;

/** @returns the sizes of all files below a directory; what vanishes meanwhile, or was never there, counts nothing. */
export async function diskBytes(directory: string): Promise<number> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file)
        .then(({ size }) => size)
        .catch(() => 0),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Waits until a directory has not changed its size for so long. */
export async function settled(directory: string, quietMs = SETTLED_MS): Promise<void> {
  let bytes = -1;
  let since = performance.now();
  let isLooking = false;
  await repeat(100, () => {
    if (!isLooking) {
      isLooking = true;
      void diskBytes(directory).then((now) => {
        if (now !== bytes) since = performance.now();
        bytes = now;
        isLooking = false;
      });
    }
    return performance.now() - since > quietMs;
  });
}
