/** Marks over many blocks in one step, against Tiptap's own commands. */

import { Editor, type JSONContent } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { WideMarks } from '../../../web/editor/writing/wide-marks.ts';
import { randomDocument } from '../../support/random-document.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const MARKS = [
  ['bold', undefined],
  ['italic', undefined],
  ['code', undefined],
  ['highlight', { color: '#ffee00' }],
  ['textStyle', { color: 'red' }],
  ['link', { href: 'https://a.example', title: 'A' }],
  ['link', { href: 'https://b.example' }],
] as const;

function editorWith(content: TreeNode, isWide: boolean): Editor {
  const extensions = isWide ? [...schemaExtensions(), WideMarks] : schemaExtensions();
  return new Editor({
    element: null,
    extensions,
    enableCoreExtensions: { delete: false },
    content: content as JSONContent,
  });
}

function selectText({ state, view }: Editor, from: number, to: number): void {
  const [$from, $to] = [state.doc.resolve(from), state.doc.resolve(to)];
  view.dispatch(state.tr.setSelection(TextSelection.between($from, $to)));
}

test('setting, changing and taking away marks gives what the commands of Tiptap give, for 40 random documents', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = seededRandom(seed);
    const content = randomDocument(random);
    const [wide, stock] = [editorWith(content, true), editorWith(content, false)];
    for (let round = 0; round < 4; round++) {
      const [name, attributes] = random.pick(MARKS);
      const size = wide.state.doc.content.size;
      const [from, to] = [random.below(size + 1), random.below(size + 1)].sort((a, b) => a - b) as [number, number];
      const isAll = random.chance(0.3);
      const kind = random.below(3);
      const [result, expected] = [wide, stock].map((editor) => {
        if (isAll) editor.commands.selectAll();
        else selectText(editor, from, to);
        if (kind === 0) return editor.commands.setMark(name, attributes);
        if (kind === 1) return editor.commands.unsetMark(name);
        return editor.commands.toggleMark(name, attributes);
      });
      const about = `seed ${seed} round ${round}`;
      expect(result, about).toBe(expected);
      expect(wide.state.doc.toString(), about).toBe(stock.state.doc.toString());
      expect(wide.state.doc.toJSON(), about).toEqual(stock.state.doc.toJSON());
      expect(wide.state.selection.eq(stock.state.selection), about).toBe(true);
      expect(JSON.stringify(wide.state.storedMarks), about).toBe(JSON.stringify(stock.state.storedMarks));
      wide.state.doc.check();
    }
    wide.destroy();
    stock.destroy();
  }
});

test('is one step, however many blocks, and moves nothing', () => {
  const content = Array.from({ length: 50 }, (_, i) => ({
    type: 'paragraph',
    content: [{ type: 'text', text: `line ${i}` }],
  }));
  const editor = editorWith({ type: 'doc', content }, true);
  const seen: number[] = [];
  editor.on('transaction', ({ transaction }) => {
    seen.push(transaction.steps.length, transaction.mapping.map(25));
  });
  editor.chain().selectAll().toggleBold().run();
  expect(seen).toEqual([1, 25]);
  editor.destroy();
});
