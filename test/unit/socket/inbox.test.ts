/** Messages of a connection in a hurry are looked at in slices, in order, and all of them. */

import { describe, expect, it } from 'vitest';
import { FRAMES_A_TURN_MAX } from '../../../server/contract/limits.ts';
import { Inbox } from '../../../server/socket/inbox.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function inbox() {
  const seen: (number | string)[] = [];
  const box = new Inbox<number>({
    look: (message) => seen.push(message),
    onFull: () => seen.push('full'),
    onEmpty: () => seen.push('empty'),
  });
  return { box, seen };
}

describe('R7 what one connection sends at once', () => {
  it('is looked at as it comes while there is no hurry', () => {
    const { box, seen } = inbox();
    for (const message of [1, 2, 3]) box.put(message, false);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('leaves everybody else a turn after so many, and keeps its order', async () => {
    const { box, seen } = inbox();
    const messages = Array.from({ length: 2 * FRAMES_A_TURN_MAX + 1 }, (_, i) => i);
    for (const message of messages) box.put(message, true);
    expect(seen).toEqual(['full']);
    await turn();
    expect(seen).toEqual(['full', ...messages.slice(0, FRAMES_A_TURN_MAX)]);
    // Calm again, but behind those that wait.
    box.put(messages.length, false);
    while (seen.at(-1) !== 'empty') await turn();
    expect(seen).toEqual(['full', ...messages, messages.length, 'empty']);
  });

  it('counts also when it leaves at once, unless it was sent away', async () => {
    const { box, seen } = inbox();
    box.put(1, true);
    box.put(2, true);
    box.finish();
    expect(seen).toEqual(['full', 1, 2]);
    box.put(3, true);
    box.clear();
    await turn();
    await turn();
    expect(seen).not.toContain(3);
  });
});
