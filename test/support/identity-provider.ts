/**
 * A real OpenID provider on this machine (oidc-provider), which takes whoever comes for the person it was told, as if they
 * were signed in there.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface ProvidedPerson {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

interface GrantContext {
  readonly oidc: {
    readonly provider: {
      readonly Grant: new (of: object) => { addOIDCScope(scope: string): void; save(): Promise<string> };
    };
    readonly client: { readonly clientId: string };
    readonly session: { readonly accountId: string };
  };
}

export const OIDC_CLIENT = { OIDC_CLIENT_ID: 'scriptorium', OIDC_CLIENT_SECRET: 'a secret between the two' };

export class IdentityProvider {
  readonly issuer: string;
  /** Who comes next. */
  person: ProvidedPerson = { sub: 'ida', email: 'ida@example.org', email_verified: true, name: 'Ida of the Provider' };
  readonly #server: ReturnType<typeof createServer>;
  #provider: Provider | null = null;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => {
      const provider = this.#provider;
      if (provider === null) response.writeHead(503).end();
      else if (!request.url?.startsWith('/interaction/')) provider.callback()(request, response);
      else void provider.interactionFinished(request, response, { login: { accountId: this.person.sub } });
    });
  }

  static async starts(): Promise<IdentityProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new IdentityProvider(server);
  }

  /** From now on it answers, and sends people back to this server. */
  knows(serverUrl: string): void {
    this.#provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: OIDC_CLIENT.OIDC_CLIENT_ID,
          client_secret: OIDC_CLIENT.OIDC_CLIENT_SECRET,
          redirect_uris: [`${serverUrl}/api/oidc/callback`],
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context: object, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
      cookies: { keys: ['only for tests'] },
      findAccount: (_context: object, accountId: string) => ({ accountId, claims: async () => this.person }),
      loadExistingGrant: async ({ oidc }: GrantContext) => {
        const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
