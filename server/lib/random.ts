/** Randomness from the operating system, in the shapes this server needs. */

import { randomBytes } from 'node:crypto';

/** 128 bits as 22 characters that an address can carry. */
export function randomId(): string {
  return randomBytes(16).toString('base64url');
}
