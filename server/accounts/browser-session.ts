/**
 * What tells one browser from another in open access, where nobody signs in: a cookie with a long random value. The server
 * keeps nothing of it. What it calls the browser is a hash of that value, so whoever reads that name, in the log or
 * elsewhere, cannot make the cookie from it; a signature would prove no more, and its key would have to be kept.
 *
 * It gives no rights: those are everybody's. It only keeps one from writing in another's name (R22).
 */

import { createHash, randomBytes } from 'node:crypto';
import { parse, stringifySetCookie } from 'cookie';
import { BROWSER_SESSION_S } from '../contract/limits.ts';

const COOKIE = 'scriptorium-browser';

const SECRET_BYTES = 32;
const SECRET_PATTERN = /^[A-Za-z0-9_-]{43}$/;

/** Enough that no two browsers share one. */
const NAME_CHARACTERS = 16;

/** @returns the browser's name; null when the cookie is missing or none of ours. */
export function browserSessionIn(cookies: string | undefined): string | null {
  const secret = secretIn(cookies);
  return secret === null ? null : createHash('sha256').update(secret).digest('base64url').slice(0, NAME_CHARACTERS);
}

/** The Set-Cookie header that gives a browser its session, or lets the one it has last longer. */
export function browserSessionCookie(cookies: string | undefined, isSecure: boolean): string {
  return stringifySetCookie({
    name: COOKIE,
    value: secretIn(cookies) ?? randomBytes(SECRET_BYTES).toString('base64url'),
    maxAge: BROWSER_SESSION_S,
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
  });
}

function secretIn(cookies: string | undefined): string | null {
  const secret = cookies === undefined ? undefined : parse(cookies)[COOKIE];
  return secret !== undefined && SECRET_PATTERN.test(secret) ? secret : null;
}
