/**
 * The content of a segment: a V2 update, deflated. History is written once and hardly ever read, so it is kept small;
 * both directions take long enough for a long run that only workers and commands call them.
 */

import { deflateRawSync, inflateRawSync } from 'node:zlib';

export function packUpdate(updateV2: Uint8Array): Uint8Array {
  return new Uint8Array(deflateRawSync(updateV2));
}

/** @throws Error when the bytes are not what `packUpdate` makes. */
export function unpackUpdate(packed: Uint8Array): Uint8Array {
  return new Uint8Array(inflateRawSync(packed));
}
