/**
 * Signing in with an identity provider (OpenID Connect, authorization code with PKCE): somebody is sent there and comes
 * back with a code, which this server exchanges itself. `openid-client` checks what the protocol asks for - state, nonce,
 * issuer, audience, signature; here is decided who of those that it vouches for is let in.
 *
 * What always holds: a way back fits the browser that was sent and is good once; an address counts only when the provider
 * says that it is proved.
 */

import * as client from 'openid-client';
import { OIDC_FLOW_MS, OIDC_FLOWS_MAX } from '../contract/limits.ts';
import { cutName } from '../contract/person-name.ts';
import type { Clock } from '../lib/clock.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { newSecret } from '../workspace/secrets.ts';

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a public client. */
  readonly clientSecret: string | null;
  /** For which the provider may bring new people; `*` for all. */
  readonly domains: readonly string[];
}

/** `away`: the provider does not answer. `broken`: this is no way back from it. `unproved`: it does not vouch for an address. */
export type OidcRefusal = 'away' | 'broken' | 'unproved';

export interface Proved {
  /** Issuer and subject. */
  readonly subject: string;
  readonly email: string;
  readonly name: string;
  /** Where on this server they wanted to go. */
  readonly returnTo: string;
}

interface Flow {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly returnTo: string;
  readonly endsAt: number;
}

export class Oidc {
  readonly #settings: OidcSettings;
  readonly #clock: Clock;
  readonly #flows = new Map<string, Flow>();
  #provider: Promise<client.Configuration> | null = null;

  constructor(settings: OidcSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /**
   * @param back where the provider sends people back to.
   * @returns where to send somebody, and what their browser has to show when it comes back.
   */
  async start(back: URL, returnTo: string): Promise<Result<{ readonly address: URL; readonly flow: string }, 'away'>> {
    const provider = await this.#discovered();
    if (provider === null) return failed('away');
    const verifier = client.randomPKCECodeVerifier();
    const begun = { verifier, state: client.randomState(), nonce: client.randomNonce(), returnTo };
    const address = client.buildAuthorizationUrl(provider, {
      redirect_uri: back.href,
      scope: 'openid email profile',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: begun.state,
      nonce: begun.nonce,
    });
    return ok({ address, flow: this.#remember({ ...begun, endsAt: this.#clock.now() + OIDC_FLOW_MS }) });
  }

  /**
   * @param flow what the browser shows.
   * @param arrived the address at which it came back.
   */
  async finish(flow: string | undefined, arrived: URL): Promise<Result<Proved, OidcRefusal>> {
    const begun = this.#taken(flow);
    const provider = await this.#discovered();
    if (provider === null) return failed('away');
    if (begun === null) return failed('broken');
    try {
      const tokens = await client.authorizationCodeGrant(provider, arrived, {
        pkceCodeVerifier: begun.verifier,
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) return failed('broken');
      const told =
        claims.email === undefined
          ? { ...claims, ...(await client.fetchUserInfo(provider, tokens.access_token, claims.sub)) }
          : claims;
      return provedBy(told, begun.returnTo);
    } catch {
      // What was wrong with it is for whoever forged it, or for the provider's log.
      return failed('broken');
    }
  }

  /** Whether the provider may bring somebody who is not here yet. */
  mayBring(email: string): boolean {
    const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
    return this.#settings.domains.some((allowed) => allowed === '*' || allowed === domain);
  }

  /** Looked up when it is first needed, and again until it was found: it may start after this server. */
  async #discovered(): Promise<client.Configuration | null> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const url = new URL(issuer);
    this.#provider ??= client.discovery(
      url,
      clientId,
      undefined,
      clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret),
      url.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {},
    );
    try {
      return await this.#provider;
    } catch {
      this.#provider = null;
      return null;
    }
  }

  #remember(flow: Flow): string {
    const key = newSecret();
    this.#flows.set(key, flow);
    for (const [oldest, { endsAt }] of this.#flows) {
      if (this.#flows.size <= OIDC_FLOWS_MAX && endsAt > this.#clock.now()) break;
      this.#flows.delete(oldest);
    }
    return key;
  }

  #taken(key: string | undefined): Flow | null {
    const flow = key === undefined ? undefined : this.#flows.get(key);
    if (key === undefined || flow === undefined) return null;
    this.#flows.delete(key);
    return flow.endsAt > this.#clock.now() ? flow : null;
  }
}

function provedBy(
  { iss, sub, email, email_verified: isProved, name }: Readonly<Record<string, unknown>>,
  returnTo: string,
): Result<Proved, OidcRefusal> {
  if (typeof email !== 'string' || isProved !== true || !email.includes('@')) return failed('unproved');
  const called = typeof name === 'string' ? cutName(name) : '';
  const before = cutName(email.slice(0, email.indexOf('@')));
  return ok({ subject: `${iss} ${sub}`, email, name: called === '' ? before : called, returnTo });
}
