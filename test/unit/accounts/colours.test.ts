/** Somebody with an account has one colour wherever they are seen; a guest has the one they chose. */

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PALETTE } from '../../../server/contract/palette.ts';
import { AccountWorld, type Visitor } from '../../support/account-world.ts';
import { type Asks, Speaker } from '../../support/comments.ts';
import { emailOf } from '../../support/credentials.ts';
import type { WireClient } from '../../support/wire-client.ts';

const WAIT = { timeout: 20_000, interval: 20 };

let world: AccountWorld;
let ann: Visitor;
let ben: Visitor;

beforeAll(async () => {
  world = await AccountWorld.opens();
  ann = await world.firstOwner('Ann');
  ben = await world.member('Ben', ann);
  await ann.must('POST', '/api/documents', { id: 'plan', title: 'A plan' });
  await ann.must('POST', '/api/documents/plan/access/people', { email: emailOf('Ben'), role: 'commenter' });
});

afterAll(() => world.close());

async function opens(visitor: Visitor): Promise<WireClient> {
  const page = visitor.opens('plan');
  await page.isOpened();
  return page;
}

async function seesColour(page: WireClient, name: string, colour: string | undefined): Promise<void> {
  const seen = () => page.received.map((frame) => new TextDecoder().decode(frame)).join();
  await vi.waitFor(
    () =>
      expect(seen()).toMatch(
        new RegExp(`"name":"${name}"[^}]*"color":"${colour}"|"color":"${colour}"[^}]*"name":"${name}"`),
      ),
    WAIT,
  );
}

it('in the comments, beside the caret whatever the page says, and on their own page', async () => {
  const speaks = (visitor: Visitor) => new Speaker(visitor.asks.bind(visitor) as Asks, 'plan');
  await speaks(ben).begins('thread', 'Which plan?');
  const answered = await speaks(ann).answers('thread', 'answer', 'This one');
  const { colour } = await ann.must('GET', '/api/session');
  const { colour: bens } = await ben.must('GET', '/api/session');
  expect(answered.body.comments).toMatchObject([{ colour: bens }, { colour }]);

  const [reading, page] = [await opens(ben), await opens(ann)];
  page.presents({ user: { name: 'Ann', color: PALETTE[(Number(colour) + 1) % PALETTE.length] } });
  await seesColour(reading, 'Ann', PALETTE[Number(colour)]);
  for (const connection of [reading, page]) connection.leaves();
});

it('while a guest keeps the colour they chose', async () => {
  const { token } = await ann.must('POST', '/api/documents/plan/access/links', { role: 'viewer', expiresAt: null });
  const gus = await world.guest('Gus', String(token));
  expect(await gus.must('GET', '/api/session')).not.toHaveProperty('colour');
  const [reading, page] = [await opens(ben), await opens(gus)];
  for (const color of PALETTE.slice(0, 2)) {
    page.presents({ user: { name: 'x', color } });
    await seesColour(reading, 'Gus', color);
  }
  for (const connection of [reading, page]) connection.leaves();
});
