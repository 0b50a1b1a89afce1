/** Whoever has a document open learns that somebody said something about it. */

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { CHANNEL, encodeComments } from '../../../server/contract/protocol.ts';
import { AccountWorld, type Visitor } from '../../support/account-world.ts';
import { type Asks, idOf, Speaker } from '../../support/comments.ts';
import { emailOf } from '../../support/credentials.ts';
import { WireClient } from '../../support/wire-client.ts';

const WAIT = { timeout: 20_000, interval: 10 };

let world: AccountWorld;
let ann: Visitor;
let vic: Visitor;

beforeAll(async () => {
  world = await AccountWorld.opens();
  ann = await world.firstOwner('Ann');
  vic = await world.member('Vic', ann);
  for (const id of ['plan', 'another']) await ann.must('POST', '/api/documents', { id });
  await ann.must('POST', '/api/documents/plan/access/people', { email: emailOf('Vic'), role: 'viewer' });
});
afterAll(() => world.close());

function newsOf({ received }: WireClient): readonly Uint8Array[] {
  return received.filter(([channel]) => channel === CHANNEL.comments);
}

async function isHere(page: WireClient): Promise<WireClient> {
  await vi.waitFor(() => expect(page.received.length).toBeGreaterThan(0), WAIT);
  return page;
}

it('a writer and a viewer of that document do, each change once; a stock client and whoever is elsewhere do not', async () => {
  const here = await Promise.all([ann, vic].map((who) => isHere(who.opens('plan'))));
  const elsewhere = await isHere(ann.opens('another'));
  const stock = await isHere(WireClient.dials(world, 'plan', { origin: world.url, cookie: ann.cookie }));
  const speaker = new Speaker(ann.asks.bind(ann) as Asks, 'plan');
  await speaker.begins('thread', 'Hello');
  await speaker.begins('thread', 'Hello');
  await speaker.resolves('thread');
  await speaker.resolves('thread');
  const { revision } = await speaker.sees();
  const expected = [encodeComments(revision - 1), encodeComments(revision)];
  for (const page of here) await vi.waitFor(() => expect(newsOf(page)).toEqual(expected), WAIT);

  // What comes later has come behind all that came before.
  await speaker.removes('thread');
  await new Speaker(ann.asks.bind(ann) as Asks, 'another').begins('thread', 'Hello');
  await vi.waitFor(() => expect(newsOf(elsewhere)).toEqual([encodeComments(1)]), WAIT);
  for (const page of here) await vi.waitFor(() => expect(newsOf(page)).toHaveLength(3), WAIT);
  await stock.isSaved();
  expect(newsOf(stock)).toEqual([]);
  expect(stock.isOpen).toBe(true);
  for (const page of [...here, elsewhere, stock]) page.leaves();
});

it('R26 whoever may not read a document any more is told nothing of its comments', async () => {
  const page = await isHere(vic.opens('plan'));
  await ann.must('DELETE', `/api/documents/plan/access/people/${vic.id}`);
  await page.isClosed();
  const speaker = new Speaker(ann.asks.bind(ann) as Asks, 'plan');
  expect((await speaker.begins('secret', 'Between us')).body.id).toBe(idOf('secret'));
  expect(newsOf(page)).toEqual([]);
});
