/** How many connections a person and a document may have. */

import { expect, it } from 'vitest';
import { ANONYMOUS } from '../../../server/lib/authors.ts';
import { Seats } from '../../../server/socket/seats.ts';

it('R7 a person has so many over all documents, a document so many over all people', () => {
  const seats = new Seats({ CONNECTIONS_PER_PERSON: 2, CONNECTIONS_PER_DOCUMENT: 3 });
  expect([seats.take('ann', 'a'), seats.take('ann', 'b'), seats.take('ann', 'c')]).toEqual([
    null,
    null,
    'CONNECTIONS_PER_PERSON',
  ]);
  expect([seats.take('bob', 'a'), seats.take('cem', 'a'), seats.take('dan', 'a')]).toEqual([
    null,
    null,
    'CONNECTIONS_PER_DOCUMENT',
  ]);
  seats.leave('ann', 'a');
  expect(seats.take('dan', 'a')).toBeNull();
  // Who was refused because a document was full has lost nothing by it.
  expect([seats.take('dan', 'd'), seats.take('ann', 'd')]).toEqual([null, null]);
});

it('R7 those whom the server cannot tell apart are counted by document only', () => {
  const seats = new Seats({ CONNECTIONS_PER_PERSON: 1, CONNECTIONS_PER_DOCUMENT: 2 });
  const taken = [seats.take(ANONYMOUS, 'a'), seats.take(ANONYMOUS, 'a'), seats.take(ANONYMOUS, 'a')];
  expect(taken).toEqual([null, null, 'CONNECTIONS_PER_DOCUMENT']);
});
