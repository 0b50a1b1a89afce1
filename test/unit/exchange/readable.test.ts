// @vitest-environment happy-dom

/** The text that is shown where the editor could not: all of it, and nothing of what a stranger could slip in. */

import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { BODY } from '../../../server/contract/document/names.ts';
import { insertTokens } from '../../../server/contract/document/tokens.ts';
import { readableNodes } from '../../../web/exchange/readable.ts';
import { HOSTILE } from '../../corpus/hostile.ts';

test.each(HOSTILE)('R39 read without the editor: $name', ({ tokens }) => {
  const doc = new Y.Doc();
  const after = [
    { kind: 'marker', keys: {} },
    { kind: 'text', text: 'behind it', marks: {} },
  ] as const;
  insertTokens(doc.getText(BODY), 0, [...tokens, ...after]);
  const page = document.createElement('div');
  page.append(...readableNodes(doc));
  expect(page.textContent).toContain('behind it');
  expect(page.querySelectorAll('script, iframe, object, embed, svg')).toHaveLength(0);
  for (const element of page.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on/);
      expect(value).not.toMatch(/^\s*(?:javascript|vbscript|data:text)/i);
      if (name === 'src') expect(value).toMatch(/^(?:\/api\/images\/|$)/);
      if (name === 'style') expect(value).not.toMatch(/url\(|expression|position/i);
    }
  }
});
