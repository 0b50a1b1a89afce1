/**
 * Lists, search, trash and deleting for good in the real process: with documents spread over workers, through a search
 * that is built anew and cut off, and through a backup that is restored for another number of workers.
 */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { shardOf } from '../../server/storage/shards.ts';
import { runCommand } from '../crash/crash-server.ts';
import { ServerProcess } from '../support/server-process.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';
import { WireClient } from '../support/wire-client.ts';

const WAIT = { timeout: 30_000 };
const IDS = ['minutes', 'plan', 'letter', 'poem', 'recipe', 'diary'];

let folder: TemporaryDirectory;
const leaving: (() => unknown)[] = [];

beforeEach(async () => {
  folder = await temporaryDirectory('library');
});

afterEach(async () => {
  for (const leave of leaving.splice(0).reverse()) await leave();
  await folder.remove();
});

async function starts(workers: number, dataDir?: string): Promise<ServerProcess> {
  const env = { WORKERS: String(workers) };
  const server = await ServerProcess.start({ env, ...(dataDir !== undefined && { dataDir }) });
  leaving.push(() => server.close());
  return server;
}

async function asks({ url }: ServerProcess, method: string, path: string, body?: object) {
  const headers = { origin: url, ...(body && { 'content-type': 'application/json' }) };
  const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

async function found(server: ServerProcess, words: string): Promise<readonly string[]> {
  const { body } = await asks(server, 'GET', `/api/search?limit=50&q=${words}`);
  return (body.results ?? []).map(({ document }: { readonly document: { readonly id: string } }) => document.id).sort();
}

async function listed(server: ServerProcess, query = ''): Promise<readonly string[]> {
  const { body } = await asks(server, 'GET', `/api/documents?limit=200${query}`);
  return body.documents.map(({ id }: { readonly id: string }) => id).sort();
}

/** Makes documents with a title, a tag and a text that says who they are, through the API. */
async function writesAll(server: ServerProcess): Promise<void> {
  for (const id of IDS) {
    expect((await asks(server, 'POST', '/api/documents', { id, title: `The ${id}` })).status).toBe(201);
    const content = { append: `Everything about the ${id} and its harbour.` };
    expect((await asks(server, 'PATCH', `/api/documents/${id}/content`, content)).status).toBe(200);
    expect((await asks(server, 'PATCH', `/api/documents/${id}`, { tags: [`of-${id}`] })).status).toBe(200);
  }
  await expect.poll(() => found(server, 'harbour'), WAIT).toEqual([...IDS].sort());
}

const without = (...ids: readonly string[]) => IDS.filter((id) => !ids.includes(id)).sort();

describe('documents spread over workers', () => {
  it('are found, trashed, brought back and deleted for good, whichever process has them; a restored backup knows it all', {
    timeout: 180_000,
  }, async () => {
    const server = await starts(2);
    expect(new Set(IDS.map((id) => shardOf(id, 2))).size).toBe(2);
    await writesAll(server);

    // One of each worker.
    const [gone, kept] = ['minutes', IDS.find((id) => shardOf(id, 2) !== shardOf('minutes', 2)) ?? ''];
    for (const id of [gone, kept]) await asks(server, 'PATCH', `/api/documents/${id}`, { isTrashed: true });
    expect([await found(server, 'harbour'), await listed(server)]).toEqual([without(gone, kept), without(gone, kept)]);
    expect(await listed(server, '&view=trash')).toEqual([gone, kept].sort());
    await asks(server, 'PATCH', `/api/documents/${kept}`, { isTrashed: false });
    expect([await found(server, 'harbour'), await listed(server)]).toEqual([without(gone), without(gone)]);

    const writer = await WireClient.opens(server, gone);
    leaving.push(() => writer.leaves());
    expect((await asks(server, 'DELETE', `/api/documents/${gone}`)).status).toBe(204);
    expect((await writer.isClosed()).code).toBe(CLOSE.noSuchDocument.code);
    expect((await WireClient.dials(server, gone).isClosed()).code).toBe(CLOSE.noSuchDocument.code);
    expect((await asks(server, 'GET', `/api/documents/${gone}/content`)).status).toBe(404);
    expect([await listed(server, '&view=trash'), await found(server, gone)]).toEqual([[], []]);

    expect((await runCommand(['reindex'], server.dataDir)).code).toBe(0);
    await expect.poll(() => found(server, 'harbour'), WAIT).toEqual(without(gone));
    await asks(server, 'PATCH', '/api/documents/diary', { isTrashed: true });

    const file = join(folder.path, 'all.backup');
    expect(await runCommand(['backup', file], server.dataDir)).toMatchObject({ code: 0 });
    const dataDir = join(folder.path, 'for-three');
    const restored = await runCommand(['restore', file], dataDir, { WORKERS: '3' });
    expect(restored).toMatchObject({ code: 0, output: expect.stringContaining('rows about documents') });
    const other = await starts(3, dataDir);
    await expect.poll(() => found(other, 'harbour'), WAIT).toEqual(without(gone, 'diary'));
    expect([await listed(other, '&view=trash'), await listed(other, `&tag=of-${kept}`)]).toEqual([['diary'], [kept]]);
    expect((await WireClient.dials(other, gone).isClosed()).code).toBe(CLOSE.noSuchDocument.code);
    expect((await asks(other, 'PATCH', '/api/documents/diary', { isTrashed: false })).status).toBe(200);
    expect(await found(other, 'harbour')).toEqual(without(gone));
  });
});

const MANY = 25;

describe('a search that is built anew', () => {
  it('while people write goes on after a kill -9 until all is found, and the trash is not', {
    timeout: 180_000,
  }, async () => {
    const files = Array.from({ length: MANY }, (_, n) => join(folder.path, `note-${n}.md`));
    for (const [n, path] of files.entries())
      await writeFile(path, `# Note ${n}\n\nAbout the lighthouse, number ${n}.\n`);
    const server = await starts(2);
    expect((await runCommand(['import', ...files], server.dataDir)).code).toBe(0);
    const count = async () => (await asks(server, 'GET', '/api/search?q=lighthouse')).body.count;
    await expect.poll(count, WAIT).toBe(MANY);
    const [trashed = ''] = await found(server, 'number');
    await asks(server, 'PATCH', `/api/documents/${trashed}`, { isTrashed: true });

    expect((await runCommand(['reindex'], server.dataDir)).code).toBe(0);
    await asks(server, 'POST', '/api/documents', { id: 'meanwhile' });
    const content = { append: 'Written while the lighthouse was being indexed.' };
    expect((await asks(server, 'PATCH', '/api/documents/meanwhile/content', content)).status).toBe(200);
    await server.crashes();
    await server.startsAgain();
    // One in the trash, one more.
    await expect.poll(count, WAIT).toBe(MANY);
    expect(await listed(server, '&view=trash')).toEqual([trashed]);
    // With nobody there it is only thrown away, and built when the server comes.
    await server.stops();
    expect((await runCommand(['reindex'], server.dataDir)).code).toBe(0);
    await server.startsAgain();
    await expect.poll(count, WAIT).toBe(MANY);
  });
});
