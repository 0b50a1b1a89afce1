/** The room of what was removed is given back while nobody writes. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { TIDY_BYTES, TIDY_INTERVAL_MS } from '../../../server/contract/limits.ts';
import { openLevelLog } from '../../../server/storage/level-log.ts';
import { diskBytes } from '../../bench/disk-bytes.ts';
import { ManualClock } from '../../support/clock.ts';
import { must } from '../../support/document-log-contract.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const PATIENCE = { timeout: 20_000 };
const RECORD_BYTES = 1024;

it('a small store that rests gives back what was removed from it', async () => {
  const directory = await temporaryDirectory('tidier');
  const clock = new ManualClock();
  const log = must(await openLevelLog({ directory: directory.path, clock }));
  try {
    const records = Array.from({ length: (2 * TIDY_BYTES) / RECORD_BYTES }, (_, index) => ({
      user: 'ann',
      bytes: Uint8Array.from({ length: RECORD_BYTES }, (_byte, at) => (index * 31 + at * 17) ^ (at >> 3)),
    }));
    const store = join(directory.path, 'log');
    const comesAndGoes = async (id: string) => {
      must(await log.append(id, records));
      must(await log.remove(id));
      expect(await diskBytes(store)).toBeGreaterThan(TIDY_BYTES);
    };
    await comesAndGoes('d');
    // LevelDB puts the very first table below all others, as it is: only with the next ones what is dead in it goes.
    await vi.waitFor(async () => {
      clock.advance(TIDY_INTERVAL_MS);
      expect((await readdir(store)).filter((name) => name.endsWith('.ldb'))).not.toEqual([]);
    }, PATIENCE);
    await comesAndGoes('d2');
    await vi.waitFor(async () => {
      clock.advance(TIDY_INTERVAL_MS);
      expect(await diskBytes(store)).toBeLessThan(TIDY_BYTES / 4);
    }, PATIENCE);
  } finally {
    await log.close();
    await directory.remove();
  }
});
