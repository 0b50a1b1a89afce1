/** Who may do what with whose document: every role, over HTTP and over the WebSocket, on a whole server. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../../server/contract/close-codes.ts';
import { encodeUpdate } from '../../../server/contract/protocol.ts';
import type { Action, SharedRole } from '../../../server/contract/roles.ts';
import { AccountWorld, type Visitor } from '../../support/account-world.ts';
import { emailOf } from '../../support/credentials.ts';
import { png } from '../../support/images.ts';
import type { WireClient } from '../../support/wire-client.ts';

const WAIT = { timeout: 20_000, interval: 20 };

let world: AccountWorld;
let ann: Visitor;
let eve: Visitor;

beforeAll(async () => {
  world = await AccountWorld.opens();
  ann = await world.firstOwner('Ann');
  eve = await world.member('Eve', ann);
});

afterAll(async () => {
  await world.close();
});

let documents = 0;

/** A document of somebody, with a word in it. */
async function written(owner: Visitor): Promise<string> {
  documents += 1;
  const id = `document-${documents}`;
  await owner.must('POST', '/api/documents', { id });
  const page = owner.opens(id);
  await hears(page, 'editor');
  writes(page, 'secret');
  await page.isSaved();
  page.leaves();
  return id;
}

function writes(page: WireClient, word: string): void {
  const doc = new Y.Doc();
  doc.getText('content').insert(0, word);
  page.sends(encodeUpdate(Y.encodeStateAsUpdate(doc)));
}

function holds({ received }: WireClient, word: string): boolean {
  return received.some((frame) => new TextDecoder().decode(frame).includes(word));
}

async function hears(page: WireClient, word: string): Promise<void> {
  await vi.waitFor(() => expect(holds(page, word)).toBe(true), WAIT);
}

async function linkTo(id: string, role: SharedRole, expiresAt: number | null = null): Promise<string> {
  const { token } = await ann.must('POST', `/api/documents/${id}/access/links`, { role, expiresAt });
  return token ?? '';
}

async function gives(id: string, name: string, role: SharedRole, expiresAt: number | null = null): Promise<void> {
  await ann.must('POST', `/api/documents/${id}/access/people`, { email: emailOf(name), role, expiresAt });
}

/** What somebody manages to do with a document, each action tried for real. */
async function manages(visitor: Visitor, id: string, word: string): Promise<Record<Action, boolean>> {
  const page = visitor.opens(id);
  const closed = page.isClosed();
  await vi.waitFor(() => expect(page.received.length > 0 || page.isOver).toBe(true), WAIT);
  const role = holds(page, 'viewer')
    ? 'viewer'
    : holds(page, 'commenter')
      ? 'commenter'
      : holds(page, 'editor')
        ? 'editor'
        : null;
  if (role === null) {
    const { code } = await closed;
    expect([CLOSE.signIn.code, CLOSE.noAccess.code]).toContain(code);
    expect(holds(page, 'secret')).toBe(false);
  } else {
    page.asks();
    await hears(page, 'secret');
    writes(page, word);
    if (role === 'editor') await page.isSaved();
    else await hears(page, 'not change it');
  }
  page.leaves();
  const image = await fetch(`${world.url}/api/images?document=${id}`, {
    method: 'POST',
    headers: { origin: world.url, cookie: visitor.cookie, 'content-type': 'image/png' },
    body: new Uint8Array(png(1, 1)),
  });
  const seen = await visitor.asks('GET', `/api/documents/${id}/access`);
  const shared = await visitor.asks('PUT', `/api/documents/${id}/access/reach`, { who: 'invited', role: 'viewer' });
  const reading = ann.opens(id);
  await vi.waitFor(() => expect(reading.received.length).toBeGreaterThan(0), WAIT);
  reading.asks();
  await hears(reading, 'secret');
  const wrote = holds(reading, word);
  reading.leaves();
  expect(wrote).toBe(role === 'editor');
  expect(image.status === 201).toBe(role === 'editor');
  expect(seen.status === 200).toBe(role !== null);
  // With whom it is shared is for whoever shares it: nobody else learns an address of somebody.
  if (shared.status !== 200) expect(JSON.stringify(seen.body)).not.toContain('@');
  return {
    read: role !== null,
    comment: role === 'commenter' || role === 'editor',
    write: wrote,
    share: shared.status === 200,
    delete: shared.status === 200,
  };
}

describe('R5 R26 role x document x action, over HTTP and WebSocket', () => {
  const NOTHING = '';
  it.each<[who: string, expected: string, prepare: (id: string) => Promise<Visitor>]>([
    ['a stranger', NOTHING, async () => world.somebody()],
    ['somebody with an account', NOTHING, async () => eve],
    ['an administrator', NOTHING, async () => world.member(`Admin${documents}`, ann, true).then((admin) => admin)],
    ['a viewer', 'read', async (id) => gives(id, 'Eve', 'viewer').then(() => eve)],
    ['a commenter', 'read comment', async (id) => gives(id, 'Eve', 'commenter').then(() => eve)],
    ['an editor', 'read comment write', async (id) => gives(id, 'Eve', 'editor').then(() => eve)],
    ['an editor until yesterday', NOTHING, async (id) => gives(id, 'Eve', 'editor', 1).then(() => eve)],
    ['the owner', 'read comment write share delete', async () => ann],
    ['a guest by a link to view', 'read', async (id) => world.guest('Gus', await linkTo(id, 'viewer'))],
    ['a guest by a link to edit', 'read comment write', async (id) => world.guest('Gus', await linkTo(id, 'editor'))],
    [
      'a guest of another document',
      NOTHING,
      async () => world.guest('Gus', await linkTo(await written(ann), 'editor')),
    ],
    [
      'a guest whose link was taken back',
      NOTHING,
      async (id) => {
        const gus = await world.guest('Gus', await linkTo(id, 'editor'));
        const { shared } = (await ann.must('GET', `/api/documents/${id}/access`)) as never as {
          shared: { links: { id: string }[] };
        };
        await ann.must('DELETE', `/api/documents/${id}/access/links/${shared.links[0]?.id}`);
        return gus;
      },
    ],
    [
      'somebody who opened a link with an account',
      'read comment write',
      async (id) => {
        await eve.must('POST', '/api/entrance', { at: { token: await linkTo(id, 'editor') } });
        return eve;
      },
    ],
  ])('%s may: %s', async (who, expected, prepare) => {
    const id = await written(ann);
    const managed = await manages(await prepare(id), id, `word of ${who}`);
    expect(Object.keys(managed).filter((action) => managed[action as Action])).toEqual(
      expected === '' ? [] : expected.split(' '),
    );
  });

  it.each<[who: 'invited' | 'signed-in' | 'link', stranger: number, guest: string, account: string]>([
    ['invited', CLOSE.signIn.code, 'no access', 'no access'],
    ['signed-in', CLOSE.signIn.code, 'no access', 'commenter'],
    ['link', CLOSE.signIn.code, 'commenter', 'commenter'],
  ])('what is open to %s is open to nobody else', async (who, stranger, guest, account) => {
    const id = await written(ann);
    await ann.must('PUT', `/api/documents/${id}/access/reach`, { who, role: 'commenter' });
    const gus = await world.guest('Gus', await linkTo(await written(ann), 'viewer'));
    expect((await world.somebody().opens(id).isClosed()).code).toBe(stranger);
    for (const [visitor, expected] of [
      [gus, guest],
      [eve, account],
    ] as const) {
      const page = visitor.opens(id);
      await hears(page, expected === 'no access' ? CLOSE.noAccess.sentence : expected);
      page.leaves();
    }
  });
});

describe('R26 what is taken away ends within 5 s, also on open pages', () => {
  /** Somebody who may edit, with the page open. */
  async function editing(): Promise<{ readonly id: string; readonly page: WireClient }> {
    const id = await written(ann);
    await gives(id, 'Eve', 'editor');
    const page = eve.opens(id);
    await hears(page, 'editor');
    await page.isSaved();
    return { id, page };
  }

  async function endsSoon(page: WireClient, code: number): Promise<void> {
    const since = Date.now();
    expect((await page.isClosed()).code).toBe(code);
    expect(Date.now() - since).toBeLessThan(5_000);
  }

  it('who is removed is out', async () => {
    const { id, page } = await editing();
    await ann.must('DELETE', `/api/documents/${id}/access/people/${eve.id}`);
    await endsSoon(page, CLOSE.noAccess.code);
  });

  it('who may only read from now on reads on, and writes nothing; who may write again does', async () => {
    const { id, page } = await editing();
    await ann.must('PUT', `/api/documents/${id}/access/people/${eve.id}`, { role: 'viewer' });
    await hears(page, 'viewer');
    const before = page.received.length;
    await ann.must('PUT', `/api/documents/${id}/access/people/${eve.id}`, { role: 'editor' });
    await vi.waitFor(() => {
      expect(page.received.slice(before).some((frame) => new TextDecoder().decode(frame).includes('editor'))).toBe(
        true,
      );
    }, WAIT);
    writes(page, 'allowed');
    await page.isSaved();
    await ann.must('PUT', `/api/documents/${id}/access/people/${eve.id}`, { role: 'viewer' });
    writes(page, 'forbidden');
    await hears(page, 'not change it');
    const reading = ann.opens(id);
    await vi.waitFor(() => expect(reading.received.length).toBeGreaterThan(0), WAIT);
    reading.asks();
    await hears(reading, 'allowed');
    expect(holds(reading, 'forbidden')).toBe(false);
    page.leaves();
    reading.leaves();
  });

  it('a grant, and a link, end by themselves', async () => {
    const { id, page } = await editing();
    const end = world.clock.now() + 60_000;
    await gives(id, 'Eve', 'editor', end);
    const gus = await world.guest('Gus', await linkTo(id, 'viewer', end));
    const guestPage = gus.opens(id);
    await hears(guestPage, 'viewer');
    world.clock.forward(60_000);
    await endsSoon(page, CLOSE.noAccess.code);
    await endsSoon(guestPage, CLOSE.noAccess.code);
    expect((await world.somebody().asks('POST', '/api/entrance', { at: { token: 'x' }, name: 'Gus' })).status).toBe(
      410,
    );
  });

  it('signing out everywhere ends every page', async () => {
    const kim = await world.member('Kim', ann);
    const elsewhere = world.somebody();
    expect(await elsewhere.signsIn('Kim')).toBe(200);
    const id = await written(ann);
    await gives(id, 'Kim', 'editor');
    const pages = [kim.opens(id), elsewhere.opens(id)];
    for (const page of pages) await hears(page, 'editor');
    await kim.must('DELETE', '/api/account/sessions');
    for (const page of pages) await endsSoon(page, CLOSE.signIn.code);
    expect((await elsewhere.asks('GET', '/api/account')).status).toBe(401);
  });

  it('a guest who has come by two links is signed out everywhere at once', async () => {
    const [id, other] = [await written(ann), await written(ann)];
    const gus = await world.guest('Gus', await linkTo(id, 'viewer'));
    const first = gus.opens(id);
    await hears(first, 'viewer');
    await gus.must('POST', '/api/entrance', { at: { token: await linkTo(other, 'editor') }, name: 'Gus' });
    const second = gus.opens(other);
    await hears(second, 'editor');
    expect(first.isOver).toBe(false);
    await gus.must('DELETE', '/api/session');
    for (const page of [first, second]) await endsSoon(page, CLOSE.signIn.code);
  });

  it('so does being suspended', async () => {
    const leo = await world.member('Leo', ann);
    const id = await written(leo);
    const page = leo.opens(id);
    await hears(page, 'editor');
    await ann.must('PATCH', `/api/people/${leo.id}`, { isSuspended: true });
    await endsSoon(page, CLOSE.signIn.code);
    expect(await leo.signsIn('Leo')).toBe(401);
    await ann.must('PATCH', `/api/people/${leo.id}`, { isSuspended: false });
    expect(await leo.signsIn('Leo')).toBe(200);
  });
});

describe('whose a document is', () => {
  it('whoever makes it, also from a page that made it while it was offline', async () => {
    const page = eve.opens('made-offline');
    await hears(page, 'editor');
    page.leaves();
    expect((await ann.opens('made-offline').isClosed()).code).toBe(CLOSE.noAccess.code);
    expect((await ann.asks('POST', '/api/documents', { id: 'made-offline' })).status).toBe(403);
    expect((await eve.must('GET', '/api/documents/made-offline/access')) as unknown).toMatchObject({ role: 'owner' });
  });

  it('a guest, and a stranger, make none', async () => {
    const gus = await world.guest('Gus', await linkTo(await written(ann), 'editor'));
    expect((await gus.opens('of-a-guest').isClosed()).code).toBe(CLOSE.noAccess.code);
    expect((await gus.asks('POST', '/api/documents', {})).status).toBe(403);
    expect((await world.somebody().asks('POST', '/api/documents', {})).status).toBe(401);
  });

  it('it can be given away', async () => {
    const id = await written(ann);
    await ann.must('PUT', `/api/documents/${id}/access/owner`, { person: eve.id });
    expect((await ann.must('GET', `/api/documents/${id}/access`)) as unknown).toMatchObject({ role: 'editor' });
    expect((await ann.asks('PUT', `/api/documents/${id}/access/owner`, { person: ann.id })).status).toBe(403);
  });

  it('whoever is refused may ask, once; the owner sees it and lets them in', async () => {
    const id = await written(ann);
    for (const _ of [1, 2]) await eve.must('POST', `/api/documents/${id}/access/requests`);
    const { requests } = (await ann.must('GET', '/api/requests')) as never as { requests: object[] };
    expect(requests.filter((request) => 'documentId' in request && request.documentId === id)).toHaveLength(1);
    await ann.must('PUT', `/api/documents/${id}/access/people/${eve.id}`, { role: 'viewer' });
    expect((await eve.asks('GET', `/api/documents/${id}/access`)).status).toBe(200);
    expect((await ann.must('GET', '/api/requests')) as unknown).toMatchObject({ requests: [] });
    // There is no telling from the answer whether there is such a document.
    expect((await eve.asks('POST', '/api/documents/there-is-none/access/requests')).status).toBe(202);
  });

  it('nobody says more than they were asked', async () => {
    const id = await written(ann);
    const body = { email: emailOf('Eve'), role: 'viewer' };
    for (const more of [{ owner: eve.id }, { role: 'owner' }, { linkId: 'x' }, { person: eve.id }]) {
      expect((await ann.asks('POST', `/api/documents/${id}/access/people`, { ...body, ...more })).status).toBe(400);
    }
    expect((await eve.asks('GET', `/api/documents/${id}/access`)).status).toBe(403);
  });
});

it('R24 the name beside a caret is the name of the account, whatever the page says', async () => {
  const id = await written(ann);
  await gives(id, 'Eve', 'viewer');
  const gus = await world.guest('Gus', await linkTo(id, 'viewer'));
  const reading = ann.opens(id);
  await hears(reading, 'editor');
  for (const [visitor, name] of [
    [eve, 'Eve'],
    [gus, 'Gus'],
  ] as const) {
    const page = visitor.opens(id);
    await hears(page, 'viewer');
    page.presents({ user: { name: 'Ann, your boss', id: ann.id } });
    await hears(reading, `"name":"${name}"`);
    page.leaves();
  }
  expect(holds(reading, 'your boss')).toBe(false);
  reading.leaves();
});
