/**
 * What an image file says of itself in its first bytes: kind and size. Decided by content, never by a name or by what
 * a browser claims; nothing is decoded, so a small file that would unfold to gigabytes is seen before it does.
 */

export type ImageKind = 'png' | 'jpeg' | 'gif' | 'webp' | 'avif';

export interface ImageHeader {
  readonly kind: ImageKind;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

export const IMAGE_MIME_TYPES: Readonly<Record<ImageKind, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
};

/** Null for everything that is not one of the five kinds, SVG (which can carry scripts) above all. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const header = READERS.map((read) => read(bytes)).find((found) => found !== null) ?? null;
  return header !== null && header.width > 0 && header.height > 0 ? header : null;
}

type Reader = (bytes: Uint8Array) => ImageHeader | null;

const READERS: readonly Reader[] = [readPng, readJpeg, readGif, readWebp, readAvif];

/** Signature, then an IHDR chunk: width and height as 32 bits, big-endian. */
function readPng(bytes: Uint8Array): ImageHeader | null {
  if (bytes.length < 24 || !says(bytes, 0, '\u0089PNG\r\n\u001a\n') || !says(bytes, 12, 'IHDR')) return null;
  return { kind: 'png', width: uint32(bytes, 16), height: uint32(bytes, 20) };
}

/** Segments of a marker, a length and a body; a start of frame (C0 to CF but for C4, C8 and CC) has the size. */
function readJpeg(bytes: Uint8Array): ImageHeader | null {
  if (!says(bytes, 0, '\u00ff\u00d8\u00ff')) return null;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { kind: 'jpeg', width: uint16(bytes, at + 7), height: uint16(bytes, at + 5) };
    }
    const length = uint16(bytes, at + 2);
    if (marker === 0xda || length < 2) return null;
    at += 2 + length;
  }
  return null;
}

function readGif(bytes: Uint8Array): ImageHeader | null {
  if (bytes.length < 10 || !(says(bytes, 0, 'GIF87a') || says(bytes, 0, 'GIF89a'))) return null;
  return { kind: 'gif', width: little(bytes, 6, 2), height: little(bytes, 8, 2) };
}

/** RIFF, then one of three first chunks: lossy, lossless, extended. */
function readWebp(bytes: Uint8Array): ImageHeader | null {
  if (bytes.length < 30 || !says(bytes, 0, 'RIFF') || !says(bytes, 8, 'WEBP')) return null;
  if (says(bytes, 12, 'VP8 ')) {
    return { kind: 'webp', width: little(bytes, 26, 2) & 0x3fff, height: little(bytes, 28, 2) & 0x3fff };
  }
  if (says(bytes, 12, 'VP8L')) {
    const bits = little(bytes, 21, 4);
    return { kind: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (says(bytes, 12, 'VP8X')) {
    return { kind: 'webp', width: little(bytes, 24, 3) + 1, height: little(bytes, 27, 3) + 1 };
  }
  return null;
}

/** The `ispe` properties of the `meta` box; the largest is the whole picture (others are tiles or a thumbnail). */
function readAvif(bytes: Uint8Array): ImageHeader | null {
  if (!says(bytes, 4, 'ftyp')) return null;
  const brands = latin(bytes, 8, Math.min(uint32(bytes, 0), 64));
  if (!/avi[fs]/.test(brands)) return null;
  let width = 0;
  let height = 0;
  const meta = find(bytes, 'meta', 0, bytes.length);
  const end = meta < 0 ? 0 : Math.min(bytes.length, meta - 4 + uint32(bytes, meta - 4));
  for (let at = find(bytes, 'ispe', meta, end); at >= 0; at = find(bytes, 'ispe', at + 4, end)) {
    width = Math.max(width, uint32(bytes, at + 8));
    height = Math.max(height, uint32(bytes, at + 12));
  }
  return { kind: 'avif', width, height };
}

/** Where `name` stands between `from` and `end`; -1 when it does not. */
function find(bytes: Uint8Array, name: string, from: number, end: number): number {
  for (let at = Math.max(0, from); at + name.length <= end; at++) if (says(bytes, at, name)) return at;
  return -1;
}

function says(bytes: Uint8Array, at: number, expected: string): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected.charCodeAt(i)) return false;
  return true;
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function uint32(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) * 0x1_0000 + uint16(bytes, at + 2);
}

function little(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}
