// @vitest-environment happy-dom
/** Addresses that become links as they are typed. */

import { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { pressesKey, typesInto } from '../../support/typed-into.ts';

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

/** What the text is after these keys; `\n` is Enter. */
function typed(keys: string, html = '<p></p>'): string {
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: schemaExtensions(),
    content: html,
    injectCSS: false,
    enableCoreExtensions: { delete: false },
  });
  editors.push(editor);
  editor.commands.setTextSelection(editor.state.doc.content.size - 1);
  for (const key of keys) {
    if (key === '\n') pressesKey(editor, 'Enter');
    else typesInto(editor, key);
  }
  return editor.getHTML().replaceAll(' target="_blank" rel="noopener noreferrer nofollow"', '');
}

const LINK = '<a href="https://example.org/a">https://example.org/a</a>';

describe('an address that is typed', () => {
  it('is a link once a space follows', () => {
    expect(typed('see https://example.org/a, ')).toBe(`<p>see ${LINK}, </p>`);
  });

  it('is a link once Enter follows, which begins the next line', () => {
    expect(typed('https://example.org/a\nnext')).toBe(`<p>${LINK}</p><p>next</p>`);
  });

  it('stays as it is in code', () => {
    expect(typed('https://example.org/a\n', '<pre><code>x </code></pre>')).not.toContain('href');
  });
});

describe('words in brackets before an address in parentheses', () => {
  it('are linked, and what is typed behind is not', () => {
    expect(typed('see [this page](example.org/a) now')).toBe(
      '<p>see <a href="https://example.org/a">this page</a> now</p>',
    );
  });

  it.each(['[x](javascript:1)', '[x](no address)', '![x](https://example.org/)'])('%s is not', (keys) => {
    expect(typed(keys)).not.toContain('href');
  });
});
