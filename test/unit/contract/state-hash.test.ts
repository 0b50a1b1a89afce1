/** One hash for one document, however it came to be; another for every other. */

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { stateHash } from '../../../server/contract/state-hash.ts';
import { randomUpdates } from '../../support/random-updates.ts';
import { seededRandom } from '../../support/seeded-random.ts';

function hashOf(doc: Y.Doc): string {
  return Buffer.from(stateHash(doc)).toString('hex');
}

function loaded(updates: readonly Uint8Array[], options: ConstructorParameters<typeof Y.Doc>[0] = {}): Y.Doc {
  const doc = new Y.Doc(options);
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

describe('R23 the hash of what a document says', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed + 1))(
    'is the same whatever way the document came (seed %i)',
    (seed) => {
      const updates = randomUpdates(seededRandom(seed), 60);
      const live = loaded(updates);
      const expected = hashOf(live);
      expect(hashOf(loaded(updates, { gc: false })), 'with everything that was deleted').toBe(expected);
      expect(hashOf(loaded([Y.encodeStateAsUpdate(live)])), 'loaded at once').toBe(expected);
      expect(hashOf(loaded([Y.mergeUpdates(updates)])), 'merged').toBe(expected);
      expect(hashOf(loaded([...updates].reverse())), 'in another order').toBe(expected);
      live.getText('never written');
      expect(hashOf(live), 'after somebody looked at a name').toBe(expected);
    },
  );

  it.each<[string, (doc: Y.Doc) => void]>([
    ['a character', (doc) => doc.getText('body').insert(2, 'x')],
    ['a deletion', (doc) => doc.getText('body').delete(2, 1)],
    ['a format', (doc) => doc.getText('body').format(0, 2, { bold: true })],
    ['a key', (doc) => doc.getMap('meta').set('k', 2)],
    ['a value in an array', (doc) => doc.getArray('list').push([[1, { a: 2n }]])],
    ['an empty type', (doc) => doc.getText('body').insertEmbed(0, new Y.Map())],
  ])('is another after %s', (_what, change) => {
    const doc = new Y.Doc();
    doc.getText('body').insert(0, 'hello');
    doc.getMap('meta').set('k', 1);
    const before = hashOf(doc);
    change(doc);
    expect(hashOf(doc)).not.toBe(before);
  });

  it('is another for other content under the same numbers, which no state vector shows', () => {
    const [one, other] = ['mine', 'fake'].map((text) => {
      const doc = new Y.Doc();
      doc.clientID = 7;
      doc.getText('body').insert(0, text);
      return doc;
    }) as [Y.Doc, Y.Doc];
    expect(Y.encodeStateVector(one)).toEqual(Y.encodeStateVector(other));
    expect(hashOf(one)).not.toBe(hashOf(other));
  });
});
