/**
 * CRC-32 as zlib and everybody else computes it. Calling into zlib costs more than the checksum of a keystroke, so
 * short inputs are summed up here.
 */

import { crc32 as crc32Native } from 'node:zlib';

/** From about here on the call is worth it. */
const NATIVE_BYTES_MIN = 256;

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/**
 * Of the first `end` bytes.
 *
 * @param before the checksum of what comes before them.
 */
export function crc32(bytes: Uint8Array, before = 0, end = bytes.length): number {
  if (end >= NATIVE_BYTES_MIN) return crc32Native(bytes.subarray(0, end), before);
  let rest = ~before;
  for (let at = 0; at < end; at += 1) {
    rest = (TABLE[(rest ^ (bytes[at] as number)) & 0xff] as number) ^ (rest >>> 8);
  }
  return ~rest >>> 0;
}

/** Of a text in ASCII. */
export function crc32Ascii(text: string): number {
  let rest = -1;
  for (let at = 0; at < text.length; at += 1) {
    rest = (TABLE[(rest ^ text.charCodeAt(at)) & 0xff] as number) ^ (rest >>> 8);
  }
  return ~rest >>> 0;
}
