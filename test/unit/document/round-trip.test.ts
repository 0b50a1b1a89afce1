import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { flattenDocument } from '../../../server/contract/document/flatten.ts';
import { BODY } from '../../../server/contract/document/names.ts';
import { insertTokens, readTokens, tokensEqual } from '../../../server/contract/document/tokens.ts';
import { type Json, jsonEqual, type TreeNode } from '../../../server/contract/document/tree.ts';
import { unflattenDocument } from '../../../server/contract/document/unflatten.ts';
import { editorSchema } from '../../support/editor-schema.ts';
import { randomDocument, randomGarbage } from '../../support/random-document.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const DOCUMENTS = 10_000;

/** Tree -> tokens -> Y.Text -> update -> another Y.Text -> tokens -> tree. */
function throughYjs(doc: TreeNode): TreeNode {
  const { tokens, cells } = flattenDocument(doc);
  const ours = new Y.Doc();
  insertTokens(ours.getText(BODY), 0, tokens);
  for (const [name, cell] of cells) insertTokens(ours.getText(name), 0, cell);
  const theirs = new Y.Doc();
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(ours));
  const read = readTokens(theirs.getText(BODY));
  if (!tokensEqual(tokens, read)) throw new Error(`tokens changed on the way: ${JSON.stringify([tokens, read])}`);
  return unflattenDocument(read, (name) => readTokens(theirs.getText(name))).doc;
}

describe('round trip', () => {
  test(`${DOCUMENTS} random documents come back as they were, through a Yjs update`, () => {
    for (let seed = 1; seed <= DOCUMENTS; seed++) {
      const doc = randomDocument(seededRandom(seed));
      const back = throughYjs(doc);
      if (!jsonEqual(back as unknown as Json, doc as unknown as Json)) {
        expect.fail(`seed ${seed}:\n${JSON.stringify(doc)}\n${JSON.stringify(back)}`);
      }
    }
  });

  test('the random documents are what the schema of the editor allows', () => {
    for (let seed = 1; seed <= DOCUMENTS / 4; seed++) {
      editorSchema.nodeFromJSON(randomDocument(seededRandom(seed))).check();
    }
  });
});

describe('total rendering', () => {
  test(`${DOCUMENTS} random heaps of garbage give documents the schema allows, with every character in them`, () => {
    for (let seed = 1; seed <= DOCUMENTS; seed++) {
      const random = seededRandom(seed);
      const tokens = randomGarbage(random);
      const cell = randomGarbage(random);
      const { doc } = unflattenDocument(tokens, () => cell);
      const context = `seed ${seed}: ${JSON.stringify(tokens)}\n${JSON.stringify(doc)}`;
      expect(() => editorSchema.nodeFromJSON(doc).check(), context).not.toThrow();
    }
  });
});
