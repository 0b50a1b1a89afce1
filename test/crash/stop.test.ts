import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';
import { CrashClient } from './crash-client.ts';
import { buildServer, CrashServer } from './crash-server.ts';

let directory: TemporaryDirectory;
let server: CrashServer;

beforeEach(async () => {
  await buildServer();
  directory = await temporaryDirectory('stop');
  server = new CrashServer(directory.path);
});

afterEach(async () => {
  await server.kill();
  await directory.remove();
});

async function startWith(words: string): Promise<void> {
  await server.start();
  const ann = new CrashClient('a');
  await ann.join(server.syncUrl);
  ann.document.getText('body').insert(0, words);
  await ann.confirmed();
}

/** Gives it something to say to nobody: a refused frame is logged. */
async function hangsUp(): Promise<void> {
  server.hangUp();
  const mallory = new WebSocket(`${server.syncUrl}/a`);
  await once(mallory, 'open');
  mallory.send('text is no frame');
  expect((await once(mallory, 'close'))[0]).toBe(4400);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
}

it.each([
  ['', async () => {}],
  [' although nobody reads any more what it says', hangsUp],
])('R37 SIGTERM ends it with 0 and leaves nothing of a run behind%s', async (_, before) => {
  await startWith('words');
  expect(await readdir(directory.path)).toEqual(expect.arrayContaining(['running', 'control.sock']));
  await before();
  expect(await server.stop()).toBe(0);
  const left = await readdir(directory.path);
  expect(left.filter((name) => name === 'running' || name === 'control.sock')).toEqual([]);
});
