/**
 * Where webhooks may go: out, and never into the networks around this server, whose doors trust whoever stands inside.
 * What counts is the address that is connected to, not the name: a name may mean something else a moment later.
 */

import { lookup as lookUp } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Addresses of no public host (IANA special-purpose registries). */
const PRIVATE_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;

/** Of the sixth version only what is given out as global may be reached; these are in there and are not. */
const GLOBAL_IPV6 = ['2000::', 3] as const;
const SPECIAL_IPV6 = [
  // Both carry an address of the fourth version, which may be a private one.
  ['2001::', 23],
  ['2002::', 16],
  ['2001:db8::', 32],
  ['3fff::', 20],
] as const;

const refused4 = new BlockList();
for (const [network, bits] of PRIVATE_IPV4) refused4.addSubnet(network, bits, 'ipv4');
const global6 = new BlockList();
global6.addSubnet(...GLOBAL_IPV6, 'ipv6');
const refused6 = new BlockList();
for (const [network, bits] of SPECIAL_IPV6) refused6.addSubnet(network, bits, 'ipv6');

export type IsAllowed = (address: string) => boolean;

/** @param networks that may be reached all the same, e.g. 10.1.0.0/16. @throws Error when one cannot be read. */
export function allowedAddresses(networks: readonly string[]): IsAllowed {
  const wanted = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address);
    if (family === 0) throw new Error(`"${network}" is no network such as 10.1.0.0/16.`);
    wanted.addSubnet(address, Number(bits ?? (family === 6 ? 128 : 32)), family === 6 ? 'ipv6' : 'ipv4');
  }
  return (address) =>
    isPublic(address) || wanted.check(unmapped(address), isIP(unmapped(address)) === 6 ? 'ipv6' : 'ipv4');
}

export function isPublic(address: string): boolean {
  const plain = unmapped(address);
  switch (isIP(plain)) {
    case 4:
      return !refused4.check(plain, 'ipv4');
    case 6:
      return global6.check(plain, 'ipv6') && !refused6.check(plain, 'ipv6');
    default:
      return false;
  }
}

/** `::ffff:127.0.0.1`, and `::ffff:7f00:1`, are addresses of the fourth version. */
function unmapped(address: string): string {
  const [, tail = ''] = /^(?:0*:)*:?ffff:(.+)$/i.exec(address) ?? [];
  if (isIP(tail) === 4) return tail;
  const [, high, low] = /^([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(tail) ?? [];
  if (high === undefined || low === undefined) return address;
  const bits = Number.parseInt(high, 16) * 0x1_0000 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join('.');
}

export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/** What a connection asks for the addresses of a name: fails when any of them may not be reached. */
export function guardedLookup(isAllowed: IsAllowed): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const forbidden = addresses.find(({ address }) => !isAllowed(address));
      const [first] = addresses;
      if (forbidden !== undefined || first === undefined) {
        return callback(new ForbiddenAddress(`${hostname} is ${forbidden?.address ?? 'nowhere'}`), '', 0);
      }
      if (options.all === true) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}
