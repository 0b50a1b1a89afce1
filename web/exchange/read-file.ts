/**
 * A file -> a document tree and a title, or one sentence that says why not. Markdown, HTML and Word become HTML
 * first, which is cleaned and read by the editor's schema: whatever comes out is something the editor can hold.
 */

import { getSchema } from '@tiptap/core';
import { DOMParser as TreeParser } from '@tiptap/pm/model';
import { splitFrontMatter } from '../../server/contract/document/document-file.ts';
import type { ReadFile } from '../../server/contract/document/file-reader.ts';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { IMPORT_BYTES_MAX } from '../../server/contract/limits.ts';
import { schemaExtensions } from '../editor/schema.ts';
import { text } from '../ui/text.ts';
import { cleanDocument } from './clean-html.ts';
import { markdownToHtml } from './markdown-html.ts';

/** What a person is told about a file that cannot be read. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

export type FileKind = 'markdown' | 'html' | 'text' | 'docx';

const KINDS: Readonly<Record<string, FileKind>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdown: 'markdown',
  html: 'html',
  htm: 'html',
  txt: 'text',
  text: 'text',
  docx: 'docx',
};

/** By the end of its name; null for other kinds of files. */
export function kindOf(fileName: string): FileKind | null {
  return KINDS[/\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''] ?? null;
}

/**
 * @param complete may bring into the page what lies beside the file.
 * @throws UnreadableFile
 */
export async function readDocumentFile(
  name: string,
  bytes: Uint8Array,
  complete: (page: Document) => Promise<void> = async () => {},
): Promise<ReadFile> {
  const words = text.exchange;
  const kind = kindOf(name);
  if (kind === null) throw new UnreadableFile(words.unknownKind(name));
  if (bytes.length > IMPORT_BYTES_MAX) throw new UnreadableFile(words.tooLarge(name, IMPORT_BYTES_MAX / 1024 / 1024));
  const page = await pageOf(kind, name, bytes);
  await complete(page.html);
  const tree = treeOf(page.html);
  return { title: page.title ?? titleIn(page.html) ?? name.replace(/\.[^.]+$/, ''), tree };
}

export interface Page {
  /** Null when the file does not say. */
  readonly title: string | null;
  readonly html: Document;
}

async function pageOf(kind: FileKind, name: string, bytes: Uint8Array): Promise<Page> {
  return kind === 'docx' ? await wordPage(name, bytes) : textPage(kind, decoded(name, bytes));
}

/** @param content of a file that is text. */
export function textPage(kind: Exclude<FileKind, 'docx'>, content: string): Page {
  switch (kind) {
    case 'markdown': {
      const { title, rest, body } = splitFrontMatter(content);
      const html = parsed(markdownToHtml(body));
      if (rest !== '') html.body.prepend(yaml(html, rest));
      return { title, html: cleaned(html) };
    }
    case 'html': {
      const html = parsed(content);
      const title = html.querySelector('title')?.textContent?.trim() || null;
      const heading = html.querySelector('body > h1.document-title');
      if (heading?.textContent?.trim() === title) heading?.remove();
      return { title, html: cleaned(html) };
    }
    case 'text':
      return { title: null, html: plainPage(content) };
    default:
      return kind satisfies never;
  }
}

async function wordPage(name: string, bytes: Uint8Array): Promise<Page> {
  const { wordToHtml } = await import('./word-html.ts');
  const html = await wordToHtml(bytes).catch(() => {
    throw new UnreadableFile(text.exchange.notWord(name));
  });
  const document = parsed(html);
  const title = document.querySelector('h1.document-title');
  title?.remove();
  return { title: title?.textContent?.trim() || null, html: cleaned(document) };
}

/** What a front matter says besides the title is kept where it stood. */
function yaml(page: Document, lines: string): Element {
  const pre = page.createElement('pre');
  const code = page.createElement('code');
  code.className = 'language-yaml';
  code.textContent = lines;
  pre.append(code);
  return pre;
}

/** A paragraph for each line; lines that were wrapped at a fixed width cannot be told from those that were meant. */
function plainPage(content: string): Document {
  const page = parsed('');
  for (const line of content.replace(/\r\n?/g, '\n').split('\n')) {
    if (line.trim() === '') continue;
    const paragraph = page.createElement('p');
    paragraph.textContent = line;
    page.body.append(paragraph);
  }
  return page;
}

/** Inert: nothing in it runs or is loaded. */
function parsed(html: string): Document {
  return new DOMParser().parseFromString(html, 'text/html');
}

function cleaned(page: Document): Document {
  cleanDocument(page);
  return page;
}

/** Made once: it takes some fifty milliseconds. */
let parser: TreeParser | undefined;

export function treeOf({ body }: Document): TreeNode {
  parser ??= TreeParser.fromSchema(getSchema(schemaExtensions()));
  return parser.parse(body).toJSON() as TreeNode;
}

function titleIn({ body }: Document): string | null {
  const first = body.firstElementChild;
  return first?.tagName === 'H1' ? first.textContent?.trim() || null : null;
}

/** UTF-8, UTF-16 where it says so, else the western letters of old Windows. */
function decoded(name: string, bytes: Uint8Array): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isWide) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  if (bytes.subarray(0, 8_192).includes(0)) throw new UnreadableFile(text.exchange.notText(name));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
