/** The catalogue of `npm run attack`, one after the other on one server: each promise is kept, and others go on writing. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../attack/catalogue.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StockClient } from '../support/stock-client.ts';

let server: ServerProcess;
let ann: StockClient;
let bob: StockClient;

beforeAll(async () => {
  server = await ServerProcess.start();
  ann = StockClient.opens(server, 'calm');
  bob = StockClient.opens(server, 'calm');
});

afterAll(async () => {
  for (const person of [ann, bob]) person.leaves();
  await server.close();
});

describe('R1 R3 R9 R14 R15 R20 what hostile peers try costs them their connection, and nobody else anything', () => {
  it.each(CATALOGUE)('$rule $what', { timeout: 120_000 }, async ({ prepare, run, promise }) => {
    await prepare?.(server);
    expect(await run(server)).toBe(promise);
    ann.types('.');
    await bob.sees(ann.text);
    expect([ann, bob].flatMap(({ closeCodes }) => closeCodes)).toEqual([]);
  });
});
