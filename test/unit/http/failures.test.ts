/** What no route has answered is answered with a sentence, and a mistake of the server is in its log. */

import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { KeysAwayError } from '../../../server/accounts/tokens.ts';
import type { Problem } from '../../../server/contract/api.ts';
import { answerFailures } from '../../../server/http/failures.ts';
import { silentLogger } from '../../../server/lib/logger.ts';

const logged: object[] = [];

const app = fastify({ bodyLimit: 2 * 1024 });
answerFailures(app, { ...silentLogger, error: (fields) => logged.push(fields) });
app.post<{ Body: { keysAway?: boolean } }>('/api/documents/:id', ({ body }) => {
  throw body.keysAway === true ? new KeysAwayError(new Error('no route')) : new Error('the disk is on fire');
});

async function asks(payload: string, type = 'application/json'): Promise<Problem> {
  const headers = { 'content-type': type };
  const url = '/api/documents/plan?token=secret';
  return (await app.inject({ method: 'POST', url, headers, payload })).json<Problem>();
}

it.each([
  ['{', 'application/json', 400, 'The request could not be read. Send JSON.'],
  ['x'.repeat(3_000), 'application/json', 413, 'The request is larger than 2 KiB. Send less at once.'],
  ['<a/>', 'text/xml', 415, 'The server takes no body of this type here. Send JSON.'],
])('%s as %s: %d', async (body, type, status, detail) => {
  expect(await asks(body, type)).toMatchObject({ status, detail });
  expect(logged).toEqual([]);
});

it('a mistake of the server is logged with its route, and without the address, which may hold a token', async () => {
  expect(await asks('{}')).toMatchObject({ status: 500, detail: expect.stringContaining('Try again') });
  const error = expect.objectContaining({ message: 'the disk is on fire' });
  expect(logged).toEqual([{ error, method: 'POST', route: '/api/documents/:id' }]);
});

it('that nothing can be said of a token at present is no mistake, and not the fault of whoever asks', async () => {
  const detail = 'The keys that tokens are checked against cannot be fetched. Try again in a minute.';
  expect(await asks('{"keysAway": true}')).toMatchObject({ status: 503, detail });
});
