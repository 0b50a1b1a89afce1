/** What the worker computes: a document as text in a format, and what a change of that text is as a Yjs update. Slow. */

import * as Y from 'yjs';
import { toHtmlFile, toMarkdownFile } from '../contract/document/document-file.ts';
import type { ContentKind, ContentReader, ReadContent } from '../contract/document/file-reader.ts';
import { firstText } from '../contract/document/first-text.ts';
import { toPlainText } from '../contract/document/plain-text.ts';
import { type ReadDocument, readDocument } from '../contract/document/read-document.ts';
import { seedUpdate } from '../contract/document/seed.ts';
import { writeNewVersion } from '../contract/document/writing/new-version.ts';
import { IMPORT_UPDATE_BYTES_MAX, TITLE_CHARACTERS_MAX } from '../contract/limits.ts';
import { randomId } from '../lib/random.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { ContentChange, ContentRequest, ReadAnswer, Unwritable, Updates } from './content-messages.ts';

type PartsChange = Extract<ContentChange, { readonly kind: 'parts' }>;
type WriteRequest = Extract<ContentRequest, { readonly kind: 'write' }>;

export function readContent(updates: Updates, format: ContentKind | 'first-text'): ReadAnswer {
  const document = load(updates);
  const read = readDocument(document);
  document.destroy();
  return { title: read.title, content: format === 'first-text' ? firstText(read.tree) : written(read, format) };
}

/** @param read the readers of formats. @returns the update that makes the change; null for none. */
export function writeContent(
  { updates, format, change, clientId }: WriteRequest,
  read: ContentReader,
): Result<Uint8Array | null, Unwritable> {
  const document = load(updates);
  const now = readDocument(document);
  const said = written(now, format);
  const wanted = change.kind === 'whole' ? ok(change.content) : withParts(said, change, format);
  if (!wanted.ok) return wanted;
  const next = readSafely(read, format, wanted.value);
  if (!next.ok) return next;
  const title = (change.kind === 'parts' ? change.title : undefined) ?? next.value.title;
  const plain = format === 'json' ? null : read(format, said).tree;
  const update = writeNewVersion(
    document,
    { title: title === null || title === now.title ? null : oneLine(title), tree: next.value.tree, plain },
    { clientId, newId: randomId },
  );
  if (update !== null && update.length > IMPORT_UPDATE_BYTES_MAX) {
    return failed({ kind: 'too-large', sentence: 'The document would become too large. Split it into several.' });
  }
  return ok(update);
}

function load(updates: Updates): Y.Doc {
  const document = new Y.Doc();
  document.transact(() => {
    Y.applyUpdate(document, seedUpdate());
    for (const update of updates) Y.applyUpdate(document, update);
  });
  return document;
}

function written({ title, tree }: ReadDocument, format: ContentKind): string {
  switch (format) {
    case 'markdown':
      return toMarkdownFile(title, tree);
    case 'html':
      return toHtmlFile(title, tree);
    case 'text':
      return `${toPlainText(tree)}\n`;
    case 'json':
      return JSON.stringify({ title, document: tree });
    default:
      return format satisfies never;
  }
}

function readSafely(read: ContentReader, format: ContentKind, content: string): Result<ReadContent, Unwritable> {
  try {
    return ok(read(format, content));
  } catch (error) {
    const sentence = `The content cannot be read as ${format}: ${error instanceof Error ? error.message : String(error)}`;
    return failed({ kind: 'unreadable', sentence });
  }
}

/** @param said what the document says now. */
function withParts(said: string, change: PartsChange, format: ContentKind): Result<string, Unwritable> {
  let content = said;
  for (const { find, with: replacement } of change.replace ?? []) {
    const at = content.indexOf(find);
    if (at === -1 || content.indexOf(find, at + 1) !== -1) {
      const sentence = `"${find.slice(0, 80)}" stands ${at === -1 ? 'nowhere' : 'more than once'} in the document as ${format}. Read it again.`;
      return failed({ kind: 'not-found', sentence });
    }
    content = content.slice(0, at) + replacement + content.slice(at + find.length);
  }
  const { prepend = '', append = '' } = change;
  if (prepend === '' && append === '') return ok(content);
  const start = startOfBody(content, format);
  const end = format === 'html' ? content.lastIndexOf('</body>') : content.length;
  const body = content.slice(start, end);
  return ok(
    content.slice(0, start) + [prepend, body, append].filter((part) => part !== '').join('\n\n') + content.slice(end),
  );
}

/** Behind the title. */
function startOfBody(content: string, format: ContentKind): number {
  const before = format === 'html' ? /<body>\s*(?:<h1 class="document-title">.*?<\/h1>)?/ : /^---\n[\s\S]*?\n---\n/;
  const match = format === 'text' ? null : before.exec(content);
  return match === null ? 0 : match.index + match[0].length;
}

function oneLine(title: string): string {
  return [...title.replace(/\s+/g, ' ').trim()].slice(0, TITLE_CHARACTERS_MAX).join('');
}
