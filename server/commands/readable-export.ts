/** A document in a format that people and other programs read; its images inside the file where the format can. */

import { toHtmlFile, toMarkdownFile, toTextFile } from '../contract/document/document-file.ts';
import { toWordFile, type WordImage } from '../contract/document/docx.ts';
import { eachImage, storedImageName, withSources } from '../contract/document/image-sources.ts';
import { readDocumentUpdate } from '../contract/document/read-document.ts';
import type { TreeNode } from '../contract/document/tree.ts';
import { IMAGE_MIME_TYPES, readImageHeader } from '../contract/image-header.ts';
import type { ImageStore } from '../storage/image-store.ts';

export const READABLE_FORMATS = ['md', 'html', 'txt', 'docx'] as const;
export type ReadableFormat = (typeof READABLE_FORMATS)[number];

export function isReadableFormat(format: string): format is ReadableFormat {
  return READABLE_FORMATS.some((known) => known === format);
}

/** @param update the whole document as one Yjs update. */
export async function readableExport(
  update: Uint8Array,
  format: ReadableFormat,
  images: ImageStore,
): Promise<Uint8Array> {
  const { title, tree } = readDocumentUpdate(update);
  switch (format) {
    case 'md':
      return Buffer.from(toMarkdownFile(title, tree));
    case 'txt':
      return Buffer.from(toTextFile(title, tree));
    case 'html':
      return Buffer.from(toHtmlFile(title, withImagesInside(tree, await bytesBySource(tree, images))));
    case 'docx':
      return await toWordFile(tree, { title, images: wordImages(await bytesBySource(tree, images)) });
    default:
      return format satisfies never;
  }
}

async function bytesBySource(tree: TreeNode, images: ImageStore): Promise<ReadonlyMap<string, Uint8Array>> {
  const sources = new Set<string>();
  eachImage(tree, (src) => sources.add(src));
  const found = new Map<string, Uint8Array>();
  for (const src of sources) {
    const name = storedImageName(src);
    const bytes = name === null ? null : await images.read(name);
    if (bytes !== null) found.set(src, bytes);
  }
  return found;
}

function withImagesInside(tree: TreeNode, bytesBySrc: ReadonlyMap<string, Uint8Array>): TreeNode {
  return withSources(tree, (src) => {
    const bytes = bytesBySrc.get(src);
    const header = bytes === undefined ? null : readImageHeader(bytes);
    if (bytes === undefined || header === null) return src;
    return `data:${IMAGE_MIME_TYPES[header.kind]};base64,${Buffer.from(bytes).toString('base64')}`;
  });
}

/** Word shows neither WebP nor AVIF; those are named by their description. */
function wordImages(bytesBySrc: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, WordImage> {
  const shown = new Map<string, WordImage>();
  for (const [src, bytes] of bytesBySrc) {
    const header = readImageHeader(bytes);
    if (header === null || header.kind === 'webp' || header.kind === 'avif') continue;
    shown.set(src, { ...header, kind: header.kind, bytes });
  }
  return shown;
}
