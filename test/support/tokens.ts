/** Tokens as another application would sign them. */

import { SignJWT } from 'jose';

export const TOKEN_SECRET = 'a secret that is long enough for each of the algorithms that a token could ask for';

export interface Claims {
  readonly sub?: string;
  readonly name?: string;
  readonly doc?: string;
  readonly role?: string;
  /** Seconds since 1970; an hour from now unless told. */
  readonly exp?: number;
}

export async function tokenFor(claims: Claims, secret = TOKEN_SECRET): Promise<string> {
  const all = {
    sub: 'ann',
    name: 'Ann',
    doc: '*',
    role: 'editor',
    exp: Math.floor(Date.now() / 1_000) + 3_600,
    ...claims,
  };
  return await new SignJWT(all).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
}
