/** Signing in with an identity provider: the whole way there and back, over HTTP, with a real provider. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../server/config.ts';
import { NAME_CHARACTERS_MAX } from '../../../server/contract/limits.ts';
import { AccountWorld, type Visitor } from '../../support/account-world.ts';
import { IdentityProvider, OIDC_CLIENT } from '../../support/identity-provider.ts';

const IDA = { sub: 'ida', email: 'ida@example.org', email_verified: true, name: 'Ida of the Provider' };

let provider: IdentityProvider;
let world: AccountWorld;
let ann: Visitor;

beforeAll(async () => {
  provider = await IdentityProvider.starts();
  world = await AccountWorld.opens({ ...OIDC_CLIENT, OIDC_ISSUER: provider.issuer, OIDC_DOMAINS: 'example.org' });
  expect((await new Traveller().goes(`${world.url}/api/oidc/start`)).address).toContain('problem=away');
  provider.knows(world.url);
  expect((await new Traveller().goes(`${world.url}/api/oidc/start`)).address).toContain('problem=not-invited');
  ann = await world.firstOwner('Ann');
});

afterAll(async () => {
  await world.close();
  await provider.close();
});

beforeEach(() => {
  provider.person = IDA;
});

/** A browser that follows redirects, with cookies for each server. */
class Traveller {
  readonly #cookies = new Map<string, Map<string, string>>();

  cookieOf(url: string): string {
    return [...(this.#cookies.get(new URL(url).host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** @returns where it ended; `until` stops before it goes there. */
  async goes(to: string, until = ''): Promise<{ readonly address: string; readonly status: number }> {
    let address = to;
    for (let hops = 0; hops < 15; hops++) {
      if (until !== '' && address.includes(until)) return { address, status: 0 };
      const answer = await fetch(address, { redirect: 'manual', headers: { cookie: this.cookieOf(address) } });
      this.#keep(address, answer.headers.getSetCookie());
      const next = answer.headers.get('location');
      if (next === null) return { address, status: answer.status };
      address = new URL(next, address).href;
    }
    throw new Error('it goes round and round');
  }

  async session(): Promise<object> {
    const answer = await fetch(`${world.url}/api/session`, { headers: { cookie: this.cookieOf(world.url) } });
    return (await answer.json()) as object;
  }

  #keep(address: string, given: readonly string[]): void {
    const { host } = new URL(address);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    for (const one of given) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
  }
}

describe('with an identity provider', () => {
  it('somebody of an allowed domain is in, and the same person the next time, whatever they are called then', async () => {
    const first = new Traveller();
    const arrived = await first.goes(`${world.url}/api/oidc/start?to=/d/plan`);
    expect(arrived.address).toBe(`${world.url}/d/plan`);
    const ida = await first.session();
    expect(ida).toMatchObject({ kind: 'person', name: 'Ida of the Provider', isAdmin: false });
    provider.person = { ...IDA, email: 'ida.married@example.org', name: 'Ida Other' };
    const second = new Traveller();
    await second.goes(`${world.url}/api/oidc/start`);
    expect(await second.session()).toEqual(ida);
  });

  it('a name of the provider that is too long is cut: nobody is there to choose another', async () => {
    provider.person = { ...IDA, sub: 'long', email: 'long@example.org', name: `Ida\n${'x'.repeat(200)}` };
    const ida = new Traveller();
    await ida.goes(`${world.url}/api/oidc/start`);
    expect(await ida.session()).toMatchObject({ name: `Ida ${'x'.repeat(NAME_CHARACTERS_MAX - 4)}` });
  });

  it('somebody who is here already is found by the address that the provider has proved', async () => {
    await world.member('Tom', ann);
    provider.person = { ...IDA, sub: 'tom', email: 'TOM@example.org' };
    const tom = new Traveller();
    await tom.goes(`${world.url}/api/oidc/start`);
    expect(await tom.session()).toMatchObject({ kind: 'person', name: 'Tom' });
    // Another one who claims that address is not Tom.
    provider.person = { ...IDA, sub: 'mallory', email: 'tom@example.org' };
    const mallory = new Traveller();
    expect((await mallory.goes(`${world.url}/api/oidc/start`)).address).toContain('not-invited');
    expect(await mallory.session()).toMatchObject({ kind: 'stranger' });
  });

  it.each([
    ['of another domain', { email: 'eve@evil.example' }, 'not-invited'],
    ['of a domain that only looks like it', { email: 'eve@notexample.org' }, 'not-invited'],
    ['whose address is not proved', { email_verified: false }, 'unproved'],
  ])('somebody %s is not', async (_who, person, problem) => {
    provider.person = { ...IDA, sub: `eve-${problem}`, email: 'eve@example.org', ...person };
    const eve = new Traveller();
    expect((await eve.goes(`${world.url}/api/oidc/start`)).address).toBe(`${world.url}/sign-in?problem=${problem}`);
    expect(await eve.session()).toMatchObject({ kind: 'stranger' });
  });

  it('a way back is good for the browser that was sent, and once', async () => {
    const ann = new Traveller();
    const { address } = await ann.goes(`${world.url}/api/oidc/start`, '/api/oidc/callback');
    const victim = new Traveller();
    expect((await victim.goes(address)).address).toContain('problem=broken');
    expect(await victim.session()).toMatchObject({ kind: 'stranger' });
    const forged = new Traveller();
    await forged.goes(`${world.url}/api/oidc/start`, provider.issuer);
    expect((await forged.goes(address)).address).toContain('problem=broken');
    expect((await ann.goes(address)).address).toBe(`${world.url}/`);
    expect((await ann.goes(address)).address).toContain('problem=broken');
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/d/x\nset-cookie: y'])(
    'nobody is sent on to %j',
    async (to) => {
      const { address } = await new Traveller().goes(`${world.url}/api/oidc/start?to=${encodeURIComponent(to)}`);
      expect(address).toBe(`${world.url}/`);
    },
  );
});

it.each([
  [{ OIDC_ISSUER: 'http://login.example.org', OIDC_CLIENT_ID: 'x' }, 'OIDC_ISSUER'],
  [{ OIDC_ISSUER: 'https://login.example.org' }, 'OIDC_CLIENT_ID'],
  [{ OIDC_ISSUER: 'https://login.example.org', OIDC_CLIENT_ID: 'x', ACCESS: 'open' }, 'ACCESS=accounts'],
])('settings that cannot work are refused with a sentence: %j', (environment, sentence) => {
  const config = parseConfig({ ACCESS: 'accounts', ...environment });
  expect(config).toMatchObject({ ok: false, error: expect.stringContaining(sentence) });
});
