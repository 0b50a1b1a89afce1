/** One of the crowd stops reading while the others type and move their cursors; then it reads on. */

import type { StallParameters, StallResult } from './commands.ts';
import type { Crowd, Person } from './crowd.ts';
import { atRate, within } from './pacing.ts';
import { moveNext } from './presenting.ts';
import { typeNext } from './typing.ts';

const CATCH_UP_MS = 15_000;

export async function stall(crowd: Crowd, parameters: StallParameters): Promise<StallResult> {
  const { seconds, perSecondAndClient, stateLength, typedPerSecond } = parameters;
  // The last one in only reads.
  const stalled = crowd.people.at(-1) as Person;
  const others = crowd.people.slice(0, -1);
  const before = { sent: crowd.sent(), bytes: others.map((person) => person.presenceBytes) };
  stalled.client.stall();
  await Promise.all([
    atRate({ seconds, perSecond: perSecondAndClient * crowd.people.length }, (count) => {
      moveNext(crowd, count, stateLength);
    }),
    atRate({ seconds, perSecond: typedPerSecond }, (count) => {
      typeNext(crowd.writers[count % crowd.writers.length] as Person);
    }),
  ]);
  const presenceBytes = Math.max(...others.map((person, at) => person.presenceBytes - (before.bytes[at] ?? 0)));
  stalled.client.resume();
  await within(CATCH_UP_MS, () => stalled.client.closeCode !== null || crowd.missing(stalled) === 0);
  await within(CATCH_UP_MS, () => others.every((person) => crowd.missing(person) === 0));
  const { closeCode } = stalled.client;
  return {
    typed: crowd.sent() - before.sent,
    missing: closeCode === null ? crowd.missing(stalled) : null,
    missingElsewhere: others.reduce((sum, person) => sum + crowd.missing(person), 0),
    closeCode,
    presenceBytes,
  };
}
