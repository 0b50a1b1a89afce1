/** Words that open something - sessions, invitations, share links: whoever has one is let in, and the disk has only its hash. */

import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
const SECRET_PATTERN = /^[\w-]{43}$/;

/** 256 bits as 43 characters that an address can carry. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Under which it is kept; null for what was never one. A fast hash will do: nobody guesses 256 bits. */
export function secretHash(secret: string): string | null {
  return SECRET_PATTERN.test(secret) ? createHash('sha256').update(secret).digest('base64url') : null;
}
