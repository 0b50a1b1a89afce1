/** The crowd moves its cursors. */

import type { PresentParameters, PresentResult } from './commands.ts';
import type { Crowd } from './crowd.ts';
import { atRate, within } from './pacing.ts';
import { presenceEntry } from './presence.ts';

const DRAIN_MS = 5_000;

/** Moves the cursor of the next person in turn. */
export function moveNext(crowd: Crowd, count: number, stateLength: number): void {
  const person = crowd.people[count % crowd.people.length];
  if (person === undefined) return;
  person.moves += 1;
  person.client.sendPresence(presenceEntry(person.index, person.moves, stateLength));
}

/** Pairs of people of whom the first does not know where the second is. */
function stale(crowd: Crowd): number {
  let pairs = 0;
  for (const { presence, index } of crowd.people) {
    for (const other of crowd.people) {
      if (other.index !== index && presence.clockOf(other.index) < other.moves) pairs += 1;
    }
  }
  return pairs;
}

/** One document; everybody in it moves so often a second. */
export async function present(crowd: Crowd, parameters: PresentParameters): Promise<PresentResult> {
  const others = crowd.people.length - 1;
  const before = crowd.presenceDelivered;
  let sent = 0;
  const perSecond = parameters.perSecondAndClient * crowd.people.length;
  await atRate({ seconds: parameters.seconds, perSecond }, (count) => {
    moveNext(crowd, count, parameters.stateLength);
    sent += 1;
  });
  await within(DRAIN_MS, () => stale(crowd) === 0);
  return { sent, delivered: crowd.presenceDelivered - before, expected: sent * others, stale: stale(crowd) };
}
