/**
 * The images of a document when it leaves as a file, or comes as one: their bytes inside the file, or their whole
 * addresses. Only images that this server keeps are fetched; nothing is asked of any other.
 */

import { eachImage, withSources } from '../../server/contract/document/image-sources.ts';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { IMAGE_MIME_TYPES, type ImageHeader, readImageHeader } from '../../server/contract/image-header.ts';
import { IMAGE_PATH } from '../../server/contract/limits.ts';
import { imageBytes } from '../lib/api.ts';

export interface LoadedImage {
  readonly bytes: Uint8Array;
  readonly header: ImageHeader;
}

/** By `src`. */
export type LoadedImages = ReadonlyMap<string, LoadedImage>;

/** The images that can be had now: kept by this server (or by this device), or written into the document. */
export async function loadImages(tree: TreeNode): Promise<LoadedImages> {
  const sources = new Set<string>();
  eachImage(tree, (src) => sources.add(src));
  const loaded = await Promise.all([...sources].map(async (src) => [src, await load(src)] as const));
  return new Map(loaded.flatMap(([src, image]) => (image === null ? [] : [[src, image] as const])));
}

/** The tree with the bytes of its images in place of their addresses. */
export function withImagesInside(tree: TreeNode, images: LoadedImages): TreeNode {
  return withSources(tree, (src) => {
    const image = images.get(src);
    return image === undefined ? wholeAddress(src) : dataAddress(image);
  });
}

/** The tree with addresses that work from anywhere. */
export function withWholeAddresses(tree: TreeNode): TreeNode {
  return withSources(tree, wholeAddress);
}

/** The bytes of a `data:` address; null for others. */
export function bytesIn(src: string): Uint8Array | null {
  const base64 = /^data:image\/[a-z]+;base64,(.*)$/is.exec(src)?.[1];
  if (base64 === undefined) return null;
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

async function load(src: string): Promise<LoadedImage | null> {
  const bytes = bytesIn(src) ?? (src.startsWith(IMAGE_PATH) ? await fetched(src) : null);
  const header = bytes === null ? null : readImageHeader(bytes);
  return bytes === null || header === null ? null : { bytes, header };
}

async function fetched(src: string): Promise<Uint8Array | null> {
  // The part of the page that keeps images may be out of reach as well.
  const queue = await import('../images/image-queue.ts').catch(() => null);
  const local = await queue?.localImage(src);
  if (local !== null && local !== undefined) return local;
  const stored = await imageBytes(src);
  // Offline and never shown here: the file names it by its address.
  return stored.ok ? stored.value : null;
}

function wholeAddress(src: string): string {
  return src.startsWith('/') ? new URL(src, window.location.origin).href : src;
}

function dataAddress({ bytes, header }: LoadedImage): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return `data:${IMAGE_MIME_TYPES[header.kind]};base64,${btoa(binary)}`;
}
