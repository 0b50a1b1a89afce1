/** The server's state vector is counted from ranges, without a document: it may say less than the truth, never more. */

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { checkUpdate } from '../../../server/lib/strict-update.ts';
import { advance, type StateVector } from '../../../server/lib/update-ranges.ts';

/** The updates of one author typing `words`, one each. */
function typed(words: readonly string[], clientID: number): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  const updates: Uint8Array[] = [];
  doc.on('update', (update) => updates.push(update));
  for (const word of words) doc.getText('body').insert(doc.getText('body').length, word);
  return updates;
}

function vectorOf(updates: readonly Uint8Array[]): StateVector {
  const vector: StateVector = new Map();
  for (const update of updates) advance(vector, checkUpdate(update).ranges);
  return vector;
}

describe('R21 what is missing is noticed', () => {
  const [first, second, third] = typed(['one', 'two', 'three'], 7) as [Uint8Array, Uint8Array, Uint8Array];

  it('updates in order advance the vector to what a document says', () => {
    const doc = new Y.Doc();
    for (const update of [first, second, third]) Y.applyUpdate(doc, update);
    expect(vectorOf([first, second, third])).toEqual(Y.decodeStateVector(Y.encodeStateVector(doc)));
  });

  it('an update beyond a hole does not advance it, and says so', () => {
    const vector = vectorOf([first]);
    expect(advance(vector, checkUpdate(third).ranges)).toBe(false);
    expect(vector.get(7)).toBe(3);
  });

  it('a hole inside a merged update is not counted as known', () => {
    const merged = Y.mergeUpdates([first, third]);
    expect(vectorOf([merged]).get(7)).toBe(3);
  });

  it('the same update twice changes nothing', () => {
    const vector = vectorOf([first, second]);
    expect(advance(vector, checkUpdate(first).ranges)).toBe(true);
    expect(vector.get(7)).toBe(6);
  });
});

describe('R15 what is not an update is refused', () => {
  const [update] = typed(['hello'], 7) as [Uint8Array];

  it.each([...update.keys()].slice(0, -1))('cut after %i bytes', (length) => {
    expect(() => checkUpdate(update.slice(0, length))).toThrow();
  });

  it('clients out of order, over which a merge would loop for ever', () => {
    // Two clients, 1 before 2, each with one garbage-collected struct of length 1 at clock 0.
    expect(() => checkUpdate(Uint8Array.of(2, 1, 1, 0, 0, 1, 1, 2, 0, 0, 1, 0))).toThrow('out of order');
    expect(() => checkUpdate(Uint8Array.of(2, 1, 2, 0, 0, 1, 1, 1, 0, 0, 1, 0))).not.toThrow();
  });

  it('a deletion of nothing', () => {
    // No structs; one client with one deletion at clock 5 of length 0.
    expect(() => checkUpdate(Uint8Array.of(0, 1, 7, 1, 5, 0))).toThrow('covers nothing');
  });
});
