import type { Node } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { flattenDocument } from '../../../server/contract/document/flatten.ts';
import { blocksByRoot, placeOfPosition, positionOfIndex } from '../../../server/contract/document/positions.ts';
import type { RenderedBlock } from '../../../server/contract/document/rendered.ts';
import { type Token, tokensLength } from '../../../server/contract/document/tokens.ts';
import { unflatten, unflattenDocument } from '../../../server/contract/document/unflatten.ts';
import { editorSchema } from '../../support/editor-schema.ts';
import { randomDocument, randomGarbage } from '../../support/random-document.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const DOCUMENTS = 500;

interface View {
  readonly node: Node;
  readonly blocks: readonly RenderedBlock[];
  readonly tokensOf: (root: string) => readonly Token[];
}

function viewOf(tokens: readonly Token[], cellTokens: (name: string) => readonly Token[]): View {
  const { doc, blocks } = unflattenDocument(tokens, cellTokens);
  const tokensOf = (root: string): readonly Token[] => (root === 'body' ? tokens : cellTokens(root));
  return { node: editorSchema.nodeFromJSON(doc), blocks, tokensOf };
}

function validView(seed: number): View {
  const { tokens, cells } = flattenDocument(randomDocument(seededRandom(seed)));
  return viewOf(tokens, (name) => cells.get(name) ?? []);
}

function garbageView(seed: number): View {
  const random = seededRandom(seed);
  const tokens = randomGarbage(random);
  const cell = randomGarbage(random);
  return viewOf(tokens, () => cell);
}

for (const [name, view] of [
  ['valid documents', validView],
  ['garbage', garbageView],
] as const) {
  test(`${name}: the blocks are where ProseMirror finds the nodes, and none is missing`, () => {
    for (let seed = 1; seed <= DOCUMENTS; seed++) {
      const { node, blocks } = view(seed);
      const found: string[] = [];
      node.descendants((child, position) => {
        if (child.isTextblock || child.type.name === 'table' || (child.isLeaf && child.isBlock)) {
          found.push(`${child.type.name} ${position} ${child.nodeSize}`);
        }
      });
      const said = blocks.map((block) => `${block.type} ${block.position} ${block.size}`);
      expect(said, `seed ${seed}`).toEqual(found);
    }
  });

  test(`${name}: every index of every text is shown, at a position that leads back to it`, () => {
    for (let seed = 1; seed <= DOCUMENTS; seed++) {
      const { blocks, tokensOf } = view(seed);
      for (const [root, ofRoot] of blocksByRoot(blocks)) {
        for (let index = 0; index <= tokensLength(tokensOf(root)); index++) {
          const position = positionOfIndex(ofRoot, index) as number;
          const shown = ofRoot.find((block) => block.from <= index && index <= block.to && block.marker !== null);
          if (!shown || shown.size === 1 || shown.type === 'table') continue;
          expect(placeOfPosition(blocks, position), `seed ${seed} ${root} ${index}`).toMatchObject({ root, index });
        }
      }
    }
  });
}

test('a part of a text renders as it does in the whole, wherever it begins', () => {
  for (let seed = 1; seed <= DOCUMENTS; seed++) {
    const { tokens, cells } = flattenDocument(randomDocument(seededRandom(seed)));
    const cellTokens = (name: string): readonly Token[] => cells.get(name) ?? [];
    const whole = unflatten(tokens, { cellTokens });
    const cut = tokens.findLastIndex((token) => token.kind === 'marker' && token.keys.in === undefined);
    if (cut < 0) continue;
    const index = tokensLength(tokens.slice(0, cut));
    const first = unflatten(tokens.slice(0, cut), { cellTokens });
    const rest = unflatten(tokens.slice(cut), { cellTokens, index, position: first.end });
    expect([...first.nodes, ...rest.nodes], `seed ${seed}`).toEqual(whole.nodes);
    expect([...first.blocks, ...rest.blocks], `seed ${seed}`).toEqual(whole.blocks);
    expect(rest.end).toBe(whole.end);
  }
});
