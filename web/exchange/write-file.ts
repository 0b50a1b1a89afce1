/** A document -> a file to take away, in four formats. Everything is made in this browser, so it works offline. */

import type { Doc } from 'yjs';
import { toHtmlFile, toMarkdownFile, toTextFile } from '../../server/contract/document/document-file.ts';
import { type ReadDocument, readDocument } from '../../server/contract/document/read-document.ts';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { text } from '../ui/text.ts';
import { type LoadedImages, loadImages, withImagesInside, withWholeAddresses } from './images-in-files.ts';

export type FileFormat = 'docx' | 'markdown' | 'html' | 'text';

/** Reads a shared document itself, not what an editor shows of it: it works where the editor has failed, too. */
export async function documentFile(source: Doc | ReadDocument, format: FileFormat): Promise<File> {
  const { title, tree } = 'tree' in source ? source : readDocument(source);
  const name = fileName(title);
  switch (format) {
    case 'docx':
      return new File([await wordBytes(title, tree)], `${name}.docx`);
    case 'markdown':
      return textFile(toMarkdownFile(title, withWholeAddresses(tree)), `${name}.md`, 'text/markdown');
    case 'html':
      return textFile(toHtmlFile(title, withImagesInside(tree, await loadImages(tree))), `${name}.html`, 'text/html');
    case 'text':
      return textFile(toTextFile(title, tree), `${name}.txt`, 'text/plain');
    default:
      return format satisfies never;
  }
}

/** `title` without what file systems refuse. */
export function fileName(title: string): string {
  return (
    title
      .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 80) || text.untitled
  );
}

/** Hands a file to the browser's downloads. */
export function download(file: File): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  // The browser has taken the bytes by the next turn.
  setTimeout(() => URL.revokeObjectURL(address));
}

function textFile(content: string, name: string, type: string): File {
  return new File([content], name, { type: `${type};charset=utf-8` });
}

async function wordBytes(title: string, tree: TreeNode): Promise<Uint8Array<ArrayBuffer>> {
  const [{ toWordFile }, loaded] = await Promise.all([
    import('../../server/contract/document/docx.ts'),
    loadImages(tree),
  ]);
  return Uint8Array.from(await toWordFile(tree, { title, images: await wordImages(loaded) }));
}

type WordImages = Parameters<typeof import('../../server/contract/document/docx.ts')['toWordFile']>[1]['images'];

/** Word shows neither WebP nor AVIF: those are drawn anew. */
async function wordImages(loaded: LoadedImages): Promise<WordImages> {
  const entries = await Promise.all(
    [...loaded].map(async ([src, { bytes, header }]) => {
      const { kind } = header;
      if (kind !== 'webp' && kind !== 'avif') return [[src, { ...header, kind, bytes }] as const];
      const drawn = await asPng(bytes).catch(() => null);
      return drawn === null ? [] : [[src, { ...header, kind: 'png' as const, bytes: drawn }] as const];
    }),
  );
  return new Map(entries.flat());
}

async function asPng(bytes: Uint8Array): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}
