/** What an operator reads in the log of a process. */

import { expect, it } from 'vitest';
import { processLogger } from '../../../server/lib/process-logger.ts';

it('an error is written with its words, its code and where it came from; a sentence as it is', () => {
  const lines: string[] = [];
  const logger = processLogger('warn', { write: (line) => lines.push(line) });
  logger.error({ document: 'plan', error: Object.assign(new Error('no room'), { code: 'ENOSPC' }) }, 'not written');
  logger.warn({ error: 'no answer' }, 'a worker did not answer');
  logger.info({}, 'not asked for');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'not written', document: 'plan', error: { message: 'no room', code: 'ENOSPC', stack: expect.any(String) } },
    { msg: 'a worker did not answer', error: 'no answer' },
  ]);
  expect(lines).toHaveLength(2);
});
