/** How a document begins, for a page whose program is still on its way. */

import { expect, it } from 'vitest';
import { FIRST_TEXT_CHARACTERS_MAX } from '../../../server/contract/api-limits.ts';
import { firstText } from '../../../server/contract/document/first-text.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';

function paragraph(text: string): TreeNode {
  return { type: 'paragraph', content: text === '' ? [] : [{ type: 'text', text }] };
}

function doc(...content: readonly TreeNode[]): TreeNode {
  return { type: 'doc', content };
}

const heading: TreeNode = { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Plan' }] };
const image: TreeNode = { type: 'image', attrs: { src: '/api/images/a.png' } };

it('is what stands before the first block that the editor draws otherwise', () => {
  const list: TreeNode = { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph('one')] }] };
  expect(firstText(doc(heading, list, image, paragraph('below')))).toBe('<h2>Plan</h2><ul><li><p>one</p></li></ul>');
  const item = { type: 'listItem', content: [paragraph('with a picture'), image] };
  expect(firstText(doc(heading, { type: 'bulletList', content: [item] }))).toBe('<h2>Plan</h2>');
});

it('R39 keeps what people wrote from being read as anything else', () => {
  expect(firstText(doc(paragraph('</p><script>alert(1)</script>')))).toBe(
    '<p>&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>',
  );
});

it('leaves room for empty lines, and says nothing where there are only those', () => {
  expect(firstText(doc(paragraph('one'), paragraph(''), paragraph('two')))).toBe('<p>one</p><p><br></p><p>two</p>');
  expect(firstText(doc(paragraph(''), { type: 'heading', attrs: { level: 1 } }))).toBe('');
  expect(firstText(doc())).toBe('');
});

it('ends with a whole block, some screens below', () => {
  const line = paragraph('x'.repeat(FIRST_TEXT_CHARACTERS_MAX / 3));
  const first = firstText(doc(line, line, line, line));
  expect(first.match(/<p>x+<\/p>/g)).toHaveLength(2);
  expect(first.length).toBeLessThanOrEqual(FIRST_TEXT_CHARACTERS_MAX);
});
