/** What Yjs writes passes; what it would not write is refused with a reason. */

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { checkStateVector, checkUpdate } from '../../../server/lib/strict-update.ts';
import { advance, type StateVector } from '../../../server/lib/update-ranges.ts';
import { randomUpdates } from '../../support/random-updates.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('R15 one strict check before anything is stored, applied or relayed', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'lets everything pass that Yjs writes (seed %i), and counts it as Yjs does',
    (seed) => {
      const doc = new Y.Doc();
      const vector: StateVector = new Map();
      for (const update of randomUpdates(seededRandom(seed), 200)) {
        advance(vector, checkUpdate(update).ranges);
        Y.applyUpdate(doc, update);
      }
      expect(vector).toEqual(Y.decodeStateVector(Y.encodeStateVector(doc)));
      expect(() => checkStateVector(Y.encodeStateVector(doc))).not.toThrow();
    },
  );

  it.each([
    ['nothing', '', 'end too soon'],
    ['a byte after the end', '00 00 00', 'after the end'],
    ['a number in a longer spelling', '80 00 00', 'wrong spelling'],
    ['a number beyond 2^53', 'ff ff ff ff ff ff ff ff 0f 00', 'out of range'],
    ['more clients than any document has', 'ff ff ff ff 0f 00', 'too many clients'],
    ['more structs than any update has', '01 ff ff ff ff 0f 07 00 00', 'too many structs'],
    ['more deletions than any update has', '00 01 07 ff ff ff ff 0f', 'too many deletions'],
    ['a client without structs', '01 00 07 00 00', 'without structs'],
    ['the same client twice', '02 01 07 00 00 01 01 07 01 00 01 00', 'out of order'],
    ['clients in the order over which a merge loops for ever', '02 01 01 00 00 01 01 02 00 00 01 00', 'out of order'],
    ['garbage of no length', '01 01 07 00 00 00 00', 'covers nothing'],
    ['a text of no length', '01 01 07 00 04 01 01 61 00 00', 'covers nothing'],
    ['a deletion of no length', '00 01 07 01 05 00', 'covers nothing'],
    ['a clock beyond 2^32', '01 01 07 ff ff ff ff 0f 00 02 00', 'clock out of range'],
    ['an item left of itself', '01 01 07 00 84 07 00 01 61 00', 'refers to a later one'],
    ['an item inside itself', '01 01 07 00 04 00 07 00 01 61 00', 'refers to a later one'],
    ['a parent of an unknown kind', '01 01 07 00 04 02 01 61 01 61 00', 'kind of parent'],
    ['content of an unknown kind', '01 01 07 00 1f 01 01 61 01 61 00', 'kind of content'],
    ['a shared type of an unknown kind', '01 01 07 00 07 01 01 61 07 00', 'kind of shared type'],
    ['a document inside a document', '01 01 07 00 09 01 01 61 01 61 76 00 00', 'inside a document'],
    ['an embed that is not JSON', '01 01 07 00 05 01 01 61 01 7b 00', 'JSON'],
    ['a text that is not UTF-8', '01 01 07 00 04 01 01 61 01 ff 00', 'utf-8'],
    ['a value of an unknown kind', '01 01 07 00 08 01 01 61 01 05 00', 'kind of value'],
    ['more values than bytes', '01 01 07 00 08 01 01 61 7f 7e 00', 'too many values'],
  ])('refuses %s', (_what, bytes, reason) => {
    expect(() => checkUpdate(hex(bytes))).toThrow(reason);
  });

  it('takes brackets inside a string for text, however many and however escaped', () => {
    const doc = new Y.Doc();
    const latex = `\\"${'{['.repeat(1_000)}`;
    doc.getText('body').insertEmbed(0, { type: 'inlineMath', attrs: { latex } });
    expect(checkUpdate(Y.encodeStateAsUpdate(doc)).ranges).toHaveLength(1);
    doc.getText('body').insertEmbed(1, JSON.parse(`${'['.repeat(101)}"]"${']'.repeat(101)}`));
    expect(() => checkUpdate(Y.encodeStateAsUpdate(doc))).toThrow('nested too deeply');
  });

  it('refuses values nested 1,000 deep, as JSON and as lib0 writes them', () => {
    const json = Buffer.from(`${'['.repeat(1_000)}${']'.repeat(1_000)}`).toString('hex');
    expect(() => checkUpdate(hex(`01 01 07 00 05 01 01 61 d0 0f ${json} 00`))).toThrow('nested too deeply');
    expect(() => checkUpdate(hex(`01 01 07 00 08 01 01 61 01 ${'75 01 '.repeat(1_000)} 7e 00`))).toThrow('too deeply');
  });

  it.each([
    ['a state vector with more entries than bytes', '05 01 01'],
    ['a state vector of a million entries', 'c0 84 3d'],
    ['a state vector with a byte too many', '00 00'],
  ])('refuses %s', (_what, bytes) => {
    expect(() => checkStateVector(hex(bytes))).toThrow();
  });
});
