import { expect, it } from 'vitest';

import { FREE_SPACE_LOOK_MS, FREE_SPACE_WARN_BYTES } from '../../../server/contract/limits.ts';
import { FreeSpaceGuard } from '../../../server/storage/free-space.ts';
import { ManualClock } from '../../support/clock.ts';
import { until } from '../../support/until.ts';

it('R32 the operator hears once that the disk is almost full, and once that it is well again', async () => {
  const clock = new ManualClock();
  const said: string[] = [];
  const logger = {
    info: (_: object, message: string) => said.push(message),
    warn: (_: object, message: string) => said.push(message),
    error: () => {},
  };
  let freeBytes = FREE_SPACE_WARN_BYTES * 2;
  let looks = 0;
  const guard = new FreeSpaceGuard(clock, logger, async () => {
    looks++;
    return freeBytes;
  });
  for (const next of [FREE_SPACE_WARN_BYTES - 1, FREE_SPACE_WARN_BYTES - 2, FREE_SPACE_WARN_BYTES * 2]) {
    freeBytes = next;
    const before = looks;
    clock.advance(FREE_SPACE_LOOK_MS);
    await until(() => looks > before, 'it looked');
  }
  await guard.close();
  expect(said).toEqual(['the disk is almost full: free some space, or writing will stop', 'the disk has room again']);
});
