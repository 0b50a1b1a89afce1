/** Which pages may talk to the server: the whole table. */

import { describe, expect, it } from 'vitest';
import { isTrustedHost, isTrustedOrigin } from '../../../server/socket/origins.ts';

const loopback = { allowedOrigins: [], isLoopback: true };
const network = { allowedOrigins: [], isLoopback: false };
const behindProxy = { allowedOrigins: ['https://docs.example.org'], isLoopback: true };

describe('R4 a foreign, null or look-alike Origin is refused', () => {
  it.each([
    ['the page itself', 'http://127.0.0.1:8080', '127.0.0.1:8080', loopback, true],
    ['the page itself, by name', 'http://localhost:8080', 'localhost:8080', loopback, true],
    ['the page itself over IPv6', 'http://[::1]:8080', '[::1]:8080', loopback, true],
    ['a program, which sends no Origin', undefined, '127.0.0.1:8080', loopback, true],
    ['a foreign page', 'https://evil.example', '127.0.0.1:8080', loopback, false],
    ['a page on another port', 'http://127.0.0.1:3000', '127.0.0.1:8080', loopback, false],
    ['a sandboxed page', 'null', '127.0.0.1:8080', loopback, false],
    ['an empty Origin', '', '127.0.0.1:8080', loopback, false],
    ['a look-alike', 'http://127.0.0.1:8080.evil.example', '127.0.0.1:8080', loopback, false],
    ['credentials in front', 'http://127.0.0.1:8080@evil.example', '127.0.0.1:8080', loopback, false],
    ['a name that points at loopback', 'http://evil.example:8080', 'evil.example:8080', loopback, false],
    ['no Host', 'http://127.0.0.1:8080', undefined, loopback, false],
    ['a nonsense Host', undefined, 'a b', loopback, false],
    ['a machine of the network', 'https://docs.example.org', 'docs.example.org', network, true],
    ['a foreign page there', 'https://evil.example', 'docs.example.org', network, false],
    ['a listed origin through a proxy', 'https://docs.example.org', 'docs.example.org', behindProxy, true],
    ['a listed origin, proxied without its Host', 'https://docs.example.org', '127.0.0.1:8080', behindProxy, true],
    ['a listed name over plain http', 'http://docs.example.org', '127.0.0.1:8080', behindProxy, false],
    ['a listed name as a prefix', 'https://docs.example.org.evil.example', '127.0.0.1:8080', behindProxy, false],
  ])('%s', (_what, origin, host, rules, expected) => {
    expect(isTrustedOrigin(origin, host, rules)).toBe(expected);
  });

  it('a loopback server answers only to loopback names, even to programs', () => {
    expect(isTrustedHost('127.0.0.1:8080', loopback)).toBe(true);
    expect(isTrustedHost('rebound.example:8080', loopback)).toBe(false);
    expect(isTrustedHost('docs.example.org', behindProxy)).toBe(true);
  });
});
