// @vitest-environment happy-dom
/** Signs that mean something at the beginning of a line, as in Markdown. */

import { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import { toMarkdown } from '../../../server/contract/document/markdown.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { pressesKey, typesInto } from '../../support/typed-into.ts';

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

/** The document after these keys, as Markdown; `\n` is Enter. */
function typed(keys: string): string {
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: schemaExtensions(),
    injectCSS: false,
    enableCoreExtensions: { delete: false },
  });
  editors.push(editor);
  for (const key of keys) {
    if (key === '\n') pressesKey(editor, 'Enter');
    else typesInto(editor, key);
  }
  return toMarkdown(editor.getJSON() as TreeNode);
}

describe('a task', () => {
  it.each([
    ['[ ] Call', '- [ ] Call\n'],
    ['- [ ] Call', '- [ ] Call\n'],
    ['- [x] Called', '- [x] Called\n'],
    ['1. [ ] Call', '- [ ] Call\n'],
  ])('%j', (keys, expected) => {
    expect(typed(keys)).toBe(expected);
  });

  it('is made of one item of a list, and those before it stay what they are', () => {
    expect(typed('- milk\n[ ] bread\neggs')).toBe('- milk\n\n* [ ] bread\n* [ ] eggs\n');
  });
});
