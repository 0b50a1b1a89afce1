/** Where blocks and characters lie in the tree, told by the flat text and found by ProseMirror. */

import type { Node } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { flattenDocument } from '../../../server/contract/document/flatten.ts';
import type { RenderedBlock } from '../../../server/contract/document/rendered.ts';
import type { Token } from '../../../server/contract/document/tokens.ts';
import { unflatten, unflattenDocument } from '../../../server/contract/document/unflatten.ts';
import { editorSchema } from '../../support/editor-schema.ts';
import { randomDocument, randomGarbage } from '../../support/random-document.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const DOCUMENTS = 500;

interface View {
  readonly node: Node;
  readonly blocks: readonly RenderedBlock[];
}

function viewOf(tokens: readonly Token[], cellTokens: (name: string) => readonly Token[]): View {
  const { doc, blocks } = unflattenDocument(tokens, cellTokens);
  return { node: editorSchema.nodeFromJSON(doc), blocks };
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

  test(`${name}: within a textblock the flat text and ProseMirror count the same`, () => {
    for (let seed = 1; seed <= DOCUMENTS; seed++) {
      const { node, blocks } = view(seed);
      for (const { root, from, to, position, size, type } of blocks) {
        if (type === 'table' || size === 1) continue;
        const said = Array.from({ length: to - from + 1 }, (_, offset) => [position, offset]);
        const found = said.map(([, offset = 0]) => {
          const place = node.resolve(position + 1 + offset);
          return [place.before(), place.parentOffset];
        });
        expect(found, `seed ${seed} ${root} ${from}`).toEqual(said);
        expect(size - 2, `seed ${seed} ${root} ${from}`).toBe(to - from);
      }
    }
  });
}

test('a part of a text renders as it does in the whole, wherever it begins', () => {
  const shown = ({ root, marker, type, size, notes }: RenderedBlock) => ({ root, marker, type, size, notes });
  for (let seed = 1; seed <= DOCUMENTS; seed++) {
    const { tokens } = flattenDocument(randomDocument(seededRandom(seed)));
    const whole = unflatten(tokens);
    const cut = tokens.findLastIndex((token) => token.kind === 'marker' && token.keys.in === undefined);
    if (cut < 0) continue;
    const parts = [unflatten(tokens.slice(0, cut)), unflatten(tokens.slice(cut))];
    expect(
      parts.flatMap(({ nodes }) => nodes),
      `seed ${seed}`,
    ).toEqual(whole.nodes);
    expect(parts.flatMap(({ blocks }) => blocks).map(shown), `seed ${seed}`).toEqual(whole.blocks.map(shown));
  }
});
