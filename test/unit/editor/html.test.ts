// @vitest-environment happy-dom

import { Editor } from '@tiptap/core';
import { DOMParser } from '@tiptap/pm/model';
import { expect, test, vi } from 'vitest';
import { toHtml } from '../../../server/contract/document/html.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { editorExtensions, editorSchema } from '../../support/editor-schema.ts';
import { randomDocument } from '../../support/random-document.ts';
import { seededRandom } from '../../support/seeded-random.ts';

/** Ids do not travel in HTML: a copy is another table. No alternative text and an empty one are the same there. */
function withoutIds(doc: TreeNode): string {
  return JSON.stringify(editorSchema.nodeFromJSON(doc).toJSON(), (key, value: unknown) =>
    key === 'id' || key === 'column' || value === '' ? null : value,
  );
}

test('200 random documents: the editor reads the exported HTML back as the same document', () => {
  const parser = DOMParser.fromSchema(editorSchema);
  for (let seed = 1; seed <= 200; seed++) {
    const doc = randomDocument(seededRandom(seed));
    const dom = document.createElement('div');
    dom.innerHTML = toHtml(doc);
    const read = parser.parse(dom, { preserveWhitespace: 'full' });
    expect(withoutIds(read.toJSON() as TreeNode), `seed ${seed}`).toBe(withoutIds(doc));
  }
});

test('40 random documents: the editor draws them with its node views, and holds what it was given', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const doc = randomDocument(seededRandom(seed));
    const element = document.createElement('div');
    document.body.append(element);
    const editor = new Editor({
      element,
      extensions: editorExtensions,
      content: editorSchema.nodeFromJSON(doc).toJSON(),
      enableContentCheck: true,
    });
    expect(withoutIds(editor.getJSON() as TreeNode), `seed ${seed}`).toBe(withoutIds(doc));
    editor.destroy();
    element.remove();
  }
  await vi.dynamicImportSettled();
});
