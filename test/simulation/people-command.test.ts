/** `scriptorium people` on the command line, with the real program, a real server before and after, and several workers. */

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../server/commands/command.ts';
import { runCommand } from '../crash/crash-server.ts';
import { ServerProcess } from '../support/server-process.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';

const PASSWORD = 'a long enough secret';

let directory: TemporaryDirectory;
let server: ServerProcess;
let ann: string;

beforeAll(async () => {
  directory = await temporaryDirectory('people-command');
  const dataDir = join(directory.path, 'kept');
  server = await ServerProcess.start({ dataDir, env: { ACCESS: 'accounts', WORKERS: '2' } });
  const welcome = /\/welcome#(\S+)/.exec(server.output)?.[1] ?? '';
  ann = await uses(welcome, { name: 'Ann', email: 'ann@example.org' });
  for (const name of ['Ben', 'Eve\u001b[2J\u202e']) {
    const email = `${name.slice(0, 3).toLowerCase()}@example.org`;
    expect((await asks('POST', '/api/people', ann, { email, name })).status).toBe(201);
  }
});

afterAll(async () => {
  await server.close();
  await directory.remove();
});

async function asks(method: string, path: string, cookie: string, body?: object): Promise<Response> {
  const headers = { origin: server.url, cookie, ...(body && { 'content-type': 'application/json' }) };
  return await fetch(server.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
}

/** Uses a link up, and is signed in then. */
async function uses(secret: string, introduction: object = {}): Promise<string> {
  const answer = await asks('POST', '/api/tickets/use', '', { secret, password: PASSWORD, ...introduction });
  expect(answer.status).toBe(204);
  return answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
}

async function types(line: string, dataDirectory = server.dataDir) {
  const { code, output } = await runCommand(line.split(' '), dataDirectory);
  expect(output).not.toMatch(/\n\s+at /);
  return { code, output };
}

/** The only link of what the command said. */
function linkIn(output: string, base = 'http://127\\.0\\.0\\.1:\\d+'): string {
  return new RegExp(`^${base}/welcome#(\\S+)$`, 'm').exec(output)?.[1] ?? '';
}

async function session(cookie: string): Promise<unknown> {
  return (await asks('GET', '/api/session', cookie)).json();
}

describe('scriptorium people', () => {
  it('what makes no sense is refused with a sentence and the usage', async () => {
    const sentences = {
      'people lists': 'There is no "people lists".',
      'people link': 'For whom',
      'people link ann': 'no e-mail address',
      'people link @': 'no e-mail address',
      [`people link ${'a'.repeat(400)}@example.org`]: 'no e-mail address',
      'people link ann@example.org again': 'one parameter too many',
      'people link ann@example.org --address here': 'no address such as https://docs.example.org',
      'people --admin': 'link EMAIL',
      'people --owner': '--owner',
    };
    const said = await Promise.all(Object.keys(sentences).map((line) => types(line)));
    for (const [n, sentence] of Object.values(sentences).entries()) {
      expect(said[n]).toEqual({ code: EXIT.refused, output: expect.stringContaining(sentence) });
      expect(said[n]?.output).toContain('Usage: scriptorium people');
    }
  });

  it('a directory that holds nothing, or somebody else’s files, is refused', async () => {
    const [empty, foreign] = [join(directory.path, 'empty'), join(directory.path, 'foreign')];
    await mkdir(join(foreign, 'letters'), { recursive: true });
    for (const place of [empty, foreign]) {
      for (const line of ['people', 'people link ann@example.org']) {
        expect(await types(line, place)).toEqual({ code: EXIT.refused, output: expect.stringContaining('DATA_DIR') });
      }
      expect(await readdir(place)).not.toContain('workspace');
    }
  });

  it('while a server runs it says so; then it lists everybody, and no name gives orders to the terminal', async () => {
    expect(await types('people')).toEqual({ code: EXIT.refused, output: expect.stringContaining('in use') });
    await server.stops();
    const { code, output } = await types('people');
    expect(code).toBe(EXIT.done);
    expect(output.trim().split('\n').sort()).toEqual([
      'ann@example.org  Ann  administrator',
      'ben@example.org  Ben  invited',
      'eve@example.org  Eve [2J?  invited',
    ]);
    await server.startsAgain();
  });

  it('a link lets somebody choose a new password, ends what they had open, and works once', async () => {
    await server.stops();
    const { code, output } = await types('people link ANN@example.org');
    expect([code, output.trim().split('\n').length]).toEqual([EXIT.done, 1]);
    await server.startsAgain();
    expect(await session(ann)).toMatchObject({ kind: 'person', name: 'Ann' });
    const secret = linkIn(output);
    const next = await uses(secret, { password: 'another long secret' });
    expect(await session(next)).toMatchObject({ kind: 'person', name: 'Ann', isAdmin: true });
    expect(await session(ann)).toMatchObject({ kind: 'stranger' });
    expect((await asks('POST', '/api/tickets/use', '', { secret, password: PASSWORD })).status).toBeGreaterThan(399);
    const credential = { email: 'ann@example.org', password: 'another long secret' };
    expect((await asks('POST', '/api/session', '', credential)).status).toBeLessThan(300);
    ann = next;
  });

  it('somebody new is invited, as an administrator if told so; who was suspended is let in again, and it says so', async () => {
    const { people } = await (await asks('GET', '/api/people', ann)).json();
    const ben = people.find(({ email }: { readonly email: string }) => email === 'ben@example.org');
    expect((await asks('PATCH', `/api/people/${ben.id}`, ann, { isSuspended: true })).ok).toBe(true);
    await server.stops();
    const [made, allowed] = [
      await types('people link cleo@example.org --admin --address https://docs.example.org/'),
      await types('people link ben@example.org'),
    ];
    expect([made.code, allowed.code]).toEqual([EXIT.done, EXIT.done]);
    expect(allowed.output).toContain('ben@example.org was suspended, and is let in again.');
    await server.startsAgain();
    const secret = linkIn(made.output, 'https://docs\\.example\\.org');
    expect(await session(await uses(secret))).toMatchObject({ name: 'cleo', isAdmin: true });
    expect(await session(await uses(linkIn(allowed.output)))).toMatchObject({ name: 'Ben', isAdmin: false });
  });
});
