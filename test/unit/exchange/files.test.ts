// @vitest-environment happy-dom

/** Files that come in and go out: what a person has in one program arrives in the other. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { toHtmlFile, toMarkdownFile, toTextFile } from '../../../server/contract/document/document-file.ts';
import { toWordFile } from '../../../server/contract/document/docx.ts';
import { toMarkdown } from '../../../server/contract/document/markdown.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';
import { kindOf, readDocumentFile, UnreadableFile } from '../../../web/exchange/read-file.ts';
import { text } from '../../../web/ui/text.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const golden = readFileSync(`${import.meta.dirname}/../../corpus/files/repertoire.md`, 'utf8');

/** Absent on most machines; the test that needs it says that it was left out. */
const office = ['soffice', 'libreoffice'].find((name) => spawnSync(name, ['--version']).status === 0);

function bytes(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

async function read(name: string, content: string | Uint8Array) {
  return await readDocumentFile(name, typeof content === 'string' ? bytes(content) : content);
}

async function markdownOf(name: string, content: string | Uint8Array): Promise<string> {
  const { title, tree } = await read(name, content);
  return toMarkdownFile(title, tree);
}

describe('round trips', () => {
  test('Markdown -> document -> Markdown is the same file', async () => {
    expect(await markdownOf('plan.md', golden)).toBe(golden);
  });

  test('Markdown -> document -> HTML -> document -> Markdown is the same file', async () => {
    const { title, tree } = await read('plan.md', golden);
    expect(await markdownOf('plan.html', toHtmlFile(title, tree))).toBe(golden);
  });

  test('document -> Word -> document keeps all that Word has a word for, and stays the same from then on', async () => {
    const { title, tree } = await read('plan.md', golden);
    const once = await read('plan.docx', await toWordFile(tree, { title, images: new Map() }));
    expect(once.title).toBe(title);
    await expect(toMarkdown(once.tree)).toMatchFileSnapshot('../../corpus/files/repertoire-from-word.md');
    const twice = await read('plan.docx', await toWordFile(once.tree, { title, images: new Map() }));
    expect(toMarkdown(twice.tree)).toBe(toMarkdown(once.tree));
  });

  test.runIf(office !== undefined)(
    'LibreOffice opens the Word file and finds its text',
    { timeout: 120_000 },
    async () => {
      const { title, tree } = await read('plan.md', golden);
      const folder = await temporaryDirectory('office');
      await writeFile(`${folder.path}/plan.docx`, await toWordFile(tree, { title, images: new Map() }));
      const profile = `-env:UserInstallation=file://${folder.path}/profile`;
      const parameters = [profile, '--headless', '--convert-to', 'txt:Text', '--outdir', folder.path, 'plan.docx'];
      spawnSync(office as string, parameters, { cwd: folder.path });
      const found = await readFile(`${folder.path}/plan.txt`, 'utf8');
      await folder.remove();
      for (const words of ['What we want', 'deepest', 'Oak | Ash', 'The end.']) expect(found).toContain(words);
    },
  );

  test('an image goes into a Word file, a kind of its own, and comes out again', async () => {
    const tree: TreeNode = {
      type: 'doc',
      content: [{ type: 'image', attrs: { src: '/api/images/x.png', alt: 'dot' } }],
    };
    const png = Uint8Array.from(Buffer.from(PNG_1X1, 'base64'));
    const images = new Map([['/api/images/x.png', { kind: 'png', width: 1, height: 1, bytes: png } as const]]);
    const { tree: back } = await read('dot.docx', await toWordFile(tree, { title: '', images }));
    expect(back.content?.[0]).toMatchObject({
      type: 'image',
      attrs: { src: `data:image/png;base64,${PNG_1X1}`, alt: 'dot' },
    });
  });

  test('plain text: a paragraph a line, and the same lines again', async () => {
    const { title, tree } = await read('notes.txt', 'First line\r\n\r\nSecond <b>line</b>\n');
    expect(title).toBe('notes');
    expect(toTextFile('', tree)).toBe('First line\nSecond <b>line</b>\n');
  });
});

describe('what other programs write', () => {
  test('a title comes from the front matter, else from the first heading, else from the name; the rest is kept', async () => {
    expect((await read('a.md', '---\ntitle: Plain words\ntags: [x]\n---\nText')).title).toBe('Plain words');
    expect(await markdownOf('a.md', '---\ntitle: T\ntags: [x]\n---\nText')).toBe(
      '---\ntitle: "T"\n---\n\n```yaml\ntags: [x]\n```\n\nText\n',
    );
    expect((await read('a.md', '# A heading\n\nText')).title).toBe('A heading');
    expect((await read('Letter to Ann.md', 'Text')).title).toBe('Letter to Ann');
    expect(await markdownOf('a.md', 'above\n\n---\n\nbelow')).toBe('---\ntitle: "a"\n---\n\nabove\n\n---\n\nbelow\n');
  });

  test('a web page loses its scripts, trackers and navigation, and keeps its text', async () => {
    const page = `<!doctype html><title>News</title><nav><a href="/">Home</a></nav>
      <script>alert(1)</script><h1 onclick="alert(1)">Heading</h1>
      <div><p>Some <font color="red"><b>text</b></font><img src="https://t.example/p.gif" width="1" height="1"></p></div>
      <p><a href="javascript:alert(1)">bad</a> <a href="https://example.org/">good</a></p>`;
    expect(await markdownOf('page.html', page)).toBe(
      '---\ntitle: "News"\n---\n\n# Heading\n\nSome **text**\n\nbad [good](https://example.org/)\n',
    );
  });

  test('text in UTF-16 and in the letters of old Windows', async () => {
    const wide = Uint8Array.from([0xff, 0xfe, ...Buffer.from('Grüße', 'utf16le')]);
    expect(toMarkdown((await read('a.txt', wide)).tree)).toBe('Grüße\n');
    expect(toMarkdown((await read('a.txt', Uint8Array.from(Buffer.from('Grüße', 'latin1')))).tree)).toBe('Grüße\n');
  });

  test.each([
    ['photo.heic', 'x', text.exchange.unknownKind('photo.heic')],
    ['broken.docx', 'this is no zip', text.exchange.notWord('broken.docx')],
    ['program.txt', '\u0000\u0001binary', text.exchange.notText('program.txt')],
  ])('%s is refused with a sentence', async (name, content, sentence) => {
    const reading = read(name, content);
    await expect(reading).rejects.toThrow(UnreadableFile);
    await expect(reading).rejects.toThrow(sentence);
  });

  test('kinds are told by the end of the name', () => {
    expect(['A.MD', 'b.markdown', 'c.HTM', 'd.docx', 'e.doc', 'README'].map(kindOf)).toEqual([
      'markdown',
      'markdown',
      'html',
      'docx',
      null,
      null,
    ]);
  });
});

const PNG_1X1 = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
