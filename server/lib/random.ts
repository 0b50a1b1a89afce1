/** Randomness from the operating system, in the shapes this server needs. */

import { randomBytes, randomInt } from 'node:crypto';

/** 128 bits as 22 characters that an address can carry. */
export function randomId(): string {
  return randomBytes(16).toString('base64url');
}

/** A Yjs client id for one author of one document: 32 bits, and not 0, which is the seed's. */
export function randomClientId(): number {
  return randomInt(1, 2 ** 32);
}
