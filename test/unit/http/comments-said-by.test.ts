/** What waited in a browser that people share: the server does it for whoever wrote it, and for nobody else. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { AccountWorld, type Visitor } from '../../support/account-world.ts';
import { startApp } from '../../support/app-server.ts';
import { type Asks, asking, idOf, Speaker, threadOf } from '../../support/comments.ts';
import { emailOf } from '../../support/credentials.ts';

let world: AccountWorld;
let ann: Visitor;
let ben: Visitor;
let vic: Visitor;

beforeAll(async () => {
  world = await AccountWorld.opens();
  ann = await world.firstOwner('Ann');
  await ann.must('POST', '/api/documents', { id: 'plan', title: 'A plan' });
  [ben, vic] = [await world.member('Ben', ann), await world.member('Vic', ann)];
  for (const [name, role] of [
    ['Ben', 'commenter'],
    ['Vic', 'viewer'],
  ] as const) {
    await ann.must('POST', '/api/documents/plan/access/people', { email: emailOf(name), role });
  }
});
afterAll(() => world.close());

it('what waited for somebody is not said by whoever is signed in by now', async () => {
  const address = `/api/documents/plan/comments/${idOf('left')}`;
  const reads = () => new Speaker(ann.asks.bind(ann) as Asks, 'plan').reads();
  const asAnn = `?as=${ann.id}`;
  const begins = ['PUT', `${address}${asAnn}`, threadOf('left', 'Said by Ann')] as const;
  const changes = [
    begins,
    ['PUT', `${address}/replies/${idOf('answer')}${asAnn}`, { text: 'So do I' }],
    ['PATCH', `${address}${asAnn}`, { isResolved: true }],
    ['DELETE', `${address}/replies/${idOf('left')}${asAnn}`],
    ['DELETE', `${address}${asAnn}`],
  ] as const;
  // Also where they could not have done it as themselves: that is not what was asked.
  for (const who of [ben, vic]) {
    for (const [method, path, body] of changes) {
      const answer = await who.asks(method, path, body);
      expect([answer.status, answer.body]).toEqual([412, expect.objectContaining({ reason: 'other-person' })]);
    }
  }
  // Nor what waited for nobody.
  for (const who of [ann, ben]) {
    expect((await who.asks('PUT', `${address}?as=`, threadOf('left', 'Said by nobody'))).status).toBe(412);
  }
  expect(await reads()).toEqual([]);
  expect((await world.somebody().asks(...begins)).status).toBe(401);

  expect((await ann.asks(...begins)).status).toBe(200);
  const asBen = `${address}/replies/${idOf('answer')}?as=${ben.id}`;
  expect((await ben.asks('PUT', asBen, { text: 'So do I' })).status).toBe(200);
  expect(await reads()).toEqual(['Ann: Said by Ann *', 'Ben: So do I']);
});

it('where the server knows nobody, what waited for nobody is said, and what waited for somebody is not', async () => {
  const server = await startApp();
  try {
    await asking(server)('POST', '/api/documents', { id: 'plan' });
    const browser = asking(server, { cookie: `scriptorium-browser=${'a'.repeat(43)}` });
    const address = `/api/documents/plan/comments/${idOf('left')}`;
    for (const asks of [browser, asking(server)]) {
      expect((await asks('PUT', `${address}?as=${ann.id}`, threadOf('left', 'Said by Ann'))).status).toBe(412);
      expect((await asks('PUT', `${address}?as=`, threadOf('left', 'Said by nobody'))).status).toBe(200);
    }
    expect(await new Speaker(browser, 'plan').reads()).toEqual([': Said by nobody *']);
  } finally {
    await server.close();
  }
});
