/** Who is here, and who may say so. */

import { describe, expect, it } from 'vitest';
import { PRESENCE_CLIENTS_MAX } from '../../../server/contract/limits.ts';
import { decodeEntries, encodeEntries } from '../../../server/contract/presence-entries.ts';
import { Presence } from '../../../server/room/presence.ts';

const ann = { name: 'ann' };
const bob = { name: 'bob' };

function entry(client: number, clock: number, state: object | null) {
  return { client, clock, state: JSON.stringify(state) };
}

describe('R24 presence', () => {
  it('of a tick carries the latest entry of each client once', () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 1, { at: 'a' })]);
    presence.announce(ann, [entry(1, 2, { at: 'b' })]);
    presence.announce(bob, [entry(2, 1, { at: 'c' })]);
    expect(presence.takeChanges()).toEqual([entry(1, 2, { at: 'b' }), entry(2, 1, { at: 'c' })]);
    expect(presence.takeChanges()).toEqual([]);
  });

  it("somebody else's entry is ignored without a word: stock clients echo what they receive", () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 1, { at: 'a' })]);
    presence.takeChanges();
    expect(presence.announce(bob, [entry(1, 9, { at: 'moved by bob' })])).toBe(false);
    expect(presence.entries()).toEqual([entry(1, 1, { at: 'a' })]);
  });

  it('whoever comes back speaks for themselves again, beside a stock client that repeated what it had heard of them', () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 6, { user: 'ann' })]);
    presence.leave(ann);
    presence.announce(bob, [entry(2, 0, { user: 'bob' }), entry(1, 6, { user: 'ann, says bob' })]);
    const annAgain = { name: 'ann' };
    presence.announce(annAgain, [entry(1, 7, { user: 'ann' })]);
    presence.takeChanges();
    expect(presence.announce(bob, [entry(1, 8, { user: 'ann, says bob' })])).toBe(false);
    presence.leave(bob);
    expect(presence.entries()).toEqual([entry(1, 7, { user: 'ann' })]);
  });

  it('what somebody says of themselves is taken from them by nobody who announces it first of all', () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 6, { user: 'ann' })]);
    presence.takeChanges();
    expect(presence.announce(bob, [entry(1, 7, { user: 'bob' })])).toBe(false);
  });

  it('an older entry does not replace a newer one', () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 5, { at: 'new' })]);
    presence.announce(ann, [entry(1, 4, { at: 'old' })]);
    expect(presence.entries()).toEqual([entry(1, 5, { at: 'new' })]);
  });

  it('whoever leaves is gone for everybody, with a clock that wins', () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 5, { at: 'a' })]);
    presence.announce(bob, [entry(2, 1, { at: 'b' })]);
    presence.takeChanges();
    expect(presence.leave(ann)).toBe(true);
    expect(presence.takeChanges()).toEqual([entry(1, 6, null)]);
    expect(presence.entries()).toEqual([entry(2, 1, { at: 'b' })]);
  });

  it('goes over to a new line of the same person, whose old one died unnoticed, with its first news', () => {
    const annAgain = { name: 'ann' };
    const presence = new Presence((one, other) => one === ann && other === annAgain);
    presence.announce(ann, [entry(1, 5, { at: 'a' })]);
    presence.takeChanges();
    expect(presence.announce(annAgain, [entry(1, 5, { at: 'repeated' })])).toBe(false);
    expect(presence.announce(annAgain, [entry(1, 6, { at: 'b' })])).toBe(true);
    expect(presence.takeChanges()).toEqual([entry(1, 6, { at: 'b' })]);
    expect(presence.leave(ann)).toBe(false);
    expect(presence.leave(annAgain)).toBe(true);
    expect(presence.entries()).toEqual([]);
  });

  it('an id is free again once its owner has left', () => {
    const presence = new Presence();
    presence.announce(ann, [entry(1, 5, { at: 'a' })]);
    presence.leave(ann);
    expect(presence.announce(bob, [entry(1, 6, { at: 'b' })])).toBe(true);
  });

  it('entries survive the wire', () => {
    const entries = [entry(1, 5, { name: 'Ånn 👩‍💻' }), entry(4_294_967_295, 0, null)];
    expect(decodeEntries(encodeEntries(entries))).toEqual(entries);
  });

  it.each([
    ['a state that is not JSON', encodeEntries([{ client: 1, clock: 1, state: '{' }])],
    ['a state of more than 4 KiB', encodeEntries([entry(1, 1, { long: 'x'.repeat(5_000) })])],
    ['a clock of 2^31', encodeEntries([entry(1, 2 ** 31, {})])],
    ['more entries than bytes', Uint8Array.of(200, 1, 1, 1)],
    ['bytes after the last entry', Uint8Array.of(0, 0)],
  ])('refuses %s', (_what, bytes) => {
    expect(() => decodeEntries(bytes)).toThrow();
  });
});

describe('R24 one who speaks for a crowd', () => {
  it('is heard for as many as one connection may speak for, and for others once those have left', () => {
    const presence = new Presence();
    const owner = {};
    const entries = Array.from({ length: PRESENCE_CLIENTS_MAX + 10 }, (_, client) => ({
      client,
      clock: 1,
      state: '{}',
    }));
    presence.announce(owner, entries);
    expect(presence.entries()).toHaveLength(PRESENCE_CLIENTS_MAX);
    presence.announce(owner, [{ client: 0, clock: 2, state: 'null' }, ...entries.slice(-1)]);
    expect(presence.entries().map(({ client }) => client)).toContain(PRESENCE_CLIENTS_MAX + 9);
    presence.leave(owner);
    presence.announce(owner, entries);
    expect(presence.entries()).toHaveLength(PRESENCE_CLIENTS_MAX);
  });
});
