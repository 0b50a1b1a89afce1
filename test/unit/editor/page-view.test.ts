// @vitest-environment happy-dom
/** The outline, the count of words, and what is kept of how a reader likes the page. */

import { createNodeFromContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { describe, expect, it } from 'vitest';
import { headingsOf } from '../../../web/editor/blocks/headings.ts';
import { readPageView } from '../../../web/editor/panels/page-view.ts';
import { countWords } from '../../../web/editor/panels/word-count.ts';
import { editorSchema } from '../../support/editor-schema.ts';

describe('the outline', () => {
  it('has every heading with words, also in a callout, and where it stands', () => {
    const html = '<h1>One</h1><p>x</p><h2> </h2><aside data-type="callout"><h3>Two <strong>b</strong></h3></aside>';
    const doc = createNodeFromContent(html, editorSchema, { slice: false }) as Node;
    const headings = headingsOf(doc);
    expect(headings.map(({ level, title }) => [level, title])).toEqual([
      [1, 'One'],
      [3, 'Two b'],
    ]);
    for (const { position, title } of headings) expect(doc.nodeAt(position)?.textContent).toBe(title);
    expect(headingsOf(doc)).toBe(headings);
  });
});

describe('counting words', () => {
  it.each([
    ['', 0, 0],
    ['One, two – three.', 3, 17],
    ['line one\nline two', 4, 16],
    ['e\u0301te\u0301 👩‍👩‍👧', 1, 5],
    ['日本語を書く', 3, 6],
  ])('%j has %i words and %i characters', (text, words, characters) => {
    expect(countWords(text)).toMatchObject({ words, characters });
  });

  it('rounds reading time up to minutes', () => {
    expect(countWords('word '.repeat(231)).readingMinutes).toBe(2);
  });
});

describe('how a reader likes the page', () => {
  it.each([[null], ['x'], [{ font: 'url(x)', hasOutline: 'yes' }]])('%j is the default', (stored) => {
    expect(readPageView(stored)).toEqual({
      font: 'sans',
      hasOutline: false,
      hasHistory: false,
      hasComments: false,
      hasBar: true,
    });
  });

  it('is read as it was kept', () => {
    const kept = { font: 'serif', hasOutline: true, hasHistory: false, hasComments: true, hasBar: false };
    expect(readPageView(kept)).toEqual(kept);
    expect(readPageView({ ...kept, hasHistory: true })).toMatchObject({ hasHistory: true, hasComments: false });
  });
});
