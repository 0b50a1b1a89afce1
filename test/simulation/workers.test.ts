/** Documents spread over several processes behind one port: to a person nothing is different, and a process that ends takes nobody else along. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { CHANNEL, encodeComments } from '../../server/contract/protocol.ts';
import { documentSizes, serverReport } from '../../server/http/answer-schemas.ts';
import { shardOf } from '../../server/storage/shards.ts';
import { runCommand } from '../crash/crash-server.ts';
import { asking, Speaker } from '../support/comments.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StockClient } from '../support/stock-client.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { until } from '../support/until.ts';
import { WireClient } from '../support/wire-client.ts';

const WORKERS = 2;
const IDS = ['minutes', 'plan', 'letter', 'poem', 'recipe', 'diary'];

const leaving: (() => unknown)[] = [];

afterEach(async () => {
  for (const leave of leaving.splice(0).reverse()) await leave();
});

async function starts(env: Readonly<Record<string, string>> = {}, dataDir?: string): Promise<ServerProcess> {
  const place = dataDir === undefined ? {} : { dataDir };
  const server = await ServerProcess.start({ env: { WORKERS: String(WORKERS), ...env }, ...place });
  leaving.push(() => server.close());
  return server;
}

function opens(server: ServerProcess, id: string): StockClient {
  const client = StockClient.opens(server, id);
  leaving.push(() => client.leaves());
  return client;
}

async function writesInto(server: ServerProcess, id: string, text: string): Promise<void> {
  const [ann, ben] = [opens(server, id), opens(server, id)];
  await ann.isSynced();
  await ben.isSynced();
  ann.types(text);
  await ben.sees(text);
}

/** The process that owns a shard says so in the lock of its directory. */
async function workerOf(server: ServerProcess, id: string): Promise<number> {
  return Number(await readFile(join(server.dataDir, `shard-${shardOf(id, WORKERS)}`, 'lock'), 'utf8'));
}

describe('several workers', () => {
  it('two people in each of many documents see each other, whichever worker has it, and home lists them all', async () => {
    const server = await starts();
    expect(new Set(IDS.map((id) => shardOf(id, WORKERS))).size).toBe(WORKERS);
    for (const id of IDS) await writesInto(server, id, `This is the ${id}.`);
    const listed = async () => {
      const { documents } = await (await fetch(`${server.url}/api/documents`)).json();
      return documents.map(({ id }: { readonly id: string }) => id).sort();
    };
    await expect.poll(listed, { timeout: 20_000 }).toEqual([...IDS].sort());
    const created = await fetch(`${server.url}/api/documents`, { method: 'POST', headers: { origin: server.url } });
    expect(created.status).toBe(201);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain(`scriptorium_connections ${2 * IDS.length}\n`);
  });

  it('refusals are the same as with one: a foreign page, an address that is none, an id that is none', async () => {
    const server = await starts();
    const foreign = WireClient.dials(server, 'minutes', { origin: 'https://elsewhere.example' });
    expect((await foreign.isClosed()).code).toBe(1006);
    expect((await WireClient.dials(server, 'no%20id').isClosed()).code).toBe(CLOSE.noSuchDocument.code);
    expect((await WireClient.dials(server, 'minutes?v=999').isClosed()).code).toBe(CLOSE.clientTooOld.code);
  });

  it('a worker that is killed comes back with everything it had confirmed; people of the others notice nothing', async () => {
    const server = await starts();
    const [mine = '', other = ''] = [IDS[0], IDS.find((id) => shardOf(id, WORKERS) !== shardOf(IDS[0] ?? '', WORKERS))];
    const ann = await WireClient.opens(server, mine);
    leaving.push(() => ann.leaves());
    await writesInto(server, mine, 'confirmed');
    await ann.isSaved();
    const ben = opens(server, other);
    await ben.isSynced();
    const killed = await workerOf(server, mine);
    process.kill(killed, 'SIGKILL');
    expect((await ann.isClosed()).code).toBe(1006);
    ben.types('meanwhile');
    await until(async () => (await workerOf(server, mine)) !== killed, 'another worker has the documents');
    await opens(server, mine).sees('confirmed');
    await opens(server, other).sees('meanwhile');
    expect(ben.connects).toBe(1);
    await until(async () => (await fetch(`${server.url}/healthz`)).ok, 'all workers are there');
  });

  it('R37 SIGTERM says 1012 to everybody and ends with 0', async () => {
    const server = await starts();
    const clients = await Promise.all(IDS.map((id) => WireClient.opens(server, id)));
    expect(await server.stops()).toEqual({ code: 0, signal: null });
    for (const client of clients) expect((await client.isClosed()).code).toBe(CLOSE.restarting.code);
  });

  it('when the front process is killed its workers end by themselves, and a new one finds everything', async () => {
    const server = await starts();
    await writesInto(server, 'minutes', 'still here');
    await server.crashes();
    await server.startsAgain();
    await opens(server, 'minutes').sees('still here');
  });

  it('a backup of a running server is whole, and can be restored for another number of workers', async () => {
    const server = await starts();
    for (const id of IDS) await writesInto(server, id, `This is the ${id}.`);
    const folder = await temporaryDirectory('workers');
    leaving.push(() => folder.remove());
    const file = join(folder.path, 'all.backup');
    expect(await runCommand(['backup', file], server.dataDir)).toMatchObject({ code: 0 });
    expect(await runCommand(['verify'], server.dataDir)).toMatchObject({ code: 0 });
    const shown = await runCommand(['export', 'poem', '--format', 'txt'], server.dataDir);
    expect(shown.code).toBe(0);
    expect((await runCommand(['stats'], server.dataDir)).output).toContain(`${IDS.length} documents`);
    const alone = join(folder.path, 'alone');
    expect(await runCommand(['restore', file], alone)).toMatchObject({ code: 0 });
    const restored = await starts({ WORKERS: '1' }, alone);
    for (const id of IDS) await opens(restored, id).sees(`This is the ${id}.`);
  });

  it('what is said about a document is told of by the worker that has it; a crash and a restored backup keep it', async () => {
    const server = await starts();
    for (const id of IDS) await writesInto(server, id, `This is the ${id}.`);
    const pages = await Promise.all(IDS.map((id) => WireClient.opens(server, `${id}?v=1`)));
    leaving.push(...pages.map((page) => () => page.leaves()));
    const newsOf = (page: WireClient) => page.received.filter(([channel]) => channel === CHANNEL.comments);
    for (const id of IDS) await new Speaker(asking(server), id).begins('thread', `About the ${id}`, { name: 'Ann' });
    for (const page of pages) await until(() => newsOf(page).length > 0, 'the page is told');
    for (const page of pages) expect(newsOf(page)).toEqual([encodeComments(1)]);

    await server.crashes();
    await server.startsAgain();
    const folder = await temporaryDirectory('workers');
    leaving.push(() => folder.remove());
    const file = join(folder.path, 'all.backup');
    expect(await runCommand(['backup', file], server.dataDir)).toMatchObject({ code: 0 });
    const alone = join(folder.path, 'alone');
    expect(await runCommand(['restore', file], alone)).toMatchObject({ code: 0 });
    const restored = await starts({ WORKERS: '1' }, alone);
    for (const place of [server, restored]) {
      for (const id of IDS) expect(await new Speaker(asking(place), id).reads()).toEqual([`Ann: About the ${id} *`]);
    }
  });

  it('whoever looks after the server sees all of them added up, and backs all of them up', async () => {
    const server = await starts();
    for (const id of IDS) await writesInto(server, id, `This is the ${id}.`);
    const asks = async (path: string, method = 'GET') => await (await fetch(server.url + path, { method })).json();
    const { workers, workersAway, connections } = serverReport.parse(await asks('/api/admin'));
    expect({ workers, workersAway, connections }).toEqual({
      workers: WORKERS,
      workersAway: 0,
      connections: 2 * IDS.length,
    });
    const sizes = async () =>
      documentSizes
        .parse(await asks('/api/admin/documents'))
        .documents.map(({ id }) => id)
        .sort();
    await expect.poll(sizes, { timeout: 20_000 }).toEqual([...IDS].sort());
    await asks('/api/admin/backups', 'POST');
    const backup = async () => serverReport.parse(await asks('/api/admin')).backup;
    await expect.poll(async () => (await backup()).last, { timeout: 20_000 }).not.toBeNull();
    expect((await backup()).failure).toBeNull();
  });

  it('R26 a token that the operator makes opens documents of every worker, and none any more once it is revoked', async () => {
    const server = await starts();
    const made = await runCommand(['tokens', 'make', 'robot', '--scopes', 'read,write'], server.dataDir);
    const [authorization, id] = [
      `Bearer ${/scr_\S{43}/.exec(made.output)?.[0]}`,
      /^([0-9a-f]{16}) {2}/m.exec(made.output)?.[1],
    ];
    const programs = IDS.map((document) => WireClient.dials(server, document, { authorization }));
    for (const program of programs) {
      await program.isOpened();
      await program.isSaved();
    }
    expect(await runCommand(['tokens', 'revoke', id ?? ''], server.dataDir)).toMatchObject({ code: 0 });
    for (const program of programs) expect((await program.isClosed()).code).toBe(CLOSE.signIn.code);
    const late = WireClient.dials(server, 'plan', { authorization });
    expect((await late.isClosed()).code).toBe(CLOSE.signIn.code);
  });

  it('a data directory keeps its number of workers: another number is refused with a sentence that says what to do', async () => {
    const server = await starts();
    await writesInto(server, 'minutes', 'here');
    await server.stops();
    for (const workers of ['1', '3']) {
      const failure = await ServerProcess.start({ dataDir: server.dataDir, env: { WORKERS: workers } }).catch(
        (error: Error) => error.message,
      );
      expect(failure).toContain(`WORKERS=${WORKERS}`);
    }
    expect((await readdir(server.dataDir)).filter((name) => name.startsWith('shard-'))).toHaveLength(WORKERS);
  });
});
