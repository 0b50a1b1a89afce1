import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { importDocument } from '../../../server/contract/document/import.ts';
import { BODY, META, META_SCHEMA, TITLE } from '../../../server/contract/document/names.ts';
import { seedUpdate } from '../../../server/contract/document/seed.ts';
import { insertTokens, readTokens, type Token } from '../../../server/contract/document/tokens.ts';
import { unflattenDocument } from '../../../server/contract/document/unflatten.ts';
import { randomDocument } from '../../support/random-document.ts';
import { seededRandom } from '../../support/seeded-random.ts';

function bodyOf(doc: Y.Doc): unknown[] {
  return readTokens(doc.getText(BODY)).map((token) => (token.kind === 'text' ? token.text : token.kind));
}

function docWith(clientId: number, ...updates: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

function types(doc: Y.Doc, index: number, text: string): void {
  insertTokens(doc.getText(BODY), index, [{ kind: 'text', text, marks: {} }]);
}

describe('seed', () => {
  test('its bytes never change', () => {
    expect(Buffer.from(seedUpdate()).toString('hex')).toBe(
      '01020000070104626f6479012801046d65746106736368656d61017d0100',
    );
  });

  test('two servers and an offline client seed one document: one first paragraph, version 1', () => {
    const ours = docWith(5, seedUpdate());
    types(ours, 1, 'offline');
    const server = docWith(9, seedUpdate(), Y.encodeStateAsUpdate(ours), seedUpdate());
    expect(bodyOf(server)).toEqual(['marker', 'offline']);
    expect(server.getMap(META).get(META_SCHEMA)).toBe(1);
  });

  test('text typed before the seed arrived stands in the seeded paragraph, from two sides too', () => {
    const ana = docWith(5);
    types(ana, 0, 'world');
    types(ana, 0, 'hello ');
    const bob = docWith(7);
    types(bob, 0, 'hi');
    const updates = [ana, bob].map((doc) => Y.encodeStateAsUpdate(doc));
    const before = docWith(9, ...updates, seedUpdate());
    const after = docWith(9, seedUpdate(), ...updates);
    expect(bodyOf(before)[0]).toBe('marker');
    expect(bodyOf(before)).toEqual(bodyOf(after));
    expect(bodyOf(before)).toHaveLength(2);
  });
});

describe('import', () => {
  test('200 random trees: the document shows the tree, begins with the seed, and has one author', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const tree = randomDocument(seededRandom(seed));
      const update = importDocument(tree, { clientId: 42, title: 'Notes', newId: () => 'new' });
      const doc = docWith(9, update, seedUpdate());
      const cells = (name: string): Token[] => readTokens(doc.getText(name));
      expect(unflattenDocument(cells(BODY), cells).doc, `seed ${seed}`).toEqual(tree);
      expect(doc.getText(TITLE).toString()).toBe('Notes');
      expect([...Y.decodeStateVector(Y.encodeStateVector(doc)).keys()].sort((a, b) => a - b)).toEqual([0, 42]);
    }
  });
});
