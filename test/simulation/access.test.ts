/** ACCESS=token: who brings a token gets what it says and nobody else gets anything. The real server, real sockets. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { DocumentList, SessionState } from '../../server/contract/api.ts';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { encodeCheckpoint, encodeUpdate } from '../../server/contract/protocol.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StockClient } from '../support/stock-client.ts';
import { TOKEN_SECRET, tokenFor } from '../support/tokens.ts';
import { WireClient } from '../support/wire-client.ts';

const WAIT = { timeout: 20_000, interval: 20 };
const JSON_TYPE = { 'content-type': 'application/json' };

let server: ServerProcess;

beforeAll(async () => {
  server = await ServerProcess.start({ env: { ACCESS: 'token', TOKEN_SECRET } });
});

afterAll(async () => {
  await server.close();
});

/** A document with one word in it. */
async function written(id: string, word = 'secret'): Promise<StockClient> {
  const ann = StockClient.opens(server, id, { token: await tokenFor({ sub: 'ann', name: 'Ann' }) });
  ann.types(word);
  await ann.isSynced();
  const reader = await WireClient.opens(server, `${id}?token=${await tokenFor({})}`);
  await vi.waitFor(() => {
    reader.asks();
    if (!holds(reader, word)) throw new Error('not written yet');
  }, WAIT);
  reader.leaves();
  return ann;
}

function holds({ received }: WireClient, word: string): boolean {
  return received.some((frame) => new TextDecoder().decode(frame).includes(word));
}

describe('R5 without a token that holds there is not a byte of a document', () => {
  it.each<[string, () => string | Promise<string>, keyof typeof CLOSE]>([
    ['no token', () => '', 'signIn'],
    ['an empty one', () => '?token=', 'signIn'],
    ['a malformed one', () => '?token=a.b.c', 'signIn'],
    ['one that has ended', async () => `?token=${await tokenFor({ exp: 1 })}`, 'signIn'],
    ['one signed by somebody else', async () => `?token=${await tokenFor({}, 'x'.repeat(32))}`, 'signIn'],
    ['one for another document', async () => `?token=${await tokenFor({ doc: 'another' })}`, 'noAccess'],
  ])('%s', async (what, query, expected) => {
    const id = `for-${what.replaceAll(' ', '-')}`;
    const ann = await written(id);
    const client = WireClient.dials(server, id + (await query()));
    expect((await client.isClosed()).code).toBe(CLOSE[expected].code);
    expect(client.received.every(([channel]) => channel === 2)).toBe(true);
    expect(holds(client, 'secret')).toBe(false);
    ann.leaves();
  });

  it('a stock client that is turned away does not come back', async () => {
    const client = StockClient.opens(server, 'closed', { token: 'none' });
    await vi.waitFor(() => expect(client.closeCodes).toEqual([CLOSE.signIn.code]), WAIT);
    expect(client.provider.shouldConnect).toBe(false);
    client.leaves();
  });

  it('nor a title over HTTP', async () => {
    const ann = await written('listed');
    const list = async (token?: string) => {
      const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
      return await fetch(`${server.url}/api/documents`, { headers });
    };
    expect((await list()).status).toBe(401);
    expect((await list('a.b.c')).status).toBe(401);
    const ids = async (token: string) =>
      ((await (await list(token)).json()) as DocumentList).documents.map(({ id }) => id);
    expect(await ids(await tokenFor({ doc: 'another' }))).toEqual([]);
    const viewer = await tokenFor({ doc: 'listed', role: 'viewer' });
    await vi.waitFor(async () => expect(await ids(viewer)).toEqual(['listed']), WAIT);
    ann.leaves();
  });

  it('nor a document that a viewer, a stranger or a guest of another creates', async () => {
    const create = async (token: string | null) => {
      const headers = token === null ? JSON_TYPE : { ...JSON_TYPE, authorization: `Bearer ${token}` };
      const body = JSON.stringify({ id: 'mine' });
      return (await fetch(`${server.url}/api/documents`, { method: 'POST', headers, body })).status;
    };
    expect(await create(null)).toBe(401);
    expect(await create(await tokenFor({ doc: 'mine', role: 'viewer' }))).toBe(403);
    expect(await create(await tokenFor({ doc: 'yours' }))).toBe(403);
    expect(await create(await tokenFor({ doc: 'mine' }))).toBe(201);
  });
});

describe('R25 a viewer reads, and changes nothing', () => {
  it('what it sends reaches nobody and no disk, it is told so, and nothing is said to be saved', async () => {
    const ann = await written('readable', 'text');
    const token = await tokenFor({ sub: 'vic', doc: 'readable', role: 'viewer' });
    const viewer = await WireClient.opens(server, `readable?token=${token}`);
    viewer.asks();
    await vi.waitFor(() => expect(holds(viewer, 'text')).toBe(true), WAIT);
    await viewer.isSaved();

    const doc = new Y.Doc();
    doc.getText('content').insert(0, 'forged');
    viewer.sends(encodeUpdate(Y.encodeStateAsUpdate(doc)));
    viewer.sends(encodeCheckpoint(1_000));
    await vi.waitFor(() => expect(holds(viewer, 'not change it')).toBe(true), WAIT);
    // The reading goes on: what Ann types afterwards arrives, so the checkpoint before it would have been echoed.
    ann.types(' and more');
    await vi.waitFor(() => expect(holds(viewer, ' and more')).toBe(true), WAIT);
    expect(viewer.checkpoints).not.toContain(1_000);
    expect(ann.text).toBe('text and more');

    await server.stops();
    await server.startsAgain();
    await ann.isSynced();
    const late = StockClient.opens(server, 'readable', { token });
    await late.sees('text and more');
    for (const client of [ann, viewer, late]) client.leaves();
  });

  it('a client of ours is told its role first of all, and a viewer is not asked for what it has', async () => {
    const [viewer, editor] = await Promise.all(
      ['viewer', 'editor'].map(async (role) =>
        WireClient.opens(server, `roles?v=1&token=${await tokenFor({ doc: 'roles', role })}`),
      ),
    );
    await vi.waitFor(() => expect(editor?.received.length).toBeGreaterThan(1), WAIT);
    await viewer?.isSaved();
    const roleOf = (client: WireClient | undefined) => new TextDecoder().decode(client?.received[0]?.subarray(2));
    expect([roleOf(viewer), roleOf(editor)]).toEqual(['viewer', 'editor']);
    const isAsked = (client: WireClient | undefined) =>
      client?.received.some(([channel, step]) => channel === 0 && step === 0);
    expect([isAsked(viewer), isAsked(editor)]).toEqual([false, true]);
    viewer?.leaves();
    editor?.leaves();
  });
});

describe('R26 what was allowed ends on open connections, too', () => {
  it('when the token ends', async () => {
    const token = await tokenFor({ exp: Math.floor(Date.now() / 1_000) + 2 });
    const client = await WireClient.opens(server, `ending?token=${token}`);
    expect((await client.isClosed()).code).toBe(CLOSE.signIn.code);
  });

  it('when a person signs out: that browser, and no other', async () => {
    const [here, elsewhere] = [await tokenFor({ sub: 'ann' }), await tokenFor({ sub: 'ann', name: 'Ann B.' })];
    const signedIn = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ token: here }),
    });
    const setCookie = signedIn.headers.get('set-cookie') ?? '';
    expect(setCookie).toMatch(/^scriptorium-session=[^;]+;/);
    for (const flag of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(setCookie).toContain(flag);
    const cookie = setCookie.split(';', 1)[0] ?? '';

    const session = await fetch(`${server.url}/api/session`, { headers: { cookie } });
    expect((await session.json()) as SessionState).toMatchObject({ kind: 'bearer', id: 'ann', name: 'Ann' });
    const tab = WireClient.dials(server, 'shared', { cookie, origin: server.url });
    const phone = await WireClient.opens(server, `shared?token=${elsewhere}`);
    await vi.waitFor(() => expect(tab.received.length).toBeGreaterThan(0), WAIT);

    await fetch(`${server.url}/api/session`, { method: 'DELETE', headers: { cookie } });
    expect((await tab.isClosed()).code).toBe(CLOSE.signIn.code);
    await phone.isSaved();
    phone.leaves();
  });

  it('a foreign page cannot sign anybody out, or in', async () => {
    for (const method of ['DELETE', 'POST']) {
      const headers = { ...JSON_TYPE, origin: 'https://evil.example' };
      expect((await fetch(`${server.url}/api/session`, { method, headers, body: '{}' })).status).toBe(403);
    }
  });
});

it('R24 the others see the name of the token, whatever the page calls itself', async () => {
  const opens = async (sub: string, name: string) =>
    StockClient.opens(server, 'named', { token: await tokenFor({ sub, name }) });
  const ann = await opens('ann', 'Ann');
  const mallory = await opens('mallory', 'Mallory');
  ann.calls('Ann');
  mallory.calls('Ann, your boss');
  await vi.waitFor(() => expect(ann.names).toEqual(['Ann', 'Mallory']), WAIT);
  for (const client of [ann, mallory]) client.leaves();
});
