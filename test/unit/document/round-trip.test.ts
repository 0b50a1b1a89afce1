import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { flattenDocument } from '../../../server/contract/document/flatten.ts';
import { BODY } from '../../../server/contract/document/names.ts';
import { atomSpec } from '../../../server/contract/document/node-types.ts';
import { insertTokens, readTokens, type Token, tokensEqual } from '../../../server/contract/document/tokens.ts';
import { type Json, jsonEqual, type TreeNode } from '../../../server/contract/document/tree.ts';
import { unflattenDocument } from '../../../server/contract/document/unflatten.ts';
import { editorSchema } from '../../support/editor-schema.ts';
import { randomDocument, randomGarbage } from '../../support/random-document.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const DOCUMENTS = 10_000;

/** Tree -> tokens -> Y.Text -> tokens -> tree; on request as an update through a second Y.Doc. */
function throughYjs(doc: TreeNode, viaUpdate: boolean): TreeNode {
  const { tokens, cells } = flattenDocument(doc);
  const ours = new Y.Doc();
  insertTokens(ours.getText(BODY), 0, tokens);
  for (const [name, cell] of cells) insertTokens(ours.getText(name), 0, cell);
  const theirs = viaUpdate ? copyOf(ours) : ours;
  const read = readTokens(theirs.getText(BODY));
  if (!tokensEqual(tokens, read)) throw new Error(`tokens changed on the way: ${JSON.stringify([tokens, read])}`);
  return unflattenDocument(read, (name) => readTokens(theirs.getText(name))).doc;
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

describe('round trip', () => {
  test(`${DOCUMENTS} random documents come back from a Yjs text as they were, every tenth through an update`, () => {
    for (let seed = 1; seed <= DOCUMENTS; seed++) {
      const doc = randomDocument(seededRandom(seed));
      const back = throughYjs(doc, seed % 10 === 0);
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

/** Every character of the body in order, an atom as one U+FFFC, wherever and as whatever it is shown. */
function charactersOfTokens(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.kind === 'text' ? token.text : token.kind === 'atom' ? '\uFFFC' : '')).join('');
}

function charactersOfTree(node: TreeNode): string {
  if (node.type === 'text') return node.text ?? '';
  if (node.type === 'hardBreak') return '\n';
  if (node.type === 'table') return '';
  if (atomSpec(node.type)) return '\uFFFC';
  return (node.content ?? []).map(charactersOfTree).join('');
}

describe('total rendering', () => {
  test(`${DOCUMENTS} random heaps of garbage give documents the schema allows, with every character in them`, () => {
    for (let seed = 1; seed <= DOCUMENTS; seed++) {
      const random = seededRandom(seed);
      const tokens = randomGarbage(random);
      const cell = randomGarbage(random);
      const { doc } = unflattenDocument(tokens, () => cell);
      const context = `seed ${seed}: ${JSON.stringify(tokens)}\n${JSON.stringify(doc)}`;
      expect(() => editorSchema.nodeFromJSON(doc).check(), context).not.toThrow();
      expect(charactersOfTree(doc), context).toBe(charactersOfTokens(tokens));
    }
  });
});
