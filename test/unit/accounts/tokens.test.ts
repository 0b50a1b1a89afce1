/** A token either holds, wholly, or says nothing. */

import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createIdentify } from '../../../server/accounts/identify.ts';
import { STRANGER } from '../../../server/accounts/identity.ts';
import { KeysAwayError, TokenVerifier } from '../../../server/accounts/tokens.ts';
import { NAME_CHARACTERS_MAX, TOKEN_BYTES_MAX } from '../../../server/contract/limits.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { TOKEN_SECRET, tokenFor } from '../../support/tokens.ts';

const keys = { kind: 'secret', secret: new TextEncoder().encode(TOKEN_SECRET) } as const;
const verifier = new TokenVerifier({ keys, issuer: null, audience: null }, systemClock);
const CLAIMS = { sub: 'ann', name: 'Ann', doc: 'plan', role: 'editor', exp: 4_000_000_000 };

describe('R5 a token', () => {
  it('speaks for a person, in one document or in all', async () => {
    expect(await verifier.verify(await tokenFor(CLAIMS))).toMatchObject({
      kind: 'bearer',
      id: 'ann',
      name: 'Ann',
      grant: { documentId: 'plan', role: 'editor' },
      expiresAt: 4_000_000_000_000,
    });
    expect(await verifier.verify(await tokenFor({ ...CLAIMS, doc: '*' }))).toMatchObject({
      grant: { documentId: null },
    });
  });

  it.each<[string, () => string | Promise<string>]>([
    ['none', () => ''],
    ['words', () => 'let me in'],
    ['three dots', () => '...'],
    ['one cut short', async () => (await tokenFor(CLAIMS)).slice(0, -1)],
    ['one with a letter changed', async () => (await tokenFor(CLAIMS)).replace(/^(.{40})./, '$1_')],
    ['one signed with another secret', () => tokenFor(CLAIMS, 'another secret of thirty-two bytes')],
    ['one without a signature', () => new UnsecuredJWT(CLAIMS).encode()],
    ['one that has ended', () => tokenFor({ ...CLAIMS, exp: 1 })],
    ['one that never ends', () => signed({ ...CLAIMS, exp: undefined })],
    ['one that is not valid yet', () => signed({ ...CLAIMS, nbf: 3_999_999_999 })],
    ['one without a person', () => signed({ ...CLAIMS, sub: undefined })],
    ['one without a role', () => signed({ ...CLAIMS, role: undefined })],
    ['one with a role that is none', () => tokenFor({ ...CLAIMS, role: 'owner of everything' })],
    ['one without a document', () => signed({ ...CLAIMS, doc: undefined })],
    ['one for a document that cannot be', () => tokenFor({ ...CLAIMS, doc: '../etc' })],
    ['one whose name says nothing', () => tokenFor({ ...CLAIMS, name: ' \n' })],
    ['one with an algorithm of its own', () => signed(CLAIMS, 'HS512')],
    ['one that is too long', () => tokenFor({ ...CLAIMS, name: 'x'.repeat(TOKEN_BYTES_MAX) })],
  ])('that is %s says nothing', async (_what, make) => {
    expect(await verifier.verify(await make())).toEqual(STRANGER);
  });

  it('shows a name of bounded length in one line', async () => {
    const identity = await verifier.verify(await tokenFor({ ...CLAIMS, name: `Ann\n${'x'.repeat(100)}` }));
    expect(identity).toMatchObject({ name: `Ann ${'x'.repeat(NAME_CHARACTERS_MAX - 4)}` });
  });

  it('is for this server, where it says for whom it is', async () => {
    const strict = new TokenVerifier({ keys, issuer: 'https://app.example', audience: 'scriptorium' }, systemClock);
    const right = { ...CLAIMS, iss: 'https://app.example', aud: 'scriptorium' };
    expect(await strict.verify(await signed(right))).toMatchObject({ kind: 'bearer' });
    expect(await strict.verify(await signed({ ...right, aud: 'wiki' }))).toEqual(STRANGER);
    expect(await strict.verify(await signed({ ...right, iss: 'https://evil.example' }))).toEqual(STRANGER);
    expect(await strict.verify(await signed(CLAIMS))).toEqual(STRANGER);
  });

  it('may be signed with one of several public keys, and with nothing else', async () => {
    const [ours, older, theirs] = await Promise.all([
      generateKeyPair('ES256'),
      generateKeyPair('RS256'),
      generateKeyPair('ES256'),
    ]);
    const set = {
      keys: [
        { ...(await exportJWK(ours.publicKey)), kty: 'EC', kid: 'ours' },
        { ...(await exportJWK(older.publicKey)), kty: 'RSA', kid: 'older' },
      ],
    };
    const publicOnly = new TokenVerifier(
      { keys: { kind: 'jwks', keys: set }, issuer: null, audience: null },
      systemClock,
    );
    const by = (alg: string, kid: string, key: CryptoKey) =>
      new SignJWT(CLAIMS).setProtectedHeader({ alg, kid }).sign(key);
    expect(await publicOnly.verify(await by('ES256', 'ours', ours.privateKey))).toMatchObject({ kind: 'bearer' });
    expect(await publicOnly.verify(await by('RS256', 'older', older.privateKey))).toMatchObject({ kind: 'bearer' });
    expect(await publicOnly.verify(await by('ES256', 'ours', theirs.privateKey))).toEqual(STRANGER);
    expect(await publicOnly.verify(await by('ES256', 'theirs', theirs.privateKey))).toEqual(STRANGER);
    // The public key taken for a secret, which everybody knows.
    const asSecret = JSON.stringify(set.keys[0]);
    expect(await publicOnly.verify(await tokenFor(CLAIMS, asSecret))).toEqual(STRANGER);
  });

  it('is said nothing of where the keys cannot be fetched: that is not its fault', async () => {
    const url = new URL('http://127.0.0.1:1/jwks.json');
    const away = new TokenVerifier({ keys: { kind: 'jwks-url', url }, issuer: null, audience: null }, systemClock);
    const { privateKey } = await generateKeyPair('ES256');
    const token = await new SignJWT(CLAIMS).setProtectedHeader({ alg: 'ES256', kid: 'ours' }).sign(privateKey);
    await expect(away.verify(token)).rejects.toThrow(KeysAwayError);
  });
});

describe('a request says who it is from', () => {
  const identify = createIdentify(verifier);

  it('in its address, its header or its cookie, the first that is there', async () => {
    const [ann, bob] = [await tokenFor({ sub: 'ann' }), await tokenFor({ sub: 'bob' })];
    expect(await identify({ query: ann, cookie: `scriptorium-session=${bob}` })).toMatchObject({ id: 'ann' });
    expect(await identify({ authorization: `Bearer ${ann}`, cookie: `scriptorium-session=${bob}` })).toMatchObject({
      id: 'ann',
    });
    expect(await identify({ cookie: `theme=dark; scriptorium-session=${bob}` })).toMatchObject({ id: 'bob' });
  });

  it('and a bad one is not made good by another', async () => {
    const bob = await tokenFor({ sub: 'bob' });
    expect(await identify({ query: '', cookie: `scriptorium-session=${bob}` })).toEqual(STRANGER);
    expect(await identify({})).toEqual(STRANGER);
    expect(await identify({ authorization: 'Basic YW5uOnB3', cookie: 'scriptorium-session' })).toEqual(STRANGER);
  });

  it('or does not have to, in open access', async () => {
    expect(await createIdentify(null)({ query: 'anything' })).toEqual({ kind: 'anybody', session: null });
  });
});

async function signed(claims: Record<string, unknown>, alg = 'HS256'): Promise<string> {
  const present = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  return await new SignJWT(present).setProtectedHeader({ alg }).sign(new TextEncoder().encode(TOKEN_SECRET));
}
