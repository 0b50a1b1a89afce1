// @vitest-environment happy-dom

/** What a paste becomes: clipboards of other programs, made for these tests, and the Markdown they come out as. */

import { getSchema } from '@tiptap/core';
import { DOMParser as SliceParser } from '@tiptap/pm/model';
import { describe, expect, test } from 'vitest';
import { toMarkdown } from '../../../server/contract/document/markdown.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { schemaExtensions } from '../../../web/editor/schema.ts';
import { looksLikeMarkdown } from '../../../web/editor/writing/markdown-signs.ts';
import { cleanedPaste, markdownPaste } from '../../../web/exchange/pasted.ts';
import { CLIPBOARDS } from '../../corpus/clipboards.ts';

const schema = getSchema(schemaExtensions());

function read(element: HTMLElement): string {
  return toMarkdown(SliceParser.fromSchema(schema).parse(element).toJSON() as TreeNode);
}

test.each(CLIPBOARDS)('$from', async ({ html, markdown }) => {
  const element = document.createElement('div');
  element.innerHTML = await cleanedPaste(html, 'plan');
  expect(element.innerHTML).not.toMatch(/mso-|docs-internal|<script|onclick|javascript:|style="(?!color: )/i);
  expect(read(element)).toBe(markdown);
});

test('Markdown becomes what it means', () => {
  expect(read(markdownPaste('# Title\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |'))).toBe(
    '# Title\n\n1. one\n2. two\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n',
  );
});

describe('what is clearly Markdown', () => {
  test.each([
    '# Heading\n\nText below',
    '- one\n- two',
    '1. first\n2. second',
    '- [ ] a task',
    '```js\nlet a;\n```',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    'See [the page](https://example.org/x).',
    'Some **bold** and some `code`.',
    '> said\n> twice',
  ])('%j', (pasted) => expect(looksLikeMarkdown(pasted)).toBe(true));

  test.each([
    'A plain sentence.',
    'Two lines\nof text',
    '5 * 3 * 2 = 30',
    'a_b_c and d_e_f',
    '- a single dash',
    '#hashtag and #another',
    'price: $5 or $6',
    '**',
    'On 3. May we meet.\nOn 4. May we part.',
    'https://example.org/a_b_c',
    'name@example.org > wrote:',
  ])('%j is not', (pasted) => expect(looksLikeMarkdown(pasted)).toBe(false));
});
