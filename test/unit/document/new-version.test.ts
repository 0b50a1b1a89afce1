// @vitest-environment happy-dom

/** A new version of a document becomes the fewest writes, and what nobody changed stays as it was. */

import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { toHtmlFile, toMarkdownFile } from '../../../server/contract/document/document-file.ts';
import { importDocument } from '../../../server/contract/document/import.ts';
import { toPlainText } from '../../../server/contract/document/plain-text.ts';
import { readDocument } from '../../../server/contract/document/read-document.ts';
import { withRegularTables } from '../../../server/contract/document/regular-tables.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { writeNewVersion } from '../../../server/contract/document/writing/new-version.ts';
import { readContentFile } from '../../../web/exchange/read-content.ts';
import { randomDocument } from '../../support/random-document.ts';
import { seededRandom } from '../../support/seeded-random.ts';

let ids = 0;
const newId = (): string => `id${ids++}`;
const options = () => ({ clientId: 1_000 + ids++, newId });

function documentOf(tree: TreeNode, title = ''): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, importDocument(tree, { clientId: 7, newId, title }));
  return doc;
}

const text = (words: string, ...marks: readonly string[]): TreeNode => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 && { marks: marks.map((type) => ({ type })) }),
});
const p = (...content: readonly (TreeNode | string)[]): TreeNode => ({
  type: 'paragraph',
  content: content.map((part) => (typeof part === 'string' ? text(part) : part)),
});
const page = (...content: readonly TreeNode[]): TreeNode => ({ type: 'doc', content });

const FORMATS = {
  md: { kind: 'markdown', write: toMarkdownFile },
  html: { kind: 'html', write: toHtmlFile },
  txt: { kind: 'text', write: (_title: string, tree: TreeNode) => `${toPlainText(tree)}\n` },
} as const;
type Format = keyof typeof FORMATS;

function fileOf(doc: Y.Doc, format: Format): string {
  const { title, tree } = readDocument(doc);
  return FORMATS[format].write(title, tree);
}

function put(doc: Y.Doc, format: Format, file: string): Uint8Array | null {
  const { kind } = FORMATS[format];
  const { title, tree } = readContentFile(kind, file);
  const plain = readContentFile(kind, fileOf(doc, format)).tree;
  return writeNewVersion(doc, { title, tree, plain }, options());
}

function putTree(doc: Y.Doc, tree: TreeNode): Uint8Array | null {
  return writeNewVersion(doc, { title: null, tree, plain: null }, options());
}

describe('a tree that is written', () => {
  test('is what the document says then, whatever it said before (50 random pairs)', () => {
    const random = seededRandom(81);
    for (let round = 0; round < 50; round++) {
      const doc = documentOf(randomDocument(random));
      const wanted = withRegularTables(randomDocument(random), newId);
      putTree(doc, wanted);
      const first = readDocument(doc).tree;
      expect(putTree(doc, first), `round ${round}`).toBeNull();
      expect(withoutIds(first), `round ${round}`).toEqual(withoutIds(readDocument(documentOf(wanted)).tree));
    }
  });

  test('of two thousand paragraphs with another word in one makes an update of some tens of bytes', () => {
    const paragraphs = Array.from({ length: 2_000 }, (_, i) =>
      p(`Paragraph ${i} says something of its own, as all do.`),
    );
    const doc = documentOf(page(...paragraphs));
    const changed = paragraphs.map((node, i) =>
      i === 999 ? p('Paragraph 999 says nothing of its own, as all do.') : node,
    );
    const update = putTree(doc, page(...changed));
    expect(update?.length).toBeLessThan(60);
    expect(readDocument(doc).tree.content?.[999]).toEqual(changed[999]);
  });

  test('with two other words in one paragraph touches those two words', () => {
    const doc = documentOf(page(p('The quick brown fox jumps over the lazy dog')));
    const update = putTree(doc, page(p('The slow brown fox jumps over the happy dog'))) as Uint8Array;
    const { ds, structs } = Y.decodeUpdate(update);
    const inserted = structs.map((item) => ('content' in item ? String((item.content as Y.ContentString).str) : ''));
    expect(inserted).toEqual(['slow', 'happ']);
    expect([...ds.clients.values()].flat().reduce((sum, { len }) => sum + len, 0)).toBe(8);
  });
});

describe.each(Object.keys(FORMATS) as Format[])('as %s', (format) => {
  test('what was read and is written back changes nothing (50 random documents)', () => {
    const random = seededRandom(82);
    for (let round = 0; round < 50; round++) {
      const doc = documentOf(randomDocument(random), 'A title');
      expect(put(doc, format, fileOf(doc, format)), `round ${round}`).toBeNull();
    }
  });

  test('a paragraph that is added at the end is all that changes (50 random documents)', () => {
    const random = seededRandom(83);
    for (let round = 0; round < 50; round++) {
      const whole = randomDocument(random);
      const doc = documentOf(page(...(whole.content ?? []), p('The last one')));
      const before = readDocument(doc).tree;
      const file = fileOf(doc, format).replace(/(<p>)?The last one(<\/p>)?/, '$1The last one$2\n\n$1One more$2');
      put(doc, format, file);
      expect(readDocument(doc).tree, `round ${round}`).toEqual({
        ...before,
        content: [...(before.content ?? []), p('One more')],
      });
    }
  });
});

describe('a change in a format that cannot say everything', () => {
  const rich = page(
    {
      type: 'paragraph',
      attrs: { textAlign: 'center' },
      content: [text('Alpha '), text('beta', 'underline'), text(' gamma')],
    },
    p(),
    p('Ask ', { type: 'mention', attrs: { id: 'u1', label: 'Ann' } }, ' about the plan'),
    p('The end'),
  );

  test('leaves what Markdown has no word for: empty paragraphs, alignments, mentions', () => {
    const doc = documentOf(rich);
    const update = put(doc, 'md', fileOf(doc, 'md').replace('about the plan', 'about the new plan'));
    expect(update?.length).toBeLessThan(40);
    const { tree } = readDocument(doc);
    expect(tree.content).toHaveLength(4);
    expect(tree.content?.[0]?.attrs?.textAlign).toBe(
      readDocument(documentOf(rich)).tree.content?.[0]?.attrs?.textAlign,
    );
    expect(JSON.stringify(tree.content?.[2])).toContain('"mention"');
    expect(JSON.stringify(tree.content?.[2])).toContain('about the new plan');
  });

  test('keeps a table and its cells; one word of one cell is written in that cell', () => {
    const doc = new Y.Doc();
    Y.applyUpdate(
      doc,
      Y.encodeStateAsUpdate(
        documentOf(readContentFile('markdown', '| a | b |\n|---|---|\n| one | two |\n| three | four |\n').tree),
      ),
    );
    const update = put(doc, 'md', fileOf(doc, 'md').replace('three', 'drei'));
    expect(update?.length).toBeLessThan(80);
    expect(fileOf(doc, 'md')).toContain('| drei | four |');
    put(doc, 'md', fileOf(doc, 'md').replace('| drei', '| between | rows |\n| drei'));
    expect(fileOf(doc, 'md')).toContain('| one | two |\n| between | rows |\n| drei | four |');
  });

  test('merges with what somebody types at that moment, in the same sentence', () => {
    const doc = documentOf(page(p('The quick brown fox jumps')));
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    other.getText('body').insert(other.getText('body').toString().indexOf('fox') + 1, 'old ');
    put(doc, 'md', 'The slow brown fox leaps\n');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    expect(fileOf(doc, 'md')).toBe('The slow brown old fox leaps\n');
  });

  test('the title is written when the file says one, and left when it does not', () => {
    const doc = documentOf(page(p('Text')), 'Before');
    put(doc, 'md', 'Text\n');
    expect(readDocument(doc).title).toBe('Before');
    put(doc, 'md', '---\ntitle: After\n---\n\nText\n');
    expect(readDocument(doc).title).toBe('After');
  });
});

/** New tables have ids of their own. */
function withoutIds(tree: TreeNode): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value) => (['id', 'column'].includes(key) ? undefined : value)));
}
