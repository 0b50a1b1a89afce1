/** What waits for something that is not here: the same as if everything that waits were looked at each time, and cheaper. */

import { describe, expect, it } from 'vitest';
import { PENDING_UPDATES_MAX } from '../../../server/contract/limits.ts';
import { usualLimits } from '../../../server/lib/transport-limits.ts';
import { advance, type CheckedUpdate, hasReferences, type StateVector } from '../../../server/lib/update-ranges.ts';
import { Missing, type PendingLimit } from '../../../server/room/missing.ts';
import type { Participant } from '../../../server/room/participant.ts';
import { ManualClock } from '../../support/clock.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';

/** Counts how often it is asked. */
class CountingVector extends Map<number, number> {
  looks = 0;

  override get(client: number): number | undefined {
    this.looks += 1;
    return super.get(client);
  }
}

const person = (): Participant => ({}) as Participant;

function openMissing() {
  const givenUp: PendingLimit[] = [];
  const missing = new Missing(
    { clock: new ManualClock(), limits: usualLimits() },
    { giveUp: (_participant, limit) => givenUp.push(limit) },
  );
  return { missing, givenUp };
}

const updateOf = (ranges: CheckedUpdate['ranges'], references: CheckedUpdate['references'] = []): CheckedUpdate => ({
  ranges,
  references,
  deletions: [],
  bytes: new Uint8Array(20),
});

/** Of one character each, and each behind one that is not here: clocks 1, 3, 5 ... */
function scattered(client: number, count: number): CheckedUpdate[] {
  return Array.from({ length: count }, (_, n) => updateOf([{ client, from: 2 * n + 1, to: 2 * n + 2 }]));
}

describe('R21 how many wait costs nobody else anything', () => {
  it('what comes is compared with what it closes, and with no more', () => {
    const { missing } = openMissing();
    const vector = new CountingVector();
    for (const update of scattered(1, PENDING_UPDATES_MAX)) missing.add(person(), update, vector);
    const before = vector.looks;
    missing.settle(vector, [{ client: 2, from: 0, to: 1 }]);
    expect(vector.looks).toBe(before);
    vector.set(1, 1);
    missing.settle(vector, [{ client: 1, from: 0, to: 1 }]);
    expect(vector.get(1)).toBe(2);
    expect(vector.looks - before).toBeLessThan(10);
  });

  it('each that comes is put into its place without looking at the others', () => {
    const { missing } = openMissing();
    const vector = new CountingVector();
    const [ann, bob] = [person(), person()];
    for (const update of scattered(1, PENDING_UPDATES_MAX)) missing.add(ann, update, vector);
    const before = vector.looks;
    for (const update of scattered(1, PENDING_UPDATES_MAX)) missing.add(bob, update, vector);
    expect((vector.looks - before) / PENDING_UPDATES_MAX).toBeLessThan(5);
    expect(missing.bytes).toBe(2 * PENDING_UPDATES_MAX * 20);
    missing.leave(bob);
    expect([missing.hasOf(ann), missing.hasOf(bob), missing.bytes]).toEqual([true, false, PENDING_UPDATES_MAX * 20]);
  });

  it('of one connection there are so many, and no more', () => {
    const { missing, givenUp } = openMissing();
    const vector: StateVector = new Map();
    const ann = person();
    const updates = scattered(1, PENDING_UPDATES_MAX + 1);
    for (const update of updates.slice(0, -1)) missing.add(ann, update, vector);
    expect(givenUp).toEqual([]);
    for (const update of updates.slice(-1)) missing.add(ann, update, vector);
    expect([givenUp, missing.bytes]).toEqual([['PENDING_UPDATES_MAX'], 0]);
  });
});

describe('R21 an update leaves as soon as what it lacks is here', () => {
  const isHere = (vector: StateVector, { ranges, references }: CheckedUpdate) =>
    advance(vector, ranges) && hasReferences(vector, references);

  const clocksOf = (vector: StateVector) => [...vector].sort(([one], [other]) => one - other);

  /** Looks at everything that waits, until nothing moves any more. */
  function settleSlowly(vector: StateVector, waiting: readonly CheckedUpdate[]): CheckedUpdate[] {
    const before = String(clocksOf(vector));
    const left = waiting.filter((update) => !isHere(vector, update));
    return left.length === waiting.length && String(clocksOf(vector)) === before ? left : settleSlowly(vector, left);
  }

  /** Of some of four clients, the last first as Yjs writes them, with a hole here and there, and built on one of them. */
  function anyUpdate({ below, chance }: SeededRandom): CheckedUpdate {
    const ranges = [4, 3, 2, 1]
      .filter(() => chance(0.5))
      .flatMap((client) => {
        const from = below(40);
        const to = from + 1 + below(3);
        const stretches = [
          { client, from, to },
          { client, from: to + 1, to: to + 2 },
        ];
        return chance(0.7) ? stretches.slice(0, 1) : stretches;
      });
    return updateOf(ranges, chance(0.7) ? [] : [{ client: 1 + below(5), clock: below(20) }]);
  }

  it.each(Array.from({ length: 50 }, (_, seed) => seed))('however long the chain, in any order: seed %i', (seed) => {
    const random = seededRandom(seed);
    const { missing } = openMissing();
    const vector: StateVector = new Map();
    const slowly: StateVector = new Map();
    let waiting: CheckedUpdate[] = [];
    for (let n = 1; n <= 300; n += 1) {
      const update = anyUpdate(random);
      const isComplete = isHere(vector, update);
      missing.settle(vector, update.ranges);
      if (!isComplete) missing.add(person(), update, vector);
      waiting = settleSlowly(slowly, [...waiting, update]);
      expect([clocksOf(vector), missing.bytes]).toEqual([clocksOf(slowly), waiting.length * 20]);
      if (n % 100 > 0) continue;
      // A write was refused.
      for (const clocks of [vector, slowly]) for (const [client, clock] of clocks) clocks.set(client, clock >> 1);
      missing.settleAll(vector);
      waiting = settleSlowly(slowly, waiting);
    }
  });
});
