/** What is said about the others, by a clock that the test holds. */

import { expect, it } from 'vitest';
import { Announcements } from '../../../web/presence/announcements.ts';
import { ManualClock } from '../../support/clock.ts';
import { manualEnvironment } from '../../support/manual-environment.ts';

function listening() {
  const clock = new ManualClock();
  const heard: string[] = [];
  const announcements = new Announcements(manualEnvironment(clock, 0), (sentence) => heard.push(sentence));
  return { clock, heard, announcements };
}

it('says at once who comes, then is quiet for a while and says the rest together', () => {
  const { clock, heard, announcements } = listening();
  announcements.joined('Ann');
  clock.advance(0);
  expect(heard).toEqual(['Ann joined']);
  announcements.joined('Bob');
  announcements.left('Ann');
  clock.advance(3_999);
  expect(heard).toHaveLength(1);
  clock.advance(1);
  expect(heard).toEqual(['Ann joined', 'Bob joined, Ann left']);
});

it('says that somebody edits my paragraph once, and again only when they have not for a minute', () => {
  const { clock, heard, announcements } = listening();
  for (let key = 0; key < 30; key++) {
    announcements.editing('guest:bob', 'Bob');
    clock.advance(1_000);
  }
  expect(heard).toEqual(['Bob edits your paragraph']);
  clock.advance(60_000);
  announcements.editing('guest:bob', 'Bob');
  clock.advance(5_000);
  expect(heard).toHaveLength(2);
});

it('says a number instead of many names, and nothing of who comes back at once', () => {
  const { clock, heard, announcements } = listening();
  for (let n = 0; n < 100; n++) announcements.joined(`Person ${n}`);
  clock.advance(0);
  announcements.left('Person 3');
  announcements.joined('Person 3');
  clock.advance(10_000);
  expect(heard).toEqual(['100 people joined']);
});

it('says nothing any more when it is closed', () => {
  const { clock, heard, announcements } = listening();
  announcements.joined('Ann');
  announcements.close();
  clock.advance(10_000);
  expect(heard).toEqual([]);
});
