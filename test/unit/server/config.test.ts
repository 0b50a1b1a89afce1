/** Every setting is checked at start, and a wrong one is a sentence. */

import { describe, expect, it } from 'vitest';
import { addressHere, parseConfig } from '../../../server/config.ts';
import { TRANSPORT_LIMIT_NAMES, TRANSPORT_LIMITS, usualLimits } from '../../../server/lib/transport-limits.ts';

describe('settings', () => {
  it('need none', () => {
    expect(parseConfig({})).toEqual({
      ok: true,
      value: {
        host: '127.0.0.1',
        port: 8080,
        dataDirectory: './data',
        allowedOrigins: [],
        access: { kind: 'open' },
        isLoopback: true,
        trustedProxies: [],
        limits: usualLimits(),
        workers: 1,
        webhookNetworks: [],
        logLevel: 'warn',
      },
    });
  });

  it('R5 a server that others can reach says on purpose that it is open', () => {
    expect(parseConfig({ HOST: '0.0.0.0' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('ACCESS=open'),
    });
    expect(parseConfig({ HOST: '0.0.0.0', ACCESS: 'open' })).toMatchObject({ ok: true, value: { isLoopback: false } });
  });

  const secret = 'x'.repeat(32);
  const keySet = JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'AAAA' }] });

  it('R5 tokens are checked against a secret, a set of keys, or the address of one', () => {
    const access = (environment: Record<string, string>) => parseConfig({ ACCESS: 'token', ...environment });
    expect(access({ TOKEN_SECRET: secret })).toMatchObject({
      value: { access: { kind: 'token', rules: { keys: { kind: 'secret' }, issuer: null, audience: null } } },
    });
    expect(access({ TOKEN_JWKS: keySet })).toMatchObject({ value: { access: { rules: { keys: { kind: 'jwks' } } } } });
    expect(access({ TOKEN_JWKS: 'https://app.example/jwks.json', TOKEN_AUDIENCE: 'docs' })).toMatchObject({
      value: { access: { rules: { keys: { kind: 'jwks-url' }, audience: 'docs' } } },
    });
  });

  it.each<[string, Record<string, string>]>([
    ['no keys at all', { ACCESS: 'token' }],
    ['both a secret and keys', { ACCESS: 'token', TOKEN_SECRET: secret, TOKEN_JWKS: keySet }],
    ['a short secret', { ACCESS: 'token', TOKEN_SECRET: 'x'.repeat(31) }],
    ['keys that are none', { ACCESS: 'token', TOKEN_JWKS: '{"keys": []}' }],
    ['an address that is none', { ACCESS: 'token', TOKEN_JWKS: 'app.example/jwks.json' }],
    ['a secret that nothing uses', { TOKEN_SECRET: secret }],
    ['a secret in open access', { ACCESS: 'open', TOKEN_SECRET: secret }],
  ])('R5 settings for tokens that cannot work are refused with a sentence: %s', (_what, environment) => {
    expect(parseConfig(environment)).toMatchObject({ ok: false, error: expect.stringMatching(/TOKEN_(SECRET|JWKS)/) });
  });

  it.each([
    ['PORT', 'http', 'must be a number from 0 to 65535'],
    ['PORT', '', 'must be a number from 0 to 65535'],
    ['PORT', '70000', 'must be a number from 0 to 65535'],
    ['PORT', '80.5', 'must be a number from 0 to 65535'],
    ['HOST', '', 'must be an address, such as 127.0.0.1'],
    ['DATA_DIR', '', 'must be a folder, such as ./data'],
    ['ACCESS', 'everybody', 'must be "open", "token" or "accounts"'],
    ['ALLOWED_ORIGINS', 'docs.example.org', 'takes origins such as https://docs.example.org'],
    ['ALLOWED_ORIGINS', 'https://docs.example.org/path', 'takes origins such as https://docs.example.org'],
    ['TRUSTED_PROXIES', 'my proxy', 'takes addresses or networks such as 10.0.0.0/8, or loopback'],
    ['TRUSTED_PROXIES', '10.0.0.0/64', 'takes addresses or networks such as 10.0.0.0/8, or loopback'],
    ['WEBHOOK_NETWORKS', 'home', 'takes networks such as 10.1.0.0/16'],
    ['OIDC_ISSUER', 'http://login.example.org', 'must be an https address; http only on this machine'],
    ['WORKERS', '65', 'must be a number from 1 to 64'],
    ['LOG_LEVEL', 'loud', 'must be debug, info, warn, error or silent'],
  ])('%s=%s is refused by name, and told what would do', (name, value, sentence) => {
    expect(parseConfig({ [name]: value })).toEqual({ ok: false, error: `Setting ${name}: ${sentence}.` });
  });

  describe.each(TRANSPORT_LIMIT_NAMES)('the limit %s', (name) => {
    const { least, most } = TRANSPORT_LIMITS[name];

    it.each([least, most])('may be %d', (value) => {
      expect(parseConfig({ [name]: String(value) })).toMatchObject({ ok: true, value: { limits: { [name]: value } } });
    });

    it.each([least - 1, most + 1, least + 0.5, 'many'])('and not %s: the sentence says the bounds', (value) => {
      const sentence = `Setting ${name}: must be a number from ${least} to ${most}.`;
      expect(parseConfig({ [name]: String(value) })).toEqual({ ok: false, error: sentence });
    });

    it('is usually within its bounds', () => {
      expect(usualLimits()[name]).toBeGreaterThanOrEqual(least);
      expect(usualLimits()[name]).toBeLessThanOrEqual(most);
    });
  });

  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8080'],
    ['0.0.0.0', 'http://127.0.0.1:8080'],
    ['::', 'http://127.0.0.1:8080'],
    ['::1', 'http://[::1]:8080'],
  ])('a server at %s is opened here at %s', (host, address) => {
    expect(addressHere(host, 8080)).toBe(address);
  });

  it('several origins are separated by commas', () => {
    const config = parseConfig({ ALLOWED_ORIGINS: 'https://a.example, https://b.example:8443' });
    expect(config).toMatchObject({ value: { allowedOrigins: ['https://a.example', 'https://b.example:8443'] } });
  });
});
