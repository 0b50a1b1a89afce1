/** Messages of a connection in a hurry are looked at in slices, in order, and all of them. */

import { describe, expect, it } from 'vitest';
import { Inbox } from '../../../server/socket/inbox.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const SLICE = 1_000;
/** So many make a slice. */
const A_TURN = 250;
const WEIGHT = SLICE / A_TURN;

function inbox() {
  const seen: (number | string)[] = [];
  const box = new Inbox<number>(SLICE, {
    look: (message) => seen.push(message),
    onFull: () => seen.push('full'),
    onEmpty: () => seen.push('empty'),
  });
  return { box, seen };
}

describe('R7 what one connection sends at once', () => {
  it('is looked at as it comes while there is no hurry', () => {
    const { box, seen } = inbox();
    for (const message of [1, 2, 3]) box.put(message, WEIGHT, false);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('leaves everybody else a turn after so many, and keeps its order', async () => {
    const { box, seen } = inbox();
    const messages = Array.from({ length: 2 * A_TURN + 1 }, (_, i) => i);
    for (const message of messages) box.put(message, WEIGHT, true);
    expect(seen).toEqual(['full']);
    await turn();
    expect(seen).toEqual(['full', ...messages.slice(0, A_TURN)]);
    // Calm again, but behind those that wait.
    box.put(messages.length, WEIGHT, false);
    while (seen.at(-1) !== 'empty') await turn();
    expect(seen).toEqual(['full', ...messages, messages.length, 'empty']);
  });

  it('R24 leaves everybody else a turn after a few large ones, too, whoever is in no hurry', async () => {
    const { box, seen } = inbox();
    for (const message of [1, 2, 3, 4, 5, 6, 7]) box.put(message, SLICE / 2, false);
    expect(seen).toEqual([1, 2, 'full']);
    await turn();
    expect(seen).toEqual([1, 2, 'full', 3, 4]);
    while (seen.at(-1) !== 'empty') await turn();
    expect(seen).toEqual([1, 2, 'full', 3, 4, 5, 6, 7, 'empty']);
    // A new turn, a new slice; one that is larger than a slice is looked at all the same.
    box.put(8, 10 * SLICE, false);
    expect(seen.at(-1)).toBe(8);
  });

  it('counts also when it leaves at once, unless it was sent away', async () => {
    const { box, seen } = inbox();
    box.put(1, WEIGHT, true);
    box.put(2, WEIGHT, true);
    box.finish();
    expect(seen).toEqual(['full', 1, 2]);
    box.put(3, WEIGHT, true);
    box.clear();
    await turn();
    await turn();
    expect(seen).not.toContain(3);
  });
});
