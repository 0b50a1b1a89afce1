/**
 * Signed tokens (JWT): another application, which knows its people, says who may do what here. It signs with a secret
 * that both know (HS256), or with its own keys, whose public halves are read as a JWKS.
 *
 *   claim    meaning
 *   sub      the person, stable and unique
 *   name     as others see it
 *   doc      a document's id, or "*" for all
 *   role     viewer, commenter, editor or owner
 *   exp      when it ends; must be there
 */

import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { DOCUMENT_ID_PATTERN, SUBJECT_CHARACTERS_MAX, TOKEN_BYTES_MAX } from '../contract/limits.ts';
import { ROLES } from '../contract/roles.ts';
import { ANONYMOUS, isReturned, SERVER } from '../lib/authors.ts';
import type { Clock } from '../lib/clock.ts';
import { type Identity, STRANGER } from './identity.ts';
import { nameSaidAlong } from './person-names.ts';

/** What tokens are checked against. */
export type TokenKeys =
  | { readonly kind: 'secret'; readonly secret: Uint8Array }
  | { readonly kind: 'jwks'; readonly keys: z.infer<typeof jwksSchema> }
  | { readonly kind: 'jwks-url'; readonly url: URL };

export interface TokenRules {
  readonly keys: TokenKeys;
  /** Who must have signed, and for whom; null asks for nothing. */
  readonly issuer: string | null;
  readonly audience: string | null;
}

/** A token's own keys never decide how it is checked: each kind of key has its algorithms. */
const SECRET_ALGORITHMS = ['HS256'];
const PUBLIC_KEY_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

const claimsSchema = z.object({
  sub: z
    .string()
    .min(1)
    .max(SUBJECT_CHARACTERS_MAX)
    .refine((sub) => sub !== ANONYMOUS && sub !== SERVER && !isReturned(sub)),
  name: nameSaidAlong.refine((name) => name !== ''),
  doc: z.union([z.literal('*'), z.string().regex(DOCUMENT_ID_PATTERN)]),
  role: z.enum(ROLES),
  exp: z.number(),
});

/** A JSON Web Key Set with at least one key. */
export const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

/** The keys could not be fetched: nothing can be said of any token, and that is not the token's fault. */
export class KeysAwayError extends Error {
  /** With which HTTP answers. */
  readonly statusCode = 503;

  constructor(cause: unknown) {
    super('The keys that tokens are checked against cannot be fetched. Try again in a minute.', { cause });
  }
}

export class TokenVerifier {
  readonly #key: Uint8Array | JWTVerifyGetKey;
  readonly #rules: TokenRules;
  readonly #clock: Clock;

  constructor(rules: TokenRules, clock: Clock) {
    this.#rules = rules;
    this.#key = keyOf(rules.keys);
    this.#clock = clock;
  }

  /**
   * Who a token speaks for; a stranger when it does not hold, whatever the reason.
   * @throws KeysAwayError
   */
  async verify(token: string): Promise<Identity> {
    if (token === '' || token.length > TOKEN_BYTES_MAX) return STRANGER;
    const payload = await this.#payloadOf(token);
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) return STRANGER;
    const { sub, name, doc, role, exp } = claims.data;
    const grant = { documentId: doc === '*' ? null : doc, role };
    // Its signature; two tokens that share one say the same.
    const tokenKey = token.slice(token.lastIndexOf('.') + 1);
    return { kind: 'bearer', id: sub, name, grant, tokenKey, expiresAt: exp * 1_000 };
  }

  async #payloadOf(token: string): Promise<JWTPayload | null> {
    const { issuer, audience, keys } = this.#rules;
    const options = {
      algorithms: keys.kind === 'secret' ? SECRET_ALGORITHMS : PUBLIC_KEY_ALGORITHMS,
      currentDate: new Date(this.#clock.now()),
      ...(issuer === null ? {} : { issuer }),
      ...(audience === null ? {} : { audience }),
    };
    try {
      // One call a kind of key: its two signatures take no union of both.
      const { payload } =
        this.#key instanceof Uint8Array
          ? await jwtVerify(token, this.#key, options)
          : await jwtVerify(token, this.#key, options);
      return payload;
    } catch (error) {
      if (isUnreachable(error)) throw new KeysAwayError(error);
      return null;
    }
  }
}

function keyOf(keys: TokenKeys): Uint8Array | JWTVerifyGetKey {
  switch (keys.kind) {
    case 'secret':
      return keys.secret;
    case 'jwks':
      return createLocalJWKSet(keys.keys);
    case 'jwks-url':
      return createRemoteJWKSet(keys.url);
  }
}

/** Everything jose says of a token is one of its own errors with a code of its own, but for keys that did not come. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout) return true;
  return !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
}
