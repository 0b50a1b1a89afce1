/** Whose connection it is, and how many one address may have. */

import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { AddressBook, addressOf, trustedProxies } from '../../../server/socket/addresses.ts';

function request(remoteAddress: string, forwardedFor?: string): IncomingMessage {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

describe('R7 an address', () => {
  it.each<[string, string[], string, string | undefined, string]>([
    ['of a direct connection is its own', [], '203.0.113.7', undefined, '203.0.113.7'],
    ['is not what a stranger writes into a header', [], '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['behind a trusted proxy is what that one saw', ['10.0.0.0/8'], '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['behind two is what the outer one saw', ['10.0.0.0/8'], '10.1.2.3', '198.51.100.1, 10.9.9.9', '198.51.100.1'],
    ['before a proxy that is not trusted ends there', ['10.0.0.0/8'], '10.1.2.3', 'x, 192.0.2.9', '192.0.2.9'],
    ['behind a proxy on this machine', ['loopback'], '127.0.0.1', '198.51.100.1', '198.51.100.1'],
  ])('%s', (_what, proxies, remote, forwardedFor, expected) => {
    expect(addressOf(request(remote, forwardedFor), trustedProxies(proxies))).toBe(expected);
  });

  it('has so many connections and no more, and gets back what it closes', () => {
    const book = new AddressBook(2);
    expect([book.enter('192.0.2.1'), book.enter('192.0.2.1'), book.enter('192.0.2.1')]).toEqual([true, true, false]);
    expect(book.enter('192.0.2.2')).toBe(true);
    book.leave('192.0.2.1');
    expect(book.enter('192.0.2.1')).toBe(true);
    for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.2']) book.leave(address);
    expect(book.size).toBe(0);
  });

  it.each(['127.0.0.1', '::1', ''])('%j, which may be everybody behind a proxy, is not counted', (address) => {
    const book = new AddressBook(1);
    expect([book.enter(address), book.enter(address)]).toEqual([true, true]);
    book.leave(address);
    expect(book.size).toBe(0);
  });
});
