/** Programs that take part in writing: an API token at the upgrade, and what it is good for until when. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { ApiTokenCreated, VersionList } from '../../../server/contract/api.ts';
import { CLOSE } from '../../../server/contract/close-codes.ts';
import { encodeUpdate } from '../../../server/contract/protocol.ts';
import type { Scope, SharedRole } from '../../../server/contract/roles.ts';
import { AccountWorld, type Visitor } from '../../support/account-world.ts';
import { type AppServer, startApp } from '../../support/app-server.ts';
import { emailOf } from '../../support/credentials.ts';
import { TOKEN_SECRET, tokenFor } from '../../support/tokens.ts';
import { WireClient } from '../../support/wire-client.ts';

const WAIT = { timeout: 20_000, interval: 20 };

let world: AccountWorld;
let ann: Visitor;
let eve: Visitor;

beforeAll(async () => {
  world = await AccountWorld.opens();
  ann = await world.firstOwner('Ann');
  eve = await world.member('Eve', ann);
});

afterAll(() => world.close());

let documents = 0;

/** A document of Ann's, of which Eve was given that. */
async function sharedWithEve(role: SharedRole | null): Promise<string> {
  documents += 1;
  const id = `shared-${documents}`;
  await ann.must('POST', '/api/documents', { id });
  if (role !== null) await ann.must('POST', `/api/documents/${id}/access/people`, { email: emailOf('Eve'), role });
  return id;
}

async function tokenOf(maker: Visitor, scopes: readonly Scope[]): Promise<ApiTokenCreated> {
  return (await maker.must('POST', '/api/tokens', { name: 'Night shift', scopes })) as unknown as ApiTokenCreated;
}

/** Joins as a client of ours would, so that it is told its role. */
function joins(server: { readonly syncUrl: string }, id: string, token: string): WireClient {
  return WireClient.dials(server, `${id}?v=1`, { authorization: `Bearer ${token}` });
}

async function roleOf(program: WireClient): Promise<string | number> {
  const closed = program.isClosed().then(({ code }) => code);
  const told = vi.waitFor(() => {
    const frames = program.received.map((frame) => new TextDecoder().decode(frame));
    const role = ['viewer', 'commenter', 'editor'].find((one) => frames.some((frame) => frame.includes(one)));
    if (role === undefined) throw new Error('it was not told its role');
    return role;
  }, WAIT);
  return await Promise.race([closed, told.catch(() => 'nothing')]);
}

function writes(program: WireClient, word: string): void {
  const doc = new Y.Doc();
  doc.getText('content').insert(0, word);
  program.sends(encodeUpdate(Y.encodeStateAsUpdate(doc)));
}

async function endsSoon(program: WireClient, code: number): Promise<void> {
  const since = Date.now();
  expect((await program.isClosed()).code).toBe(code);
  expect(Date.now() - since).toBeLessThan(5_000);
}

describe('R5 R25 scope x role of whoever made it', () => {
  const { code: REFUSED } = CLOSE.noAccess;
  it.each<[scopes: readonly Scope[], SharedRole | 'owner' | null, expected: string | number]>([
    [['read'], null, REFUSED],
    [['read', 'write', 'share', 'admin'], null, REFUSED],
    [['read'], 'viewer', 'viewer'],
    [['read', 'write'], 'viewer', 'viewer'],
    [['read', 'write'], 'commenter', 'commenter'],
    [['read'], 'editor', 'viewer'],
    [['read', 'write'], 'editor', 'editor'],
    [['write'], 'editor', REFUSED],
    [['share'], 'editor', REFUSED],
    [['read'], 'owner', 'viewer'],
    [['read', 'write'], 'owner', 'editor'],
    [['admin'], 'owner', REFUSED],
  ])('a token for %j of somebody who is %s joins as %s', async (scopes, role, expected) => {
    const [maker, mine] = role === 'owner' ? [ann, null] : [eve, role];
    const id = await sharedWithEve(mine);
    // Only who looks after the server gives that away.
    const given = maker === eve ? scopes.filter((scope) => scope !== 'admin') : scopes;
    const program = joins(world, id, (await tokenOf(maker, given)).token);
    expect(await roleOf(program)).toBe(expected);
    program.leaves();
  });

  it('one that was never made, or was revoked, joins nothing', async () => {
    const id = await sharedWithEve('editor');
    const { id: tokenId, token } = await tokenOf(eve, ['read', 'write']);
    await eve.must('DELETE', `/api/tokens/${tokenId}`);
    for (const dead of [token, `scr_${'A'.repeat(43)}`, 'scr_']) {
      expect((await joins(world, id, dead).isClosed()).code).toBe(CLOSE.signIn.code);
    }
  });
});

it('R5 one that the operator made before there were accounts opens nothing of anybody’s, and looks after nothing', async () => {
  const id = await sharedWithEve('editor');
  const old = await world.tokens.create({
    name: 'Old',
    scopes: ['read', 'write', 'admin'],
    person: null,
    expiresAt: null,
  });
  const authorization = `Bearer ${old?.token}`;
  expect((await joins(world, id, old?.token ?? '').isClosed()).code).toBe(CLOSE.signIn.code);
  for (const path of [`/api/documents/${id}/content`, '/api/tokens', '/api/admin']) {
    expect((await world.somebody().asks('GET', path, undefined, { authorization })).status, path).toBe(401);
  }
});

describe('R26 what a token opened ends with it', () => {
  async function joined(): Promise<{ readonly tokenId: string; readonly id: string; readonly program: WireClient }> {
    const id = await sharedWithEve('editor');
    const { id: tokenId, token } = await tokenOf(eve, ['read', 'write']);
    const program = joins(world, id, token);
    expect(await roleOf(program)).toBe('editor');
    await program.isSaved();
    return { tokenId, id, program };
  }

  it('when it is revoked, and no other of the same person', async () => {
    const [one, other] = [await joined(), await joined()];
    await eve.must('DELETE', `/api/tokens/${one.tokenId}`);
    await endsSoon(one.program, CLOSE.signIn.code);
    await other.program.isSaved();
    other.program.leaves();
  });

  it('when the document is taken from whoever made it', async () => {
    const { id, program } = await joined();
    await ann.must('DELETE', `/api/documents/${id}/access/people/${eve.id}`);
    await endsSoon(program, CLOSE.noAccess.code);
  });

  it('when whoever made it is suspended; nothing comes back in by it', async () => {
    const dan = await world.member('Dan', ann);
    await dan.must('POST', '/api/documents', { id: 'dans' });
    const { token } = await tokenOf(dan, ['read']);
    const program = joins(world, 'dans', token);
    expect(await roleOf(program)).toBe('viewer');
    await ann.must('PATCH', `/api/people/${dan.id}`, { isSuspended: true });
    await endsSoon(program, CLOSE.signIn.code);
    expect(await roleOf(joins(world, 'dans', token))).toBe(CLOSE.signIn.code);
  });

  it('when its time is over', async () => {
    const { program } = await joined();
    world.clock.forward(91 * 24 * 60 * 60_000);
    await endsSoon(program, CLOSE.signIn.code);
    for (const visitor of [ann, eve]) {
      const name = visitor === ann ? 'Ann' : 'Eve';
      expect(await visitor.signsIn(name)).toBe(200);
    }
  });
});

it('R24 who a program is, is the server’s word: beside the caret and in the history', async () => {
  const id = await sharedWithEve('editor');
  const { id: tokenId, token } = await tokenOf(eve, ['read', 'write']);
  const page = ann.opens(id);
  expect(await roleOf(page)).toBe('editor');
  const program = joins(world, id, token);
  expect(await roleOf(program)).toBe('editor');
  program.presents({ user: { name: 'Ann', id: ann.id } });
  writes(program, 'by night');
  await program.isSaved();
  await vi.waitFor(() => {
    const seen = page.received.map((frame) => new TextDecoder().decode(frame)).join();
    expect(seen).toContain('"name":"Night shift"');
    expect(seen).toContain(`"id":"token:${tokenId}"`);
    expect(seen).not.toContain('"name":"Ann"');
  }, WAIT);
  const { versions } = (await ann.must('GET', `/api/documents/${id}/versions`)) as unknown as VersionList;
  expect(versions[0]?.authors).toEqual([{ user: `token:${tokenId}`, name: 'Night shift', isYou: false }]);
  for (const one of [page, program]) one.leaves();
});

it('what a program makes belongs to whoever made its token; one that only reads makes nothing', async () => {
  const reading = await tokenOf(eve, ['read']);
  expect(await roleOf(joins(world, 'made-by-reading', reading.token))).toBe(CLOSE.noAccess.code);
  const { token } = await tokenOf(eve, ['read', 'write']);
  const program = joins(world, 'made-by-writing', token);
  expect(await roleOf(program)).toBe('editor');
  expect((await eve.must('GET', '/api/documents/made-by-writing/access')).role).toBe('owner');
  const authorization = `Bearer ${token}`;
  const made = await world.somebody().asks('POST', '/api/documents', { id: 'made-over-http' }, { authorization });
  expect(made.status).toBe(201);
  expect((await eve.must('GET', '/api/documents/made-over-http/access')).role).toBe('owner');
  program.leaves();
});

describe('where there are no accounts', () => {
  const servers: AppServer[] = [];
  afterAll(async () => {
    for (const server of servers) await server.close();
  });

  async function opens(environment: Readonly<Record<string, string>>) {
    const server = await startApp(environment);
    servers.push(server);
    const make = async (scopes: readonly Scope[]) => {
      const made = await server.tokens.create({ name: 'Night shift', scopes, person: null, expiresAt: null });
      return made ?? expect.fail('there are too many');
    };
    return { server, make };
  }

  it.each([
    ['open', {}],
    ['token', { ACCESS: 'token', TOKEN_SECRET }],
  ])(
    'R5 R26 ACCESS=%s: a token of the operator opens every document, for what its scopes say',
    async (_access, env) => {
      const { server, make } = await opens(env);
      const [reading, writing] = [await make(['read']), await make(['read', 'write'])];
      const [reader, writer] = [joins(server, 'plan', reading.token), joins(server, 'plan', writing.token)];
      expect(await roleOf(writer)).toBe('editor');
      expect(await roleOf(reader)).toBe('viewer');
      // As a client sends it that can set no headers.
      expect(await roleOf(WireClient.dials(server, `plan?v=1&token=${reading.token}`))).toBe('viewer');
      await server.tokens.revoke(reading.row.id);
      await endsSoon(reader, CLOSE.signIn.code);
      await writer.isSaved();
      writer.leaves();
      expect((await joins(server, 'plan', reading.token).isClosed()).code).toBe(CLOSE.signIn.code);
    },
  );

  it('a token that an application signed goes on beside them', async () => {
    const { server } = await opens({ ACCESS: 'token', TOKEN_SECRET });
    const signed = joins(server, 'plan', await tokenFor({ role: 'editor' }));
    expect(await roleOf(signed)).toBe('editor');
    signed.leaves();
  });
});
