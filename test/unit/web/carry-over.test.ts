/** Text that goes up under another client id: nothing is lost, and nothing is there twice. */

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { checkUpdate } from '../../../server/lib/strict-update.ts';
import { carriedOver } from '../../../web/collab/carry-over.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';

const SECRET = 'of this browser';

function copyOf(...docs: readonly Y.Doc[]): Y.Doc {
  const copy = new Y.Doc();
  for (const doc of docs) Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

/** A document in which `client` goes on after what `before` holds. */
function written(before: Y.Doc, client: number, write: (body: Y.Text) => void): Y.Doc {
  const doc = copyOf(before);
  doc.clientID = client;
  write(doc.getText('body'));
  return doc;
}

function textOf(doc: Y.Doc): string {
  return doc.getText('body').toString();
}

/** What the server has afterwards, and who is in it. */
function handedOver(mine: Y.Doc, server: Y.Doc, conflicts: readonly number[], secret = SECRET): Y.Doc {
  const update = carriedOver(mine, server, new Set(conflicts), secret);
  checkUpdate(update);
  const after = copyOf(server);
  Y.applyUpdate(after, update);
  expect(after.store.pendingStructs).toBeNull();
  return after;
}

describe('R22 text under a client id that is somebody else’s goes up under another', () => {
  it('what was typed offline, and nothing else', () => {
    const server = written(new Y.Doc(), 1, (body) => body.insert(0, 'sent '));
    const mine = written(server, 1, (body) => body.insert(5, 'and not sent'));
    const after = handedOver(mine, server, [1]);
    expect(textOf(after)).toBe('sent and not sent');
    expect(Y.getState(after.store, 1)).toBe(5);
  });

  it('also where somebody forged other text under the same numbers', () => {
    const base = written(new Y.Doc(), 1, (body) => body.insert(0, 'base '));
    const mine = written(base, 7, (body) => body.insert(5, 'mine'));
    const server = written(base, 7, (body) => body.insert(0, 'forged and longer '));
    expect(textOf(handedOver(mine, server, [7]))).toBe('forged and longer base mine');
  });

  it('also where the forgery is garbage, which would have deleted it', () => {
    const mine = written(new Y.Doc(), 7, (body) => body.insert(0, 'mine'));
    const server = new Y.Doc();
    Y.applyUpdate(server, Uint8Array.of(1, 1, 7, 0, 0, 4, 0));
    expect(textOf(handedOver(mine, server, [7]))).toBe('mine');
  });

  it('with what others of this browser wrote behind it, and without what they can send themselves', () => {
    const mine = written(new Y.Doc(), 1, (body) => body.insert(0, 'contested '));
    const behind = written(mine, 2, (body) => body.insert(10, 'behind'));
    const apart = written(new Y.Doc(), 3, (body) => body.insert(0, 'apart '));
    const after = handedOver(copyOf(behind, apart), new Y.Doc(), [1]);
    expect(textOf(after)).toMatch(/^(apart contested behind|contested behindapart )$/);
    expect([1, 2, 3].map((client) => Y.getState(after.store, client))).toEqual([0, 0, 6]);
  });

  it('without what waits here for something that nobody has, and what is shown nowhere', () => {
    const lost = written(new Y.Doc(), 4, (body) => body.insert(0, 'lost '));
    const late = written(lost, 4, (body) => body.insert(5, 'late'));
    const mine = written(new Y.Doc(), 7, (body) => body.insert(0, 'mine'));
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(late, Y.encodeStateVector(lost)));
    // Everything is contested where the server does not say what is.
    const after = handedOver(mine, new Y.Doc(), [7, 4]);
    expect([textOf(after), after.store.clients.size]).toEqual(['mine', 1]);
  });

  it('with its formats, its deletions, and the deletions it made in the text of others', () => {
    const server = written(new Y.Doc(), 1, (body) => body.insert(0, 'all of us'));
    const mine = written(server, 2, (body) => {
      body.insert(9, ' together now');
      body.delete(18, 4);
      body.format(10, 8, { bold: true });
      body.delete(0, 4);
    });
    expect(handedOver(mine, server, [2]).getText('body').toDelta()).toEqual(mine.getText('body').toDelta());
  });

  it('once, however many tabs do it, and however often', () => {
    const server = written(new Y.Doc(), 1, (body) => body.insert(0, 'sent '));
    const mine = written(server, 1, (body) => body.insert(5, 'kept'));
    const first = handedOver(mine, server, [1]);
    expect(textOf(handedOver(mine, first, [1]))).toBe('sent kept');
    expect(textOf(handedOver(copyOf(mine, first), first, [1]))).toBe('sent kept');
    const later = written(mine, 1, (body) => body.insert(9, ' and more'));
    expect(textOf(handedOver(later, first, [1]))).toBe('sent kept and more');
  });

  it('what others deleted meanwhile stays deleted', () => {
    const base = written(new Y.Doc(), 1, (body) => body.insert(0, 'one two '));
    const mine = written(base, 1, (body) => body.insert(8, 'three'));
    const server = written(base, 2, (body) => body.delete(0, 4));
    expect(textOf(handedOver(mine, server, [1]))).toBe('two three');
  });

  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))('whatever was written (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const server = new Y.Doc();
    edits(server, random, [11, 12, 13], 30);
    const mine = copyOf(server);
    edits(mine, random, [11, 12, 14], 30);
    const conflicts = [11, 12, 14].filter(() => random.chance(0.5));
    const after = handedOver(mine, server, conflicts);
    expect(after.getMap('meta').toJSON()).toEqual(mine.getMap('meta').toJSON());
    expect(shown(after)).toBe(shown(mine));
    for (const client of conflicts) expect(Y.getState(after.store, client)).toBe(Y.getState(server.store, client));
  });
});

/** The text with its formats; shared types inside it write themselves as JSON. */
function shown(doc: Y.Doc): string {
  return JSON.stringify(doc.getText('body').toDelta());
}

function edits(doc: Y.Doc, random: SeededRandom, clients: readonly number[], count: number): void {
  for (let n = 0; n < count; n += 1) {
    doc.clientID = random.pick(clients);
    const body = doc.getText('body');
    const at = random.below(body.length + 1);
    const kind = random.below(5);
    if (kind === 0 && at < body.length) body.delete(at, 1 + random.below(Math.min(4, body.length - at)));
    else if (kind === 1) body.format(0, at, { bold: random.chance(0.5) ? true : null });
    else if (kind === 2) body.insertEmbed(at, new Y.Map([['kind', random.below(9)]]));
    else if (kind === 3) doc.getMap('meta').set(`key ${random.below(3)}`, random.below(99));
    else body.insert(at, random.pick(['a', 'word ', 'Ünï', '日本']));
  }
}
