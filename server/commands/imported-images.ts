/** The images of a file that is imported: kept like those that people paste, and checked as those are. */

import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { readImageHeader } from '../contract/image-header.ts';
import { IMAGE_BYTES_MAX, IMAGE_PATH, IMAGE_PIXELS_MAX } from '../contract/limits.ts';
import type { ImageStore } from '../storage/image-store.ts';

/** @returns its address; null for what is none of the images we keep. @throws the system's error. */
export async function keepImage(bytes: Uint8Array, images: ImageStore): Promise<string | null> {
  const header = bytes.length <= IMAGE_BYTES_MAX ? readImageHeader(bytes) : null;
  if (header === null || header.width * header.height > IMAGE_PIXELS_MAX) return null;
  return IMAGE_PATH + (await images.put(bytes, header.kind));
}

/**
 * An image in the folder of the file or below it. No other: the file may be somebody else's, and what it names would
 * be shown to all who read the document.
 *
 * @param path relative, as it stands in the file.
 */
export async function imageBeside(file: string, path: string, images: ImageStore): Promise<string | null> {
  const bytes = await bytesBeside(file, path).catch(() => null);
  return bytes === null ? null : await keepImage(bytes, images);
}

async function bytesBeside(file: string, path: string): Promise<Uint8Array | null> {
  const folder = await realpath(dirname(file));
  const image = await realpath(join(folder, decodeURIComponent(path.replace(/[?#].*$/s, ''))));
  if (!image.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return null;
  const { size } = await stat(image);
  return size <= IMAGE_BYTES_MAX ? await readFile(image) : null;
}
